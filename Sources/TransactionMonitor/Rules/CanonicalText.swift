internal import CardCore

/// Writes nodes so that equal texts mean equal rules: names resolved, numbers raw, lists in full.
///
/// For fingerprints; people read ``NodeText``.
struct CanonicalText {
  let pool: NodePool

  func text(_ id: RuleNode.ID) -> String {
    switch pool[id] {
    case .truth(let value): "\(value)"
    case .flag(let fact), .number(let fact), .code(let fact): fact.name
    case .profileFlag(let fact), .profile(let fact): fact.name
    case .test(let test):
      call("test", [test.fact.name] + CodeText.codes(test.values, of: test.fact))
    case .known(let fact): call("known", [fact.name])
    case .gate(let moment, let subject): call("gate", [moment.name, subject.name])
    case .comparison(let comparison, let left, let right):
      call(comparison.rawValue, [text(left), text(right)])
    case .all(let parts): call("and", parts.map { text($0) })
    case .any(let parts): call("or", parts.map { text($0) })
    case .not(let inner): call("not", [text(inner)])
    case .possibly(let inner): call("possibly", [text(inner)])
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .money(let minor, let currency): call("money", ["\(minor)", currency.digits])
    case .amount(let currency): call("amount", currency.map { [$0.digits] } ?? [])
    case .time: "time"
    case .aggregate(let index): text(pool.aggregates[index])
    case .arithmetic(let sign, let left, let right): call(sign.rawValue, [text(left), text(right)])
    case .choice(let condition, let first, let second):
      call("if", [text(condition), text(first), text(second)])
    }
  }

  func text(ofAggregate index: Int) -> String { text(pool.aggregates[index]) }

  /// Without the number of values that distinct is exact to, which other rules decide too.
  private func text(_ demand: AggregateDemand) -> String {
    call(
      demand.operation.name,
      [
        demand.value?.name ?? "", demand.subject.name, demand.condition.map { text($0) } ?? "",
        "\(demand.windowMilliseconds)", "\(demand.countsReversals)",
      ])
  }

  private func call(_ name: String, _ arguments: [String]) -> String {
    "(\(([name] + arguments).joined(separator: " ")))"
  }
}
