public import CardCore

/// How a card ended, by anything but an opposition.
public struct CardEnd: Hashable, Sendable {
  /// The state in which it ended.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case withdrawn, expired, closed, cancelled

    /// The state of such a card.
    public var state: CardState {
      switch self {
      case .withdrawn: .withdrawn
      case .expired: .expired
      case .closed: .closed
      case .cancelled: .cancelled
      }
    }
  }

  public let kind: Kind
  /// nil for an expiry, which needs none.
  public let reason: Reason?
  public let since: Instant

  /// Makes an end.
  public init(_ kind: Kind, reason: Reason?, since: Instant) {
    self.kind = kind
    self.reason = reason
    self.since = since
  }
}
