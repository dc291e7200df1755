public import CardCore

/// One card of a PAN: everything but the opposition, which is the PAN's.
public struct Card: Hashable, Sendable {
  public let key: CardKey
  /// Why it was ordered.
  public let orderedFor: Reason
  public let orderedAt: Instant
  /// The card of the same PAN that it takes the place of.
  public let predecessor: CardKey?
  public internal(set) var base = BaseState.ordered
  /// The causes that block it, oldest first, no two of one reason.
  public internal(set) var blocks: [Block] = []
  /// nil while it has not ended.
  public internal(set) var end: CardEnd?
  public internal(set) var support = Support.toProduce
  /// Why a machine kept it; nil if none did, or it was given back.
  public internal(set) var captured: Reason?
  public internal(set) var renewal = RenewalPolicy.automatic
  /// The day on which it was sent last.
  public internal(set) var shippedOn: Day?
  public internal(set) var activatedAt: Instant?
  /// When the debt behind a withdrawal was paid.
  public internal(set) var regularizedOn: Day?

  /// Makes a card that is ordered.
  public init(
    key: CardKey, orderedFor reason: Reason, at time: Instant, predecessor: CardKey? = nil
  ) {
    self.key = key
    orderedFor = reason
    orderedAt = time
    self.predecessor = predecessor
  }

  /// The state apart from any opposition of the PAN.
  var ownState: CardState {
    if let end { return end.kind.state }
    return blocks.isEmpty ? base.state : .blocked
  }

  /// The cause of that reason.
  func block(_ reason: Reason) -> Block? { blocks.first { $0.reason == reason } }

  /// Whether it came back by mail and waits.
  var isReturnedMail: Bool { blocks.contains { $0.reason.isReturnedMail } }
}
