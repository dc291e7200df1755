import ArgumentParser
import CardCore
import ISO8583
import PaymentCrypto

/// `monetique crypto mac`.
struct CryptoMACCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mac", abstract: "Message authentication codes, of data and of messages.",
    discussion: """
      The usage of the key says which: M3 is the retail MAC, M1 and M0 are CBC-MACs, M6 and M5 \
      CMAC, M7 HMAC.
      """,
    subcommands: [CryptoMACGenerateCommand.self, CryptoMACVerifyCommand.self])
}

/// `monetique crypto mac generate`.
struct CryptoMACGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "The MAC of data, which are bytes or hexadecimal digits.")

  @Argument(help: CryptoHelp.input)
  var input: String?

  @Option(help: "The bytes to keep of it, from the left; all if not given.")
  var length: Int?

  @OptionGroup var mac: MACOptions

  @Option(help: ArgumentHelp("The name of a key in --keys.", valueName: "name"))
  var key: String

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let source = InputSource.file(named: input)
    let data = try HexInput.bytes(of: source.read(), from: source.name)
    var keys = try KeyFile(file)
    var engine = try MACEngine.make(
      keys.material(named: KeyFile.name(key)), mac, of: "key \(key)")
    let code = try engine.generate(data.span, byteCount: length ?? engine.byteCount)
    var result = CryptoOutput("monetique-mac/1")
    result.add("mac", "", HexText.text(of: code))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto mac verify`.
struct CryptoMACVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Say whether the MAC of data, or DE 64 or 128, holds.",
    discussion: """
      With --spec, the input is an ISO 8583 message; its MAC is DE 128 or else DE 64 and covers \
      all bytes before it from the message type on, or with the header by --with-header. Without, \
      the input is data and --mac their code.

      The exit code is 6 if it does not hold.
      """)

  @Argument(help: CryptoHelp.input)
  var input: String?

  @Option(help: ArgumentHelp("The code of data, 4 bytes or more.", valueName: "hex"))
  var mac: String?

  @Option(help: SharedHelp.spec)
  var spec: String?

  @Option(
    help: ArgumentHelp(
      "Which bytes of DE 64 or 128 are the code, from the left; 4 to 8.",
      valueName: "count"))
  var length: Int?

  @Flag(help: "The MAC covers the header of the message too.")
  var withHeader = false

  @OptionGroup var options: MACOptions

  @Option(help: ArgumentHelp("The name of a key in --keys.", valueName: "name"))
  var key: String

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (mac == nil) != (spec == nil) else {
      throw ValidationError("give --spec for a message, or --mac for data")
    }
  }

  func run() throws {
    let source = InputSource.file(named: input)
    let parts =
      try spec.map { spec throws(CommandError) in
        try AuthenticatedMessage(
          MessageInput.one(source, spec: spec), withHeader: withHeader, length: length)
      } ?? data(source)
    var keys = try KeyFile(file)
    var engine = try MACEngine.make(
      keys.material(named: KeyFile.name(key)), options, of: "key \(key)")
    let holds = try engine.verify(parts.code.span, of: parts.covered.span)
    var result = CryptoOutput("monetique-mac-verify/1")
    result.add("valid", "MAC", .bool(holds, yes: "holds", no: "does not hold"))
    result.add("algorithm", "algorithm", engine.name)
    result.add("element", "where", parts.element.map { .text("DE \($0)") } ?? .none)
    result.add("length", "bytes of the MAC", .number(parts.code.count))
    result.add("covered", "bytes covered", .number(parts.covered.count))
    try result.show(as: output.resolved)
    if !holds { throw CommandError.silent(.integrityBroken) }
  }

  private func data(_ source: InputSource) throws(CommandError) -> AuthenticatedMessage {
    let text = Array((mac ?? "").utf8)
    guard HexText.isPlausible(text), let code = HexText.bytes(of: text) else {
      throw CommandError("--mac takes hexadecimal digits", .usage, code: "notHexadecimal")
    }
    let data = try HexInput.bytes(of: source.read(), from: source.name)
    return AuthenticatedMessage(covered: data, code: code)
  }
}
