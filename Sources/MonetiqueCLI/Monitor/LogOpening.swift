import ISO8583
import MonitorStreaming

/// Finds out how a log is written, says so, and opens a reader for it.
struct LogOpening {
  private let plan: ReplayPlan

  init(_ plan: ReplayPlan) { self.plan = plan }

  /// - Throws: ``CommandError``: 65 where nothing reads the log, 64 where a mapping is missing.
  func reader(
    _ head: [UInt8], isWhole: Bool, of name: String
  ) throws(CommandError) -> any LogReader {
    let form = try form(head, isWhole: isWhole, of: name)
    guard let reader = form.reader(mapping: plan.mapping, options: plan.options) else {
      throw ReplayPlan.mappingMissing(name)
    }
    return reader
  }

  private func form(
    _ head: [UInt8], isWhole: Bool, of name: String
  ) throws(CommandError) -> LogForm {
    switch plan.form {
    case .jpos: return LogForm(kind: .jpos)
    case .csv: return LogForm(kind: .csv)
    case .ndjson: return LogForm(kind: .ndjson)
    case .messages(let format?) where plan.parser != nil:
      return LogForm(kind: .frames(format), parser: plan.parser)
    case .messages(let format): return try recognise(head, isWhole: isWhole, of: name, format)
    case .automatic:
      if let mapping = plan.mapping {
        return LogForm(kind: mapping.format == .csv ? .csv : .ndjson)
      }
      return try recognise(head, isWhole: isWhole, of: name, nil)
    }
  }

  private func recognise(
    _ head: [UInt8], isWhole: Bool, of name: String, _ format: FrameFormat?
  ) throws(CommandError) -> LogForm {
    let parsers =
      plan.parser.map { [$0] }
      ?? BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) }
    let recogniser = LogRecogniser(parsers: parsers, format: format)
    guard let finding = recogniser.find(head.span, isWhole: isWhole) else {
      if Self.looksLikeRows(head) { throw ReplayPlan.mappingMissing(name) }
      throw CommandError(
        "\(name): no framing and no spec reads the first messages",
        hint: "--framing and --spec name them; --mapping is for CSV and NDJSON", .badData,
        code: "unknownLog", path: name)
    }
    if finding.form.kind == .ndjson || finding.form.kind == .csv {
      throw ReplayPlan.mappingMissing(name)
    }
    Console.note("\(name): \(finding.description)")
    if case .frames(.vbs) = finding.form.kind {
      Console.note(
        "\(name): presentments and chargebacks tell again what authorizations told: they are "
          + "counted and can be originals of reversals, but enter no window and fire no rule")
    }
    return finding.form
  }

  /// Whether the first line is text with separators, as that of a CSV log is.
  private static func looksLikeRows(_ head: [UInt8]) -> Bool {
    let line = head.prefix { $0 != 0x0A }
    let isText = line.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0D }
    return line.count < head.count && isText
      && line.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || $0 == 0x09 }
  }
}
