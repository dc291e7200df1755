import ArgumentParser
import CardCore
@_spi(Testing) import PaymentCrypto

/// `monetique crypto pinblock`.
struct CryptoPINBlockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pinblock", abstract: "PIN blocks of ISO formats 0 to 4.",
    subcommands: [
      CryptoPINBlockTranslateCommand.self, CryptoPINBlockEncryptCommand.self,
      CryptoPINBlockDecryptCommand.self,
    ])
}

/// `monetique crypto pinblock translate`.
struct CryptoPINBlockTranslateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate", abstract: "Encipher the PIN of a block under another key.",
    discussion: "What ISO 9564 and PCI PIN forbid is refused: see the formats of their tables.")

  @Argument(help: CryptoHelp.fields("pan, pinBlock and, for another card, targetPan"))
  var input: String?

  @Option(name: .customLong("from-format"), help: "The format of the block, 0, 1, 3 or 4.")
  var sourceFormat: Int = 0

  @Option(name: .customLong("to-format"), help: "The format of the new block, 0, 1, 3 or 4.")
  var targetFormat: Int = 0

  @Option(help: ArgumentHelp("The key of the new block.", valueName: "name"))
  var toKey: String

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "pinBlock", "targetPan"])
    let (pan, block) = (try fields.pan(), try fields.bytes("pinBlock"))
    let targetPAN = try fields.optionalPAN("targetPan")
    let from = try PINFormat.format(sourceFormat, option: "--from-format")
    let to = try PINFormat.format(targetFormat, option: "--to-format")
    let source = try key.key(as: Usage.PINEncryption.self, isTestData: testData)
    let target = try key.key(
      named: toKey, as: Usage.PINEncryption.self, isTestData: testData)
    let translated = try KeyNotice.checking("the PIN block") { () throws(CryptoError) in
      var translator = try PINTranslator(from: source, from, to: target, to)
      var output = [UInt8](repeating: 0, count: translator.targetByteCount)
      var span = output.mutableSpan
      var generator = SecureRandom()
      try translator.translate(
        block.span, pan: pan, targetPAN: targetPAN, into: &span, using: &generator)
      return output
    }
    var result = CryptoOutput("monetique-pinblock/1")
    result.add("pinBlock", "", HexText.text(of: translated))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto pinblock encrypt`.
struct CryptoPINBlockEncryptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encrypt", abstract: "Encipher a clear test PIN as a block.")

  @Argument(help: CryptoHelp.fields("pan and pin"))
  var input: String?

  @Option(name: .customLong("block-format"), help: "The ISO format of the PIN block: 0, 1, 3 or 4.")
  var blockFormat: Int = 0

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
    let format = try PINFormat.format(blockFormat, option: "--block-format")
    let key = try key.key(as: Usage.PINEncryption.self, isTestData: testData)
    let block = try KeyNotice.checking("the PIN block") { () throws(CryptoError) in
      var encryptor = try PINEncryptor(key: key, format: format)
      var generator = SecureRandom()
      let fill = PINFormat.fill(format, digitCount: pin.digitCount, using: &generator)
      return try encryptor.encrypt(pin, pan: pan, fill: fill.span)
    }
    var result = CryptoOutput("monetique-pinblock/1")
    result.add("pinBlock", "", HexText.text(of: block))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto pinblock decrypt`.
struct CryptoPINBlockDecryptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decrypt", abstract: "Show the test PIN in an enciphered block.")

  @Argument(help: CryptoHelp.fields("pan and pinBlock"))
  var input: String?

  @Option(name: .customLong("block-format"), help: "The ISO format of the PIN block: 0 to 4.")
  var blockFormat: Int = 0

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard testData else { throw ValidationError("a clear PIN asks for --test-data") }
  }

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "pinBlock"])
    let (pan, block) = (try fields.pan(), try fields.bytes("pinBlock"))
    let format = try PINFormat.format(blockFormat, option: "--block-format")
    let key = try key.key(as: Usage.PINEncryption.self, isTestData: testData)
    let digits = try KeyNotice.checking("the PIN block") { () throws(CryptoError) in
      var decryptor = try PINDecryptor(key: key, format: format)
      let pin = try decryptor.decrypt(block.span, pan: pan)
      return pin.withDigits { digits in digits.indices.map { digits[$0] } }
    }
    var result = CryptoOutput("monetique-pinblock/1")
    result.add("pin", "", String(decoding: digits, as: UTF8.self))
    try result.show(as: output.resolved)
  }
}
