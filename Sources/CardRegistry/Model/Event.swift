public import CardCore

/// Something that happened to a PAN or one of its cards: nothing else changes a ``PANState``.
public struct Event: Hashable, Sendable {
  /// What happened.
  public enum Fact: Hashable, Sendable {
    case ordered(Reason, predecessor: CardKey?)
    case inherited(CommandDetail.Inheritance)
    case produced
    case shipped(tracking: String)
    case mailReturned(Reason, reviewDue: Day?)
    case resent
    case activated
    case locked
    case unlocked
    case blocked(Reason, reviewDue: Day?)
    /// `isFree` if no other cause is left.
    case causeLifted(Reason, isFree: Bool)
    case opposed(Opposition)
    /// Opposed again, for a graver motive than before.
    case oppositionAggravated(Reason)
    /// Opposed again, for no graver motive: nothing changes.
    case oppositionRepeated(Reason)
    case withdrawn(Reason)
    case regularized
    /// A card with another PAN takes the place of this PAN.
    case replacedByNewPAN
    case expired
    case closed(Reason)
    case cancelled(Reason)
    case captured(Reason)
    case givenBack
    case supportMoved(Support)
    case pinLetterOrdered(isNewPIN: Bool, number: Int, due: Day)
    case pinTried(PINState)
    case pinUnblocked
    case scriptConfirmed
    case paymentOpposed(Reason, reference: String)
    case recurringRevoked(RecurringScope)
    case limitSet(LimitOverride)
    case renewalDecided(RenewalPolicy)
    case standingChanged(StandingChange)
    /// Nothing changed yet: a second person is to accept it.
    case approvalRequested(Verb)
  }

  public let fact: Fact
  /// The card that it happened to; nil where it happened to the PAN.
  public let card: CardKey?
  public let effective: Instant
  public let recorded: Instant

  /// Makes an event.
  public init(_ fact: Fact, card: CardKey? = nil, effective: Instant, recorded: Instant) {
    self.fact = fact
    self.card = card
    self.effective = effective
    self.recorded = recorded
  }

  /// The name of what happened, as it is stored.
  public var name: String {
    switch fact {
    case .ordered: "ordered"
    case .inherited: "inherited"
    case .produced: "produced"
    case .shipped: "shipped"
    case .mailReturned: "mailReturned"
    case .resent: "resent"
    case .activated: "activated"
    case .locked: "locked"
    case .unlocked: "unlocked"
    case .blocked: "blocked"
    case .causeLifted: "causeLifted"
    case .opposed: "opposed"
    case .oppositionAggravated: "oppositionAggravated"
    case .oppositionRepeated: "oppositionRepeated"
    case .withdrawn: "withdrawn"
    case .regularized: "regularized"
    case .replacedByNewPAN: "replacedByNewPAN"
    case .expired: "expired"
    case .closed: "closed"
    case .cancelled: "cancelled"
    case .captured: "captured"
    case .givenBack: "givenBack"
    case .supportMoved: "supportMoved"
    case .pinLetterOrdered: "pinLetterOrdered"
    case .pinTried: "pinTried"
    case .pinUnblocked: "pinUnblocked"
    case .scriptConfirmed: "scriptConfirmed"
    case .paymentOpposed: "paymentOpposed"
    case .recurringRevoked: "recurringRevoked"
    case .limitSet: "limitSet"
    case .renewalDecided: "renewalDecided"
    case .standingChanged: "standingChanged"
    case .approvalRequested: "approvalRequested"
    }
  }
}
