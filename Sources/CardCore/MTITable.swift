/// What the digits of an MTI mean, version by version; the only place that knows.
///
/// Where sources differ, this table holds that
/// - an advice of class 2 (x22x, with its answer x23x) is a *completion*: the acquirer's word that
///   a payment took place, after an authorisation or standing in for the issuer;
/// - a notification of class 2 (1240, 2240) is a *presentment*, as clearing files use it; 1987 has
///   no notifications;
/// - class 4 coming from the issuer (x4x2, x4x3) is a *chargeback*: issuers give back what was
///   presented, acquirers reverse what they sent;
/// - class 7 is *fee collection* from 1993 on and reserved in 1987;
/// - class 6 (1644 heads and ends a clearing file) is *administrative*, never a transaction;
/// - the national and private versions have no table, so no kind and no phase.
enum MTITable {
  static let request: UInt8 = 0
  static let answer: UInt8 = 1
  static let advice: UInt8 = 2
  static let adviceAnswer: UInt8 = 3
  static let notification: UInt8 = 4
  /// 2003 only.
  static let notificationAcknowledgement: UInt8 = 5

  static func kind(of mti: MTI) -> TransactionKind? {
    guard phase(of: mti) != nil else { return nil }
    return switch mti.messageClass {
    case 1: .authorization
    case 2: financialKind(function: mti.function)
    case 3: .fileAction
    case 4: isFromIssuer(mti) ? .chargeback : .reversal
    case 5: .reconciliation
    case 6: .administrative
    case 7: .fee
    case 8: .network
    default: nil
    }
  }

  private static func financialKind(function: UInt8) -> TransactionKind {
    switch function {
    case request, answer: .financial
    case advice, adviceAnswer: .completion
    default: .presentment
    }
  }

  static func phase(of mti: MTI) -> TransactionPhase? {
    guard let version = mti.version, isClassDefined(mti.messageClass, in: version),
      mti.origin <= originMax(in: version)
    else { return nil }
    let isRepeat = !mti.origin.isMultiple(of: 2)
    switch (version, mti.function) {
    case (.national, _), (.private, _): return nil
    case (_, request): return isRepeat ? .repeat : .request
    case (_, answer): return .answer
    case (_, advice): return isRepeat ? .repeat : .advice
    case (_, adviceAnswer): return .adviceAnswer
    case (.iso1987, _): return nil
    case (_, notification): return isRepeat ? .repeat : .notification
    case (.iso2003, notificationAcknowledgement): return .adviceAnswer
    default: return nil
    }
  }

  private static func isClassDefined(_ messageClass: UInt8, in version: MTI.Version) -> Bool {
    messageClass == 7 ? version != .iso1987 : (1...8).contains(messageClass)
  }

  /// 0 acquirer, 2 issuer, 4 other, each with its repeat one above; 2003 has no repeat of other.
  private static func originMax(in version: MTI.Version) -> UInt8 {
    version == .iso2003 ? 4 : 5
  }

  private static func isFromIssuer(_ mti: MTI) -> Bool {
    mti.origin == 2 || mti.origin == 3
  }

  /// The function of the message that must follow; nil if none must.
  static func answeringFunction(of mti: MTI) -> UInt8? {
    guard phase(of: mti) != nil else { return nil }
    return switch mti.function {
    case request: answer
    case advice: adviceAnswer
    default: nil
    }
  }
}
