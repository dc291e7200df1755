import ArgumentParser
import CardCore
import ISO8583
import MonitorStreaming
import PaymentCrypto

/// `monetique iso redact`.
struct IsoRedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact", abstract: "Make a log of messages that may leave the house.",
    discussion: """
      Card numbers become others, the same one always the same: the first six and the last four \
      digits stay, and whether the Luhn digit holds; below 15 digits the last four stay. PIN \
      blocks, discretionary data of tracks, MACs and cryptograms become zeros, the cardholder's \
      name becomes X. Every length, bitmap and offset stays, so that the log replays to the same \
      alerts but for the cards.

      A message that cannot be read becomes zeros, and is counted. Who holds the token key can \
      find the card numbers again. The time stamps, headers and other elements of the log stay as \
      they are: merchants, terminals, amounts, account numbers in DE 102 and 103.
      """)

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var input: String?

  @Option(help: "The file of the token key: 32 bytes or 64 hexadecimal digits, mode 0600.")
  var tokenKey: String

  @Option(name: [.short, .long], help: "Where to write; standard output where it is not given.")
  var out: String?

  @Option(help: SharedHelp.spec)
  var spec: String?

  @Option(help: SharedHelp.framing)
  var framing: String?

  @Flag(help: "Print the summary as JSON; needs --out.")
  var json = false

  func validate() throws {
    if json, out == nil {
      throw ValidationError("--json needs --out: the log itself goes to standard output")
    }
  }

  func run() throws {
    let source = InputSource.file(named: input)
    let path: String? = if case .file(let path) = source { path } else { nil }
    try OutputPaths.check(
      outputs: [("--out", out)], against: [path, tokenKey].compactMap { $0 })
    let substitute = try TokenKey.substitute(tokenKey)
    let stream = try InputStream(path)
    let (head, isWhole) = try Self.head(of: stream)
    let form = try form(of: head, isWhole: isWhole, stream.name)
    // Only now: what cannot be read does not cost the file that is there.
    var sink = try DataSink(out)
    var session = RedactSession(
      MessageRedactor(form.parser, substitute: substitute), form.format)
    do throws(CommandError) {
      try sink.write(session.take(head))
      var piece: [UInt8] = []
      while !isWhole {
        try stream.read(upTo: 1 << 18, into: &piece)
        guard !piece.isEmpty else { break }
        try sink.write(session.take(piece))
      }
      try sink.write(session.finish())
    } catch {
      try sink.flush()
      throw error
    }
    try sink.flush()
    try report(session.counts)
  }

  /// The first bytes, as many as tell how the input is written.
  private static func head(
    of stream: borrowing InputStream
  ) throws(CommandError) -> (bytes: [UInt8], isWhole: Bool) {
    var head: [UInt8] = []
    var piece: [UInt8] = []
    while head.count < LogRecogniser.headByteCount {
      try stream.read(upTo: LogRecogniser.headByteCount - head.count, into: &piece)
      guard !piece.isEmpty else { return (head, true) }
      head += piece
    }
    return (head, false)
  }

  private func form(
    of head: [UInt8], isWhole: Bool, _ name: String
  ) throws(CommandError) -> (parser: MessageParser, format: FrameFormat) {
    guard !head.isEmpty else {
      throw CommandError("\(name): empty", .badData, code: "empty", path: name)
    }
    var format: FrameFormat?
    if let framing, case .framed(let named) = try MessageSplitter.form(framing: framing) {
      format = named
    }
    let parser = try spec.map { spec throws(CommandError) in try SpecStore.parser(spec) }
    if let format, let parser { return (parser, format) }
    let parsers =
      parser.map { [$0] } ?? BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) }
    let finding = LogRecogniser(parsers: parsers, format: format).find(head.span, isWhole: isWhole)
    guard let form = finding?.form, case .frames(let found) = form.kind, let parser = form.parser
    else {
      throw CommandError(
        "\(name): no log of messages that any spec reads",
        hint: "monetique iso doctor says why; CSV, NDJSON and XML logs are not redacted", .badData,
        code: "unknownLog", path: name)
    }
    if let finding { Console.note("\(name): \(finding.description)") }
    return (parser, found)
  }

  private func report(_ counts: RedactSession.Counts) throws(CommandError) {
    let unread = counts.blanked > 0 ? ", \(counts.blanked) that could not be read blanked" : ""
    guard json else {
      return Console.note("\(counts.messages) messages redacted\(unread)")
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-redact/1")
    writer.field("messages", counts.messages)
    writer.field("blanked", counts.blanked)
    writer.endObject()
    writer.endLine()
    var console = Console()
    try console.write(writer.bytes)
    try console.flush()
  }
}
