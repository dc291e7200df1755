import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique crypto cmac`.
struct CryptoCMACCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cmac", abstract: "The CMAC of data under a key of usage M6.",
    discussion: "With --verify, the exit code is 6 if it does not hold.")

  @Argument(help: CryptoHelp.input)
  var input: String?

  @Option(help: "The bytes to keep of it, from the left; all if not given.")
  var length: Int?

  @Option(help: ArgumentHelp("A code to compare with, 4 bytes or more.", valueName: "hex"))
  var verify: String?

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let source = InputSource.file(named: input)
    let data = try HexInput.bytes(of: source.read(), from: source.name)
    let key = try key.key(as: Usage.CMAC.self, isTestData: testData)
    var mac = try KeyNotice.checking("the key") { () throws(CryptoError) in try CMAC(key: key) }
    if let verify { return try self.verify(verify, data, &mac) }
    let code: [UInt8]
    do throws(CryptoError) {
      code = try mac.generate(data.span, byteCount: length ?? mac.byteCount)
    } catch {
      throw KeyNotice.error(.crypto(error), "CMAC")
    }
    var result = CryptoOutput("monetique-mac/1")
    result.add("mac", "", HexText.text(of: code))
    try result.show(as: output.resolved)
  }

  private func verify(_ text: String, _ data: [UInt8], _ mac: inout CMAC) throws(CommandError) {
    guard HexText.isPlausible(Array(text.utf8)), let code = HexText.bytes(of: Array(text.utf8))
    else { throw CommandError("--verify takes hexadecimal digits", .usage, code: "notHexadecimal") }
    let holds: Bool
    do throws(CryptoError) {
      holds = try mac.verify(code.span, of: data.span)
    } catch {
      throw KeyNotice.error(.crypto(error), "CMAC")
    }
    try CryptoOutput.verdict("monetique-mac-verify/1", holds, as: output.resolved)
  }
}
