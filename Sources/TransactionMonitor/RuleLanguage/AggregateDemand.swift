/// A window as a rule asks for it, its condition a node of the pool.
struct AggregateDemand: Hashable, Sendable {
  var subject: Subject
  var operation: Aggregate.Operation
  var value: Aggregate.Value?
  var condition: RuleNode.ID?
  var windowMilliseconds: Int64
  var countsReversals: Bool
  var distinctMaximum = 0

  /// Whether one window can answer both.
  func isSame(as other: AggregateDemand) -> Bool {
    var other = other
    other.distinctMaximum = distinctMaximum
    return self == other
  }
}
