public import CardCore

/// One cause for which the issuer blocks a card.
public struct Block: Hashable, Sendable {
  public let reason: Reason
  public let since: Instant
  /// The day on which someone looks at it again; nil if nobody has to.
  public let reviewDue: Day?

  /// Makes a cause.
  public init(reason: Reason, since: Instant, reviewDue: Day?) {
    self.reason = reason
    self.since = since
    self.reviewDue = reviewDue
  }
}
