public import CardCore

/// One thing to be done to one card, as a value.
public struct Command: Hashable, Sendable {
  public let act: CardAct
  /// The card; an opposition goes to all cards of its number.
  public let card: Int64
  public let reason: Reason?
  /// When the holder says that it happened, which is not later than the act.
  public let declaredAt: Instant?
  /// A letter that went before, for a withdrawal.
  public let letterSent: Bool

  public init(
    _ act: CardAct, card: Int64, reason: Reason? = nil, declaredAt: Instant? = nil,
    letterSent: Bool = false
  ) {
    self.act = act
    self.card = card
    self.reason = reason
    self.declaredAt = declaredAt
    self.letterSent = letterSent
  }
}

/// Who does something, which way it came, and when.
public struct Actor: Hashable, Sendable {
  public let name: String
  public let roles: Set<Role>
  public let channel: Channel
  public let time: Instant

  public init(name: String, roles: Set<Role>, channel: Channel, time: Instant) {
    self.name = name
    self.roles = roles
    self.channel = channel
    self.time = time
  }
}
