import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique crypto cvv`.
struct CryptoCVVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cvv", abstract: "Card verification values: CVV, CVV2, iCVV, CVC.",
    discussion: """
      The input is JSON: pan, expiry (four digits, as the issuer takes them: YYMM on tracks, \
      mostly MMYY printed) and serviceCode (the card's own; 000 for CVV2, 999 for iCVV).
      """,
    subcommands: [CryptoCVVGenerateCommand.self, CryptoCVVVerifyCommand.self])

  static func data(_ fields: CryptoFields) throws(CommandError) -> CardVerificationData {
    let (pan, expiry, service) = (
      try fields.pan(), try fields.characters("expiry"), try fields.characters("serviceCode")
    )
    return try KeyNotice.checking("the input") { () throws(CryptoError) in
      try CardVerificationData(pan: pan, expiry: expiry.span, serviceCode: service.span)
    }
  }
}

/// `monetique crypto cvv generate`.
struct CryptoCVVGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Make a card verification value.",
    discussion: "It may be stored by no one: --test-data asserts that the card is no one's.")

  @Argument(help: CryptoHelp.fields("pan, expiry and serviceCode"))
  var input: String?

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard testData else { throw ValidationError("a card verification value asks for --test-data") }
  }

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "expiry", "serviceCode"])
    let data = try CryptoCVVCommand.data(fields)
    let key = try key.key(as: Usage.CardVerification.self, isTestData: testData)
    var value: [UInt8] = [0, 0, 0]
    do throws(CryptoError) {
      var verification = try CardVerification(key: key)
      var span = value.mutableSpan
      try verification.generate(data, into: &span)
    } catch {
      throw KeyNotice.error(.crypto(error), "the key")
    }
    var result = CryptoOutput("monetique-cvv/1")
    result.add("cvv", "", String(decoding: value, as: UTF8.self))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto cvv verify`.
struct CryptoCVVVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Say whether a card verification value holds.",
    discussion: "The exit code is 6 if it does not.")

  @Argument(help: CryptoHelp.fields("pan, expiry, serviceCode and cvv"))
  var input: String?

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let fields = try CryptoFields(input, ["pan", "expiry", "serviceCode", "cvv"])
    let data = try CryptoCVVCommand.data(fields)
    let value = try fields.characters("cvv")
    let key = try key.key(as: Usage.CardVerification.self, isTestData: testData)
    let holds = try KeyNotice.checking("the key") { () throws(CryptoError) in
      var verification = try CardVerification(key: key)
      return try verification.verify(value.span, of: data)
    }
    try CryptoOutput.verdict("monetique-cvv/1", holds, as: output.resolved)
  }
}
