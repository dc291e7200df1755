public import CardCore

/// Everything that acts on one PAN depend on: its cards, its opposition, its PIN and the people
/// behind it.
///
/// It holds no digit of the PAN. Events alone change it.
public struct PANState: Hashable, Sendable {
  /// The code of the product.
  public internal(set) var product: String
  public internal(set) var standing: Standing
  /// nil unless the PAN is opposed.
  public internal(set) var opposition: Opposition?
  /// In the order in which they were ordered.
  public internal(set) var cards: [Card] = []
  public internal(set) var pin = PINState.absent
  /// How many PIN letters were ordered so far.
  public internal(set) var pinLetterCount = 0
  /// The day on which the last PIN letter goes out, and how many were ordered on its order day.
  public internal(set) var pinLetterDue: Day?
  public internal(set) var pinLetterOrderedOn: Day?
  public internal(set) var pinLettersThatDay = 0
  public internal(set) var overrides: [LimitOverride] = []
  public internal(set) var revocations: [RecurringScope] = []
  /// The operations that are opposed for the insolvency of their payee.
  public internal(set) var opposedPayments: [String] = []
  /// Whether a card with a new PAN was ordered in place of this one.
  public internal(set) var isReplaced = false

  /// A PAN without cards.
  public init(product: String, standing: Standing = Standing()) {
    self.product = product
    self.standing = standing
  }

  /// The card of that key.
  public func card(_ key: CardKey) -> Card? { cards.first { $0.key == key } }

  /// The state of a card, an opposition of the PAN included.
  public func state(of card: Card) -> CardState {
    opposition == nil ? card.ownState : .opposed
  }

  /// The state of a card at `time`: as ``state(of:)``, but a card past its month has expired, be
  /// that recorded or not.
  public func state(of card: Card, at time: Instant) -> CardState {
    let state = state(of: card)
    guard !state.isTerminal, time >= card.key.expiry.end() else { return state }
    return .expired
  }

  /// The card that takes the place of the one of that key, if one was ordered and has not ended.
  public func successor(of key: CardKey) -> Card? {
    cards.last { $0.predecessor == key && !state(of: $0).isTerminal }
  }

  /// Whether any card may still be used one day.
  public var hasLiveCard: Bool { cards.contains { !state(of: $0).isTerminal } }
}
