import CardCore
import TransactionMonitor

extension FuzzTarget {
  /// A rule file is refused with places inside it, or compiles, evaluates and can be explained.
  static let rules = FuzzTarget(name: "rules") { input in
    let bytes = input.indices.map { input[$0] }
    do throws(RuleErrors) {
      let rules = try RuleSet(yaml: bytes)
      judge(rules)
    } catch {
      let lineCount = bytes.count + 2
      for mistake in error.errors {
        precondition((1...lineCount).contains(mistake.position.line), "a mistake has a line")
        precondition((1...bytes.count + 2).contains(mistake.position.column), "and a column")
        precondition(!mistake.message.isEmpty && !mistake.suggestion.isEmpty, "and words")
      }
    }
  }

  /// A vacant row, and one of a payment, with windows of which nothing is known.
  private static func judge(_ rules: RuleSet) {
    var transaction = Transaction(
      sequence: 1, time: Instant(millisecondsSince1970: 1_772_000_000_000), mti: .vacant,
      kind: .authorization, phase: .request)
    transaction.card = CardToken(high: 1, low: 1)
    transaction.amountMinor = 1_000
    transaction.currency = .euro
    let events = [
      MonitorEvent(Transaction(), stage: .other), MonitorEvent(transaction, stage: .whole),
    ]
    let judge = RuleSetJudge(rules)
    var columns = ColumnBuffer(rowCapacity: events.count, layout: rules.layout)
    judge.prepare(events.span, columns: &columns)
    judge.judge(events.span, columns: &columns)
    for rule in rules.rules.indices {
      let node = judge.explanation(ofRule: rule, row: 1, rows: events.span, columns: columns)
      precondition(node["op"]?.string != nil, "every rule can be explained")
    }
  }
}
