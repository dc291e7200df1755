internal import CardCore

/// Computes a rule once more for one row, node by node, from the columns of that row.
struct Explainer: Sendable {
  private let rules: RuleSet
  private let text: NodeText

  init(_ rules: RuleSet) {
    self.rules = rules
    text = NodeText(pool: rules.pool, base: rules.rates.base)
  }

  /// Why a rule fired, or did not, in a row whose columns are filled.
  func explanation(
    ofRule rule: Int, row: Int, event: MonitorEvent, columns: borrowing ColumnBuffer
  ) -> ExplanationNode {
    let row = RowReader(rules, columns, row)
    return node(rules.conditions[rule], row, event)
  }

  private func node(
    _ id: RuleNode.ID, _ row: borrowing RowReader, _ event: MonitorEvent,
    like measure: NodeText.Measure? = nil
  ) -> ExplanationNode {
    let pool = rules.pool
    switch pool[id] {
    case .integer, .real, .aggregate, .profile, .number, .amount, .code, .time, .choice, .money:
      return leaf(id, row, like: measure)
    case .arithmetic(let sign, let left, let right):
      // What multiplies has no unit of its own.
      let shared = sign == .plus || sign == .minus ? self.measure(id) : nil
      let arguments = [left, right].map { node($0, row, event, like: shared) }
      return ExplanationNode(
        operation: sign.rawValue, value: value(row.number(id, in: pool), self.measure(id)),
        arguments: arguments)
    case .comparison(let comparison, let left, let right):
      let measure = text.measure(left) ?? text.measure(right)
      return condition(
        id, pool.labels[id] ?? comparison.rawValue, row,
        [node(left, row, event, like: measure), node(right, row, event, like: measure)])
    case .all(let parts): return condition(id, "and", row, parts.map { node($0, row, event) })
    case .any(let parts): return condition(id, "or", row, parts.map { node($0, row, event) })
    case .not(let inner): return condition(id, "not", row, [node(inner, row, event)])
    case .possibly(let inner): return condition(id, "possibly", row, [node(inner, row, event)])
    case .test(let test):
      return condition(id, text.text(id), row, fact(test.fact, event).map { [$0] } ?? [])
    case .truth, .flag, .profileFlag, .known, .gate: return condition(id, text.text(id), row, [])
    }
  }

  private func measure(_ id: RuleNode.ID) -> NodeText.Measure { text.measure(id) ?? .plain }

  private func condition(
    _ id: RuleNode.ID, _ operation: String, _ row: borrowing RowReader,
    _ arguments: [ExplanationNode]
  ) -> ExplanationNode {
    let truth = row.truth(id, in: rules.pool)
    return ExplanationNode(
      operation: operation,
      value: .truth(isCertain: truth.isCertain, isPossible: truth.isPossible),
      arguments: arguments)
  }

  private func leaf(
    _ id: RuleNode.ID, _ row: borrowing RowReader, like measure: NodeText.Measure?
  ) -> ExplanationNode {
    let measure = text.measure(id) ?? measure ?? .plain
    return ExplanationNode(
      operation: text.text(id, like: measure),
      value: value(row.number(id, in: rules.pool), measure),
      arguments: [])
  }

  private func value(
    _ bracket: Bracket, _ measure: NodeText.Measure
  ) -> ExplanationNode.Value {
    let low = bracket.low.isFinite ? bracket.low : nil
    let high = bracket.high.isFinite ? bracket.high : nil
    switch measure {
    case .plain, .ratio:
      return .number(low: low.map(Self.readable), high: high.map(Self.readable))
    default:
      return .text(
        low: low.map { text.value($0, measure) }, high: high.map { text.value($0, measure) })
    }
  }

  /// Ten decimals are enough for a person, and the same on every machine.
  private static func readable(_ value: Double) -> Double {
    value.magnitude < 1e5 ? NodeText.rounded(value, decimals: 10) : value
  }

  /// What a code was, for the codes that may be printed.
  private func fact(_ fact: Fact, _ event: MonitorEvent) -> ExplanationNode? {
    guard let shown = Self.shown(fact, event) else { return nil }
    return ExplanationNode(
      operation: fact.name, value: .text(low: shown, high: shown), arguments: [])
  }

  private static func shown(_ fact: Fact, _ event: MonitorEvent) -> String? {
    let transaction = event.transaction
    return switch fact {
    case .mcc: transaction.category?.digits
    case .country: transaction.country?.description
    case .acquirerCountry: transaction.acquirerCountry?.description
    case .currency: transaction.currency?.description
    case .entryMode: transaction.entryMode == .unknown ? nil : transaction.entryMode.name
    case .kind: transaction.kind.name
    case .responseCode: transaction.responseCode?.text
    case .merchant: transaction.merchant?.text
    case .terminal: transaction.terminal?.text
    case .acquirer: transaction.acquirer?.text
    default: nil
    }
  }
}
