import ArgumentParser
import CardCore
@_spi(Testing) import PaymentCrypto

/// `monetique crypto pvv`.
struct CryptoPVVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pvv", abstract: "Visa's PIN verification value (PVV).",
    subcommands: [CryptoPVVGenerateCommand.self, CryptoPVVVerifyCommand.self])
}

/// `monetique crypto pvv generate`.
struct CryptoPVVGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Make the PVV of a clear test PIN.")

  @Argument(help: CryptoHelp.fields("pan and pin"))
  var input: String?

  @Option(help: "The index of the key (PVKI), 0 to 9.")
  var index: Int

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard testData else { throw ValidationError("a clear PIN asks for --test-data") }
  }

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "pin"])
    let pan = try fields.pan()
    let pin = try fields.pin()
    let key = try key.key(as: Usage.VisaPVV.self, isTestData: testData)
    let value = try KeyNotice.checking("the PVV") { () throws(CryptoError) in
      var pvv = try VisaPVV(key: key, index: index)
      return try pvv.generate(from: pin, pan: pan)
    }
    var result = CryptoOutput("monetique-pvv/1")
    result.add("pvv", "", String(decoding: value, as: UTF8.self))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto pvv verify`.
struct CryptoPVVVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Say whether the PIN in an enciphered block has a PVV.",
    discussion: "The exit code is 6 if it has not.")

  @Argument(help: CryptoHelp.fields("pan, pinBlock and pvv"))
  var input: String?

  @Option(help: "The index of the key (PVKI), 0 to 9.")
  var index: Int

  @OptionGroup var block: PINBlockOptions

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "pinBlock", "pvv"])
    let (pan, enciphered) = (try fields.pan(), try fields.bytes("pinBlock"))
    let reference = try fields.characters("pvv")
    let key = try key.key(as: Usage.VisaPVV.self, isTestData: block.testData)
    let pinKey = try self.key.key(
      named: block.pinKey, as: Usage.PINEncryption.self, isTestData: block.testData)
    let format = try block.format()
    let holds = try KeyNotice.checking("the PIN") { () throws(CryptoError) in
      var decryptor = try PINDecryptor(key: pinKey, format: format)
      var pvv = try VisaPVV(key: key, index: index)
      return try pvv.verify(
        pinBlock: enciphered.span, with: &decryptor, pan: pan, reference: reference.span)
    }
    try CryptoOutput.verdict("monetique-pvv/1", holds, as: output.resolved)
  }
}

/// The enciphered PIN block of a verification.
struct PINBlockOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The key that the PIN block is enciphered under.", valueName: "name"))
  var pinKey: String

  @Option(name: .customLong("block-format"), help: "The ISO format of the PIN block: 0 to 4.")
  var blockFormat: Int = 0

  @Flag(help: CryptoHelp.testData)
  var testData = false

  func format() throws(CommandError) -> PINBlockFormat {
    try PINFormat.format(blockFormat, option: "--block-format")
  }
}

/// The formats of PIN blocks by number.
enum PINFormat {
  static func format(_ number: Int, option: String) throws(CommandError) -> PINBlockFormat {
    guard let format = PINBlockFormat(rawValue: number) else {
      throw CommandError("\(option) takes 0, 1, 2, 3 or 4", .usage, code: "badFormat")
    }
    return format
  }

  /// Drawn fill for a PIN of that many digits, as hexadecimal digits.
  static func fill(
    _ format: PINBlockFormat, digitCount: Int, using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    switch format {
    case .iso0, .iso2: return []
    case .iso1, .iso3, .iso4:
      let count = format == .iso4 ? 16 : 14 - digitCount
      let low: UInt8 = format == .iso3 ? 10 : 0
      let digits = Array("0123456789ABCDEF".utf8)
      return (0..<count).map { _ in digits[Int(low + generator.next(upperBound: 16 - low))] }
    }
  }
}
