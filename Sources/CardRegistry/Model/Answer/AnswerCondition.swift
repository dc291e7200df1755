public import CardCore

/// What an authorisation finds, in the order in which it looks: the first that holds is answered.
///
/// The last three answer messages that ask no question: reversals and advices.
public enum AnswerCondition: String, Hashable, Sendable, CaseIterable {
  /// About the message, before any card is looked for.
  case formatError, macWrong, duplicate
  case luhnWrong, unknownPAN
  case opposedForTheft, opposedForLoss, opposedForCardFraud, opposedForDataFraud
  case withdrawn, holderDeceased, closed, expired
  case blockedForFraud, blocked, locked, notActive
  case pinTriesUsedUp, wrongPIN, wrongVerificationValue, wrongCryptogram
  /// The message carries what there is no key to check.
  case unverifiable
  case recurringRevoked, allRecurringRevoked
  case contactlessCap, unsecured
  case overAmount, overCount, noFunds
  case approved
  case originalUnknown, reversed, adviceTaken

  /// The code that answers it (DE 39) in one of the dialects that come with the library.
  ///
  /// - Parameter isDiscreet: Whether the acceptor is told no more than "do not honour" (05) where
  ///   it would learn of a loss, a theft or a suspicion; the condition stays what it is.
  public func code(
    in dialect: ResponseCode.Dialect, isDiscreet: Bool = false
  ) -> ResponseCode {
    AnswerCodes.standard(dialect).code(for: self, isDiscreet: isDiscreet)
  }

  /// Whether the machine is asked to keep the card, which it only can where the card is.
  public func asksForPickUp(
    in dialect: ResponseCode.Dialect, isCardPresent: Bool = true
  ) -> Bool {
    AnswerCodes.standard(dialect).asksForPickUp(for: self, isCardPresent: isCardPresent)
  }

  /// Whether the holder gets what was asked for, or an acceptor what it told is taken note of.
  public var isGood: Bool {
    switch self {
    case .approved, .reversed, .adviceTaken: true
    default: false
    }
  }

  /// What opposed PANs answer, by motive.
  static func opposed(for motive: Reason) -> AnswerCondition {
    switch motive {
    case .loss: .opposedForLoss
    case .fraudulentCardUse: .opposedForCardFraud
    case .fraudulentDataUse: .opposedForDataFraud
    default: .opposedForTheft
    }
  }
}
