import CardCore
import PaymentCrypto
import TransactionMonitor

/// What came of running a rule table through the monitor.
struct RuleTableRun {
  private(set) var rowCount = 0
  private(set) var failures: [Failure] = []

  /// A line that raised other alerts than it says.
  struct Failure {
    var row: RuleTable.Row
    var raised: [String]
  }

  /// Judges the rows one by one, as a block each.
  static func run(_ table: RuleTable, _ rules: RuleSet) throws(CommandError) -> RuleTableRun {
    let monitor = try monitor(rules)
    var run = RuleTableRun()
    run.rowCount = table.rows.count
    for row in table.rows {
      var alerts: [Alert] = []
      monitor.judge(block: [row.event].span, into: &alerts)
      let raised = alerts.map(\.rule).sorted()
      if raised != row.expected { run.failures.append(Failure(row: row, raised: raised)) }
    }
    return run
  }

  private static func monitor(_ rules: RuleSet) throws(CommandError) -> Monitor {
    var options = MonitorOptions()
    options.snoozes = rules.snoozes
    do {
      return try Monitor(
        judging: RuleSetJudge(rules), options: options, digest: try SHA256())
    } catch {
      throw CommandError("the monitor cannot start: \(error)", .unexpected)
    }
  }

  // MARK: - For people

  var lines: [String] {
    var lines: [String] = []
    for failure in failures {
      lines.append("line \(failure.row.line): \(failure.row.text)")
      lines.append("  expected: \(Self.text(failure.row.expected))")
      lines.append("  raised:   \(Self.text(failure.raised))")
    }
    lines.append(
      "\(rowCount) transactions, \(rowCount - failures.count) as expected, \(failures.count) not")
    return lines
  }

  private static func text(_ rules: [String]) -> String {
    rules.isEmpty ? "no alert" : rules.joined(separator: ", ")
  }

  // MARK: - For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-rules-test/1")
    writer.field("transactions", rowCount)
    writer.field("failed", failures.count)
    writer.beginArray("failures")
    for failure in failures {
      writer.beginObject()
      writer.field("line", failure.row.line)
      writer.beginArray("expected")
      for rule in failure.row.expected { writer.string(rule) }
      writer.endArray()
      writer.beginArray("raised")
      for rule in failure.raised { writer.string(rule) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
