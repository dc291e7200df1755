/// Why something is done: each reason belongs to one act.
public enum Reason: String, Labelled {
  // T1: order.
  case firstCard, additionalCard, replacement, renewal
  // T5: returned mail.
  case undelivered, unclaimed
  // T7: block.
  case suspectedFraud, security, paymentRisk, assetFreeze, moneyLaundering, courtOrder
  case deathToConfirm, protectionMeasure
  // T8: unblock.
  case causeLifted
  // T9: oppose.
  case loss, theft, misappropriation, fraudulentCardUse, fraudulentDataUse
  // T10: withdraw.
  case abusiveUse
  // T11: replace.
  case afterOpposition, demagnetized, damaged
  // T12: renew.
  case expiring, advanced, productMigration
  // T14: close.
  case holderRequest, accountClosure, death, replaced, productDiscontinued
  // T15: cancel.
  case orderedByMistake, undeliveredDestroyed
  // T16: capture.
  case capturedOpposed, threeWrongPINs, forgotten, issuerOrder
  // P1 and P2: the PIN.
  case forgottenPIN, compromisedPIN, identityVerified
  // O1: one payment.
  case receivership, liquidation
  // R1: recurring payments.
  case consentWithdrawn
  // W1: renewal.
  case nonPaymentRisk, unsuitableProduct, estate, guardianship
  // What is no motive of an opposition, with the act that is meant instead.
  case commercialDispute, regret, overdraft

  /// Whether it is a motive that the law knows for an opposition of the card.
  public var isOppositionMotive: Bool { verb == .oppose && gravity > 0 }

  /// Whether it blocks a card that came back by mail.
  public var isReturnedMail: Bool { verb == .returnMail }

  /// How grave a motive of an opposition is, from 1 for a loss to 5; 0 for all other reasons.
  ///
  /// A graver one takes the place of the one that was recorded first.
  public var gravity: Int {
    switch self {
    case .loss: 1
    case .fraudulentDataUse: 2
    case .fraudulentCardUse: 3
    case .misappropriation: 4
    case .theft: 5
    default: 0
    }
  }

  /// The act that it is a reason of.
  public var verb: Verb {
    switch self {
    case .firstCard, .additionalCard, .replacement, .renewal: .order
    case .undelivered, .unclaimed: .returnMail
    case .suspectedFraud, .security, .paymentRisk, .assetFreeze, .moneyLaundering, .courtOrder,
      .deathToConfirm, .protectionMeasure:
      .block
    case .causeLifted: .unblock
    case .loss, .theft, .misappropriation, .fraudulentCardUse, .fraudulentDataUse: .oppose
    case .abusiveUse: .withdraw
    case .afterOpposition, .demagnetized, .damaged: .replace
    case .expiring, .advanced, .productMigration: .renew
    case .holderRequest, .accountClosure, .death, .replaced, .productDiscontinued: .close
    case .orderedByMistake, .undeliveredDestroyed: .cancel
    case .capturedOpposed, .threeWrongPINs, .forgotten, .issuerOrder: .capture
    case .forgottenPIN, .compromisedPIN: .reissuePIN
    case .identityVerified: .unblockPIN
    case .receivership, .liquidation: .opposePayment
    case .consentWithdrawn: .revokeRecurring
    case .nonPaymentRisk, .unsuitableProduct, .estate, .guardianship: .setRenewal
    case .commercialDispute, .regret, .overdraft: .oppose
    }
  }

  /// For what is no motive of an opposition, what to do instead; nil for all other reasons.
  public var insteadOfOpposition: Labels? {
    switch self {
    case .commercialDispute: Labels("open a dispute", "ouvrir une contestation")
    case .regret: Labels("close the card", "résilier la carte")
    case .overdraft: Labels("lower a limit, or block", "baisser un plafond ou bloquer")
    default: nil
    }
  }

  /// The reasons of `verb`, in the order of the list.
  public static func all(of verb: Verb) -> [Reason] {
    allCases.filter { $0.verb == verb && $0.insteadOfOpposition == nil }
  }
}
