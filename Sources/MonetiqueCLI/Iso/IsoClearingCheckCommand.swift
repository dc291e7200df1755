import ArgumentParser
import ISO8583

/// `monetique iso clearing check`.
struct IsoClearingCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check header, trailer, totals and records of a file.",
    discussion: """
      Each file begins with a header (1644 with DE 24 697) and ends with a trailer (1644 with \
      DE 24 695), which name it alike (PDS 0105). Message numbers (DE 71) begin with 1 and grow; \
      the trailer's amount checksum (PDS 0301) is the sum of DE 4 over all records, its message \
      count (PDS 0306) is that of all records, header and trailer included. A record that cannot \
      be read is a fault, and the file is read on behind it. A physical file may hold several.

      The exit code is 0 for a sound file, 6 where there are faults, 65 where no record can be \
      read.
      """)

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var input: String?

  @Option(help: "The spec of the records; else the clearing specs that are built in are tried.")
  var spec: String?

  @Option(help: "vbs or vbs-1014; else it is found out.")
  var framing: String?

  @OptionGroup var output: OutputOptions

  /// As many first bytes as tell how a file is written.
  private static let headByteCount = 1 << 18

  func run() throws {
    let source = InputSource.file(named: input)
    let format = try framing.map(IsoClearingCommand.format)
    let parser = try spec.map { spec throws(CommandError) in try SpecStore.parser(spec) }
    var session: ClearingSession?
    var head: [UInt8] = []
    try source.forEachPiece { piece throws(CommandError) in
      if session == nil {
        head += piece
        guard head.count >= Self.headByteCount else { return true }
        session = try Self.session(head, format, parser, source)
      } else {
        session?.take(piece)
      }
      return true
    }
    if session == nil { session = try Self.session(head, format, parser, source) }
    guard let session else { return }
    session.finish()
    try report(session, source)
  }

  private static func session(
    _ head: [UInt8], _ format: FrameFormat?, _ parser: MessageParser?, _ source: InputSource
  ) throws(CommandError) -> ClearingSession {
    guard !head.isEmpty else {
      throw CommandError("\(source.name): empty", .badData, code: "empty", path: source.name)
    }
    let parsers = parser.map { [$0] } ?? MessageParser.clearing
    let formats = format.map { [$0] } ?? [.vbs(isBlocked: true), .vbs(isBlocked: false)]
    var form = ClearingFileForm.find(in: head.span, parsers: parsers, formats: formats)
    if form == nil, let format, let parser {
      form = ClearingFileForm(format: format, parser: parser)
    }
    guard let form else {
      throw CommandError(
        "\(source.name): no clearing file that any of the specs reads",
        hint: "monetique iso doctor says why; with --spec and --framing it is read all the same",
        .badData, code: "noClearingFile", path: source.name)
    }
    let session = ClearingSession(form)
    session.take(head)
    return session
  }

  private func report(_ session: ClearingSession, _ source: InputSource) throws {
    let report = ClearingReport(session, path: source.name)
    var console = Console()
    switch output.resolved {
    case .table: for line in report.lines { try console.line(line) }
    case .json, .ndjson: try console.write(report.json)
    }
    try console.flush()
    let check = session.check
    guard check.recordCount > check.unreadableCount else {
      throw CommandError(
        "\(source.name): no record can be read", .badData, code: "nothingRead", path: source.name)
    }
    if check.faultCount > 0 { throw CommandError.silent(.integrityBroken) }
  }
}

extension MessageParser {
  /// Those of the clearing specs that come with the library.
  static var clearing: [MessageParser] {
    BuiltInSpec.all.filter { $0.name.hasPrefix("ipm-") }
      .compactMap { MessageParser.builtIn(named: $0.name) }
  }
}

/// One run of `iso clearing check` over a file.
final class ClearingSession {
  let form: ClearingFileForm
  private(set) var check: ClearingFileCheck
  private var reader: ClearingFileReader
  private var byteCount: UInt64 = 0

  init(_ form: ClearingFileForm) {
    self.form = form
    check = ClearingFileCheck(for: form.parser)
    reader = ClearingFileReader(format: form.format, parser: form.parser)
  }

  func take(_ piece: [UInt8]) {
    byteCount += UInt64(piece.count)
    reader.append(piece.span)
    drain()
  }

  func finish() {
    reader.finish()
    drain()
    check.finish(at: byteCount)
  }

  private func drain() {
    while let item = reader.next() { check.take(item, of: reader) }
  }
}
