public import CardCore

/// What an authorisation finds, in the order in which it looks: the first that holds is answered.
public enum AnswerCondition: String, Hashable, Sendable, CaseIterable {
  case luhnWrong, unknownPAN
  case opposedForTheft, opposedForLoss, opposedForCardFraud, opposedForDataFraud
  case withdrawn, holderDeceased, closed, expired
  case blockedForFraud, blocked, locked, notActive
  case pinTriesUsedUp, wrongPIN, wrongVerificationValue, wrongCryptogram
  case recurringRevoked, allRecurringRevoked
  case contactlessCap, unsecured
  case overAmount, overCount, noFunds
  case approved

  /// The code that answers it (DE 39).
  ///
  /// - Parameter isDiscreet: Whether the acceptor is told no more than "do not honour" (05) where
  ///   it would learn of a loss, a theft or a suspicion; the condition stays what it is.
  public func code(
    in dialect: ResponseCode.Dialect, isDiscreet: Bool = false
  ) -> ResponseCode {
    let text = isDiscreet && hidesBehindDiscretion ? Self.doNotHonour(dialect) : cell(dialect)
    guard let code = ResponseCode(text) else { preconditionFailure("a code is a code") }
    return code
  }

  /// Whether the machine is asked to keep the card, which it only can where the card is.
  public func asksForPickUp(
    in dialect: ResponseCode.Dialect, isCardPresent: Bool = true
  ) -> Bool {
    guard isCardPresent else { return false }
    return switch self {
    case .opposedForTheft, .opposedForLoss, .opposedForCardFraud, .withdrawn: true
    case .pinTriesUsedUp: code(in: dialect).asksForPickUp(in: dialect)
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

  private var hidesBehindDiscretion: Bool {
    switch self {
    case .opposedForTheft, .opposedForLoss, .opposedForDataFraud, .blockedForFraud: true
    default: false
    }
  }

  private func cell(_ dialect: ResponseCode.Dialect) -> String {
    let row = Self.rows[Self.allCases.firstIndex(of: self) ?? 0]
    let text =
      switch dialect {
      case .iso1987: row.iso1987
      case .cb: row.cb ?? row.iso1987
      case .visaMastercard: row.visaMastercard ?? row.iso1987
      case .iso1993: row.iso1993
      case .iso2003: row.iso2003
      }
    return text.isEmpty ? Self.doNotHonour(dialect) : text
  }

  /// Also where the dialect has no word for the condition.
  private static func doNotHonour(_ dialect: ResponseCode.Dialect) -> String {
    switch dialect {
    case .iso1987, .cb, .visaMastercard: "05"
    case .iso1993: "100"
    case .iso2003: "1000"
    }
  }
}

extension AnswerCondition {
  /// One condition's codes; empty where the dialect has none.
  struct Row {
    let condition: AnswerCondition
    let iso1987: String
    let iso1993: String
    let iso2003: String
    var cb: String?
    var visaMastercard: String?

    init(
      _ condition: AnswerCondition, _ iso1987: String, _ iso1993: String, _ iso2003: String,
      cb: String? = nil, visaMastercard: String? = nil
    ) {
      self.condition = condition
      self.iso1987 = iso1987
      self.iso1993 = iso1993
      self.iso2003 = iso2003
      self.cb = cb
      self.visaMastercard = visaMastercard
    }
  }

  /// The table of answers, in the order of the conditions.
  static let rows: [Row] = [
    Row(.luhnWrong, "14", "111", "1011"),
    Row(.unknownPAN, "14", "118", "1018", cb: "56"),
    Row(.opposedForTheft, "43", "209", "2009"),
    Row(.opposedForLoss, "41", "208", "2008"),
    Row(.opposedForCardFraud, "34", "202", "2002"),
    Row(.opposedForDataFraud, "59", "102", "1002"),
    Row(.withdrawn, "04", "200", "2000"),
    Row(.holderDeceased, "05", "100", "1000"),
    Row(.closed, "05", "100", "1035", visaMastercard: "46"),
    Row(.expired, "54", "101", "1001"),
    Row(.blockedForFraud, "59", "102", "1002"),
    Row(.blocked, "62", "104", "1004"),
    Row(.locked, "57", "119", "1019"),
    Row(.notActive, "57", "125", "1025", visaMastercard: "78"),
    Row(.pinTriesUsedUp, "75", "106", "1006"),
    Row(.wrongPIN, "55", "117", "1017"),
    Row(.wrongVerificationValue, "05", "100", "1045"),
    Row(.wrongCryptogram, "05", "122", "1022"),
    Row(.recurringRevoked, "82", "", ""),
    Row(.allRecurringRevoked, "83", "", ""),
    Row(.contactlessCap, "80", "", ""),
    Row(.unsecured, "81", "", ""),
    Row(.overAmount, "61", "121", "1021"),
    Row(.overCount, "65", "123", "1023"),
    Row(.noFunds, "51", "116", "1016"),
    Row(.approved, "00", "000", "0000"),
  ]
}
