public import CardRegistry

/// What a letter to a holder is about.
public enum LetterKind: String, Labelled {
  case opposition, block, unblock, returnedMail, renewal, pinNotice, pinBlocked, demand, withdrawal
  case closing, payment, recurring, limit

  public var labels: Labels {
    switch self {
    case .opposition: Labels("opposition, with certificate", "opposition, avec attestation")
    case .block: Labels("block", "blocage")
    case .unblock: Labels("unblocking", "déblocage")
    case .returnedMail: Labels("returned mail", "courrier revenu (NPAI)")
    case .renewal: Labels("renewal", "renouvellement")
    case .pinNotice: Labels("PIN", "code confidentiel")
    case .pinBlocked: Labels("PIN blocked", "code bloqué")
    case .demand: Labels("demand before a withdrawal", "mise en demeure avant retrait")
    case .withdrawal: Labels("withdrawal", "retrait et restitution")
    case .closing: Labels("end of a card", "fin de carte")
    case .payment: Labels("opposition of a payment", "opposition à un paiement")
    case .recurring: Labels("recurring payments", "paiements récurrents")
    case .limit: Labels("limit", "plafond")
    }
  }

  /// What the letter has to say, in the order in which it is listed where it is missing.
  ///
  /// A template that leaves one of them out is refused, as is a letter for which one is not known.
  public var required: [LetterFact] {
    switch self {
    case .opposition:
      [.card, .number, .when, .channel, .reason, .article, .until, .phone, .mediator]
    case .block: [.card, .when, .reason, .article, .phone, .mediator]
    case .unblock: [.card, .when, .reason, .phone]
    case .returnedMail: [.card, .when, .reason, .days, .phone, .mediator]
    case .renewal: [.card, .expiry, .newExpiry, .phone]
    case .pinNotice: [.letter, .reason, .article, .phone]
    case .pinBlocked: [.card, .when, .article, .phone]
    case .demand:
      [.card, .incidents, .amount, .fees, .total, .deadline, .years, .article, .phone, .mediator]
    case .withdrawal: [.card, .when, .reason, .until, .days, .article, .phone, .mediator]
    case .closing: [.card, .when, .reason, .phone, .mediator]
    case .payment: [.card, .payment, .when, .reason, .article, .phone, .mediator]
    case .recurring: [.card, .scope, .when, .phone]
    case .limit: [.card, .limit, .from, .when, .phone]
    }
  }

  /// What the letter must not say.
  ///
  /// Whoever opens a PIN letter must not learn for which card it is.
  public var forbidden: Set<LetterFact> {
    self == .pinNotice ? [.card, .expiry, .newExpiry, .number] : []
  }

  /// The letter that an item of the outbox asks for; nil if it asks for none.
  public init?(_ facts: OutboxFacts) {
    switch facts.item.kind {
    case Effect.Kind.pinLetter.rawValue: self = .pinNotice
    case Effect.Kind.restitutionLetter.rawValue: self = .withdrawal
    case RestitutionDemand.kind: self = .demand
    case Effect.Kind.notice.rawValue:
      guard let kind = facts.command.flatMap({ LetterKind.noticed[$0.verb] }) else { return nil }
      self = kind
    default: return nil
    }
  }

  /// The kinds of items that ask for a letter.
  public static let itemKinds =
    [Effect.Kind.notice, .restitutionLetter, .pinLetter].map(\.rawValue) + [RestitutionDemand.kind]

  private static let noticed: [Verb: LetterKind] = [
    .oppose: .opposition, .block: .block, .unblock: .unblock, .returnMail: .returnedMail,
    .renew: .renewal, .close: .closing, .cancel: .closing, .destroy: .closing, .tryPIN: .pinBlocked,
    .opposePayment: .payment, .revokeRecurring: .recurring, .setLimit: .limit,
  ]
}
