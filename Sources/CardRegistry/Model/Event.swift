public import CardCore

/// What happened to a card number or to one of its cards: the only way its state changes.
public enum Event: Hashable, Sendable {
  case opposed(CardNumber.Opposition)
  case oppositionWorsened(Reason)
  case moved(card: Int64, to: CardState)
  case blocked(card: Int64, Card.Block)
  case unblocked(card: Int64, Reason)
  case supportMoved(card: Int64, to: Card.Support)

  /// A stable name: programs read it.
  public var name: String {
    switch self {
    case .opposed: "opposed"
    case .oppositionWorsened: "oppositionWorsened"
    case .moved: "moved"
    case .blocked: "blocked"
    case .unblocked: "unblocked"
    case .supportMoved: "supportMoved"
    }
  }
}

extension CardNumber {
  /// The state after `event`.
  ///
  /// - Parameter time: When it happened.
  public mutating func apply(_ event: Event, at time: Instant) {
    switch event {
    case .opposed(let opposition): if self.opposition == nil { self.opposition = opposition }
    case .oppositionWorsened(let reason): opposition?.reason = reason
    case .moved(let card, let state):
      change(card) {
        $0.base = state
        if state == .active, $0.activatedAt == nil { $0.activatedAt = time }
      }
    case .blocked(let card, let block): change(card) { $0.blocks.append(block) }
    case .unblocked(let card, let reason):
      change(card) { $0.blocks.removeAll { $0.reason == reason } }
    case .supportMoved(let card, let support): change(card) { $0.support = support }
    }
  }

  private mutating func change(_ id: Int64, _ body: (inout Card) -> Void) {
    guard let index = cards.firstIndex(where: { $0.id == id }) else { return }
    body(&cards[index])
  }
}
