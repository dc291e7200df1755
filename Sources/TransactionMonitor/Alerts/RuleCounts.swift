/// What became of one rule over a run.
public struct RuleCounts: Hashable, Sendable {
  /// Alerts that went out.
  public var alerts = 0
  /// Those that `quiet` swallowed.
  public var suppressed = 0
  /// Those that a snooze swallowed.
  public var snoozed = 0
  /// Rows in which the rule could be neither shown to hold nor shown not to.
  public var undecided = 0

  public init() {}
}
