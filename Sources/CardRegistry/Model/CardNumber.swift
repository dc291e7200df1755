public import CardCore

/// A card number with all its cards: what one act looks at and changes.
///
/// The PAN itself is not in it.
public struct CardNumber: Hashable, Sendable {
  /// What a holder's opposition leaves: recorded on the number, so that it is every card's.
  public struct Opposition: Hashable, Sendable {
    /// The number that the holder is given.
    public let number: String
    public internal(set) var reason: Reason
    /// When it was recorded: from then on the holder bears nothing.
    public let recordedAt: Instant
    /// When the holder says that it happened; stored, and nothing follows from it.
    public let declaredAt: Instant?
    public let channel: Channel

    public init(
      number: String, reason: Reason, recordedAt: Instant, declaredAt: Instant?, channel: Channel
    ) {
      self.number = number
      self.reason = reason
      self.recordedAt = recordedAt
      self.declaredAt = declaredAt
      self.channel = channel
    }
  }

  /// Its number within the registry.
  public let id: Int64
  public let product: String
  public internal(set) var opposition: Opposition?
  /// In the order in which they were made.
  public internal(set) var cards: [Card]

  public init(id: Int64, product: String, opposition: Opposition? = nil, cards: [Card]) {
    self.id = id
    self.product = product
    self.opposition = opposition
    self.cards = cards
  }

  /// The state of a card: an opposition is every card's.
  public func state(of card: Card) -> CardState { opposition == nil ? card.ownState : .opposed }

  /// The card of that number, if it is one of these.
  public func card(_ id: Int64) -> Card? { cards.first { $0.id == id } }
}

/// Which way an act came.
public enum Channel: String, Hashable, Sendable, CaseIterable {
  case branch, telephone, app, web, mail, server, batch, system
}
