import ArgumentParser
import CardCore
@_spi(Testing) import PaymentCrypto

/// `monetique crypto pin`.
struct CryptoPINCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "PINs by the method of the IBM 3624: offsets.",
    subcommands: [CryptoPINOffsetCommand.self, CryptoPINVerifyCommand.self])
}

/// What an IBM 3624 PIN depends on beside key and PAN.
struct IBM3624Options: ParsableArguments {
  @Option(
    help: ArgumentHelp("The decimalisation table, 16 digits.", valueName: "digits"))
  var table: String = "0123456789012345"

  @Option(help: "How many digits of the PAN come before the validation data.")
  var start: Int = 0

  @Option(help: "How many digits of the PAN the validation data are, 1 to 16.")
  var digits: Int = 16

  @Option(help: ArgumentHelp("The fill of validation data.", valueName: "hex digit"))
  var pad: String = "F"

  @OptionGroup var legacy: LegacyOptions

  func method(_ key: borrowing Key<Usage.IBM3624>) throws(CryptoError) -> IBM3624 {
    let table = try DecimalisationTable(Array(table.utf8).span, allowing: legacy.legacy)
    let rule = try IBM3624.ValidationRule(
      start: start, digitCount: digits, pad: pad.utf8.count == 1 ? Array(pad.utf8)[0] : 0)
    return try IBM3624(key: key, table: table, validation: rule)
  }
}

/// `monetique crypto pin offset`.
struct CryptoPINOffsetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offset", abstract: "The offset of the PIN in an enciphered block.")

  @Argument(help: CryptoHelp.fields("pan and pinBlock"))
  var input: String?

  @OptionGroup var method: IBM3624Options

  @OptionGroup var block: PINBlockOptions

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "pinBlock"])
    let (pan, enciphered) = (try fields.pan(), try fields.bytes("pinBlock"))
    let key = try key.key(as: Usage.IBM3624.self, isTestData: block.testData)
    let pinKey = try self.key.key(
      named: block.pinKey, as: Usage.PINEncryption.self, isTestData: block.testData)
    let format = try block.format()
    let offset = try KeyNotice.checking("the PIN") { () throws(CryptoError) in
      var decryptor = try PINDecryptor(key: pinKey, format: format)
      var method = try method.method(key)
      return try method.offset(ofPINIn: enciphered.span, with: &decryptor, pan: pan)
    }
    var result = CryptoOutput("monetique-pin/1")
    result.add("offset", "", String(decoding: offset, as: UTF8.self))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto pin verify`.
struct CryptoPINVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Say whether the PIN in an enciphered block has an offset.",
    discussion: "The exit code is 6 if it has not.")

  @Argument(help: CryptoHelp.fields("pan, pinBlock and offset"))
  var input: String?

  @OptionGroup var method: IBM3624Options

  @OptionGroup var block: PINBlockOptions

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "pinBlock", "offset"])
    let (pan, enciphered) = (try fields.pan(), try fields.bytes("pinBlock"))
    let reference = try fields.characters("offset")
    let key = try key.key(as: Usage.IBM3624.self, isTestData: block.testData)
    let pinKey = try self.key.key(
      named: block.pinKey, as: Usage.PINEncryption.self, isTestData: block.testData)
    let format = try block.format()
    let holds = try KeyNotice.checking("the PIN") { () throws(CryptoError) in
      var decryptor = try PINDecryptor(key: pinKey, format: format)
      var method = try method.method(key)
      return try method.verify(
        pinBlock: enciphered.span, with: &decryptor, pan: pan, reference: reference.span)
    }
    try CryptoOutput.verdict("monetique-pin/1", holds, as: output.resolved)
  }
}
