/// What became of the alerts of one rule, or of one day, under other rules.
public struct BacktestCounts: Hashable, Sendable {
  /// Raised by both on the same message.
  public var same = 0
  /// Raised by both about the same subject, on another message within the rule's `quiet`.
  public var moved = 0
  /// Raised by the new rules only.
  public var new = 0
  /// Raised by the old rules only.
  public var lost = 0

  public init() {}

  /// Alerts under the old rules.
  public var before: Int { same + moved + lost }
  /// Alerts under the new rules.
  public var after: Int { same + moved + new }
}
