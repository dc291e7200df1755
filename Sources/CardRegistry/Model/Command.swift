public import CardCore

/// Something that someone wants done to a PAN or one of its cards.
public struct Command: Hashable, Sendable {
  public let verb: Verb
  /// Names the card of an act on one card; for ``Verb/order`` the one to be made.
  public let card: CardKey?
  public let reason: Reason?
  public let detail: CommandDetail
  /// By which the same command is known again: 1 to 128 printable ASCII characters.
  public let idempotencyKey: String
  /// Who does it, or asks for it.
  public let maker: Maker
  public let channel: Channel
  /// When it is to have happened: not after ``recorded``.
  public let effective: Instant
  /// When it reached the registry: the time by which it is judged.
  public let recorded: Instant
  /// Who accepted it; nil until a second person did.
  public var checker: Maker?

  /// Makes a command; `effective` is `recorded` unless given.
  public init(
    _ verb: Verb, card: CardKey? = nil, reason: Reason? = nil, detail: CommandDetail = .none,
    idempotencyKey: String, maker: Maker, channel: Channel = .branch, effective: Instant? = nil,
    recorded: Instant, checker: Maker? = nil
  ) {
    self.verb = verb
    self.card = card
    self.reason = reason
    self.detail = detail
    self.idempotencyKey = idempotencyKey
    self.maker = maker
    self.channel = channel
    self.effective = effective ?? recorded
    self.recorded = recorded
    self.checker = checker
  }

  /// The same command at the time of its acceptance, accepted by `checker`.
  public func accepted(by checker: Maker, at time: Instant) -> Command {
    Command(
      verb, card: card, reason: reason, detail: detail, idempotencyKey: idempotencyKey,
      maker: maker, channel: channel, effective: effective, recorded: time, checker: checker)
  }
}

/// An operator in one of the operator's roles.
public struct Maker: Hashable, Sendable {
  /// The name of the operator.
  public let name: String
  public let role: Role

  /// Makes an operator in a role.
  public init(_ name: String, _ role: Role) {
    self.name = name
    self.role = role
  }
}
