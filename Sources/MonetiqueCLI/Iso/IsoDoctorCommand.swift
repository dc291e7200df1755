import ArgumentParser
import CardCore
import ISO8583

/// `monetique iso doctor`.
struct IsoDoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say how an input can be read, or why it cannot.",
    discussion: """
      Every framing and every built-in spec, and those given with --spec, are tried on the input, \
      and on what hexadecimal digits in it stand for, once and twice, with up to 64 bytes before \
      each message that belong to none. What fits is listed first; of every other spec the reading \
      that goes furthest is shown, with the place where it stops and why.

      The first 256 KiB are looked at, and of them the first 16 messages. The exit code is 0 where \
      something fits, else 65.
      """)

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var input: String?

  @Option(help: "Try this spec too: a FILE or FILE#NAME; may be repeated.")
  var spec: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let source = InputSource.file(named: input)
    let (head, isWhole) = try Self.head(of: source)
    guard !head.isEmpty else {
      throw CommandError("\(source.name): empty", .badData, code: "empty", path: source.name)
    }
    var parsers: [MessageParser] = []
    for reference in spec { parsers.append(try SpecStore.parser(reference)) }
    for builtIn in BuiltInSpec.all where !spec.contains(builtIn.name) {
      if let parser = MessageParser.builtIn(named: builtIn.name) { parsers.append(parser) }
    }
    let findings = MessageDoctor(parsers: parsers).examine(head, isWhole: isWhole)
    let report = DoctorReport(findings: findings, path: source.name, references: spec)
    var console = Console()
    switch output.resolved {
    case .table: for line in report.lines { try console.line(line) }
    case .json, .ndjson: try console.write(report.json)
    }
    try console.flush()
    guard findings.diagnoses.contains(where: \.fits) else {
      throw CommandError(
        "\(source.name): no spec reads it whole", hint: report.advice, .badData,
        code: "nothingFits", path: source.name)
    }
  }

  private static func head(
    of source: InputSource
  ) throws(CommandError) -> (bytes: [UInt8], isWhole: Bool) {
    var bytes: [UInt8] = []
    try source.forEachPiece { piece throws(CommandError) in
      bytes += piece
      return bytes.count <= MessageDoctor.headByteCount
    }
    let isWhole = bytes.count <= MessageDoctor.headByteCount
    return (Array(bytes.prefix(MessageDoctor.headByteCount)), isWhole)
  }
}
