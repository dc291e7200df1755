public import CardCore

/// What someone asks the registry to do, before it knows in which role and in which state.
public struct Act: Hashable, Sendable {
  /// What it is done to.
  public enum Target: Hashable, Sendable {
    /// The card in that row, or the PAN of it where the act is about the PAN.
    case card(Int64)
    /// The PAN in that row: orders, and acts about the PAN.
    case pan(Int64)
  }

  public let verb: Verb
  public let target: Target
  public let reason: Reason?
  /// For an opposition without its number, which the registry gives.
  public let detail: CommandDetail
  /// Names the card that an order makes.
  public let newCard: CardKey?
  public let channel: Channel
  /// When it is to have happened; the time of the act if nil.
  public let effective: Instant?
  /// The same act under the same key is done once: 1 to 128 printable ASCII characters.
  public let key: String

  public init(
    _ verb: Verb, _ target: Target, reason: Reason? = nil, detail: CommandDetail = .none,
    newCard: CardKey? = nil, channel: Channel, effective: Instant? = nil, key: String
  ) {
    self.verb = verb
    self.target = target
    self.reason = reason
    self.detail = detail
    self.newCard = newCard
    self.channel = channel
    self.effective = effective
    self.key = key
  }
}

/// Who does an act, and when.
public struct ActContext: Hashable, Sendable {
  /// The name of the operator.
  public let person: String
  /// Now.
  public let time: Instant
  /// Answers as if it were done, and changes nothing.
  public let isDryRun: Bool

  public init(person: String, time: Instant, isDryRun: Bool = false) {
    self.person = person
    self.time = time
    self.isDryRun = isDryRun
  }
}
