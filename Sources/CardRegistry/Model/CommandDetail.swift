public import CardCore

/// What a command says beyond its verb, its card and its reason.
public enum CommandDetail: Hashable, Sendable {
  case none
  /// For ``Verb/order`` in place of another PAN: what goes over from it.
  case order(Inheritance)
  /// For ``Verb/unblock``: the cause to lift. Without it the card has to have one only.
  case cause(Reason)
  /// For ``Verb/oppose``: the number to give if it is the first one, and when it happened.
  case opposition(number: String, declared: Instant?)
  /// For ``Verb/withdraw``: the day of the letter that announced it.
  case letter(sentOn: Day)
  /// For ``Verb/giveBack`` and ``Verb/handOver``: whether the identity was checked.
  case identity(isChecked: Bool)
  /// For ``Verb/ship``: the carrier's number, up to 64 characters.
  case shipment(tracking: String)
  /// For ``Verb/tryPIN``: what came of it.
  case pinTry(isCorrect: Bool)
  /// For ``Verb/opposePayment``: which one, up to 64 characters, and whether the payee's account
  /// was credited already.
  case payment(reference: String, isCredited: Bool)
  /// For ``Verb/revokeRecurring``.
  case recurring(RecurringScope)
  /// For ``Verb/setLimit``.
  case limit(LimitOverride)
  /// For ``Verb/setRenewal``.
  case renewal(RenewalPolicy)
  /// For ``Verb/setStanding``.
  case standing(StandingChange)

  /// What goes over from a PAN to the one that replaces it.
  public struct Inheritance: Hashable, Sendable {
    public let overrides: [LimitOverride]
    public let revocations: [RecurringScope]

    /// Makes an inheritance.
    public init(overrides: [LimitOverride], revocations: [RecurringScope]) {
      self.overrides = overrides
      self.revocations = revocations
    }
  }
}

extension PANState {
  /// What goes over to a PAN that replaces this one.
  public var inheritance: CommandDetail.Inheritance {
    CommandDetail.Inheritance(overrides: overrides, revocations: revocations)
  }
}
