public import CardCore

/// The holder's word that a PAN is not to be used any more: for good.
public struct Opposition: Hashable, Sendable {
  /// By which it is found again and proved.
  public let number: String
  /// The gravest motive that was given so far.
  public internal(set) var motive: Reason
  /// When it was recorded: the time that counts.
  public let recorded: Instant
  /// When it happened by the holder's word; of no effect.
  public let declared: Instant?
  public let channel: Channel

  /// Makes an opposition.
  public init(
    number: String, motive: Reason, recorded: Instant, declared: Instant?, channel: Channel
  ) {
    self.number = number
    self.motive = motive
    self.recorded = recorded
    self.declared = declared
    self.channel = channel
  }

  /// The last day on which it can be proved on request.
  public func provableUntil(_ rules: Rulebook) -> Day {
    Day(of: recorded).adding(months: rules.certificateMonths)
  }
}
