/// Why a rule of a card's life does not let an act be done, and what it would let be done.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable name: programs read it.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// No role of the operator may do it.
    case role
    /// The card is in a state in which it cannot be done.
    case state
    /// The act needs a reason and none was given, or one was given that is not of it.
    case reason
    /// The card is not blocked for that reason.
    case notBlockedForIt
    /// Another cause still blocks the card.
    case otherCause
    /// The time that is declared lies ahead.
    case future
    /// The card has not reached its end.
    case notEnded
    /// The holder was not written to before.
    case noLetter
    /// The state has moved since the second person was asked.
    case moved
    /// The second person is the first one.
    case samePerson
    /// Nobody agreed in time.
    case lapsed
  }

  public let code: Code
  /// The state of the card, where it matters.
  public let state: CardState?
  public let act: CardAct
  /// What could be done instead.
  public let allowed: [CardAct]
  public let message: String

  public init(
    _ code: Code, _ act: CardAct, state: CardState? = nil, allowed: [CardAct] = [],
    _ message: String
  ) {
    self.code = code
    self.act = act
    self.state = state
    self.allowed = allowed
    self.message = message
  }

  public var description: String { message }
}
