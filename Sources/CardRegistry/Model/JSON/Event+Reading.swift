public import CardCore

extension Event {
  /// Reads an event as ``json`` writes it.
  ///
  /// - Throws: ``StoredFormError`` at the first member that is not of the form.
  public init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    let object = try StoredObject(value, at: path, names: Self.names)
    let name = try object.text("event")
    var known = try Self.cardFact(name, object)
    if known == nil { known = try Self.panFact(name, object, path) }
    guard let fact = known else {
      throw StoredFormError(path: "\(path).event", expected: "a known event")
    }
    let recorded = try object.time("recorded")
    self.init(
      fact, card: try object.optional("card", CardKey.init),
      effective: try object.optionalTime("effective") ?? recorded, recorded: recorded)
  }

  private static let names = LimitOverride.names.union([
    "event", "card", "effective", "recorded", "reason", "predecessor", "inherits", "overrides",
    "revocations", "tracking", "reviewDue", "isFree", "opposition", "support", "isNewPIN",
    "letter", "due", "pin", "payment", "recurring", "renewal", "standing", "verb",
  ])

  /// What happens to one card; nil for any other name.
  private static func cardFact(
    _ name: String, _ object: StoredObject
  ) throws(StoredFormError) -> Fact? {
    if let fact = plain[name] { return fact }
    switch name {
    case "ordered":
      return .ordered(
        try reason(object), predecessor: try object.optional("predecessor", CardKey.init))
    case "shipped": return .shipped(tracking: try object.text("tracking"))
    case "mailReturned":
      return .mailReturned(
        try reason(object), reviewDue: try object.optional("reviewDue", Day.init))
    case "blocked":
      return .blocked(try reason(object), reviewDue: try object.optional("reviewDue", Day.init))
    case "causeLifted":
      return .causeLifted(try reason(object), isFree: try object.bool("isFree"))
    case "withdrawn": return .withdrawn(try reason(object))
    case "closed": return .closed(try reason(object))
    case "cancelled": return .cancelled(try reason(object))
    case "captured": return .captured(try reason(object))
    case "supportMoved":
      return .supportMoved(try object.code("support", Support.init(rawValue:)))
    case "renewalDecided":
      return .renewalDecided(try object.code("renewal", RenewalPolicy.init))
    default: return nil
    }
  }

  /// What happens to a PAN; nil for any other name.
  private static func panFact(
    _ name: String, _ object: StoredObject, _ path: String
  ) throws(StoredFormError) -> Fact? {
    switch name {
    case "inherited": return .inherited(try CommandDetail.Inheritance(object))
    case "opposed":
      return .opposed(
        try Opposition(
          try object.value("opposition", "an object") { $0 }, at: "\(path).opposition"))
    case "oppositionAggravated": return .oppositionAggravated(try reason(object))
    case "oppositionRepeated": return .oppositionRepeated(try reason(object))
    case "pinLetterOrdered":
      return .pinLetterOrdered(
        isNewPIN: try object.bool("isNewPIN"), number: try object.int("letter"),
        due: try object.code("due", Day.init))
    case "pinTried": return .pinTried(try object.code("pin", PINState.init))
    case "paymentOpposed":
      return .paymentOpposed(try reason(object), reference: try object.text("payment"))
    case "recurringRevoked":
      return .recurringRevoked(try object.code("recurring", RecurringScope.init))
    case "limitSet":
      return .limitSet(try LimitOverride(object, at: path))
    case "standingChanged":
      return .standingChanged(try object.code("standing", StandingChange.init))
    case "approvalRequested":
      return .approvalRequested(try object.code("verb", Verb.init(rawValue:)))
    default: return nil
    }
  }

  /// The facts that say nothing beyond their name.
  private static let plain: [String: Fact] = [
    "produced": .produced, "resent": .resent, "activated": .activated, "locked": .locked,
    "unlocked": .unlocked, "regularized": .regularized, "replacedByNewPAN": .replacedByNewPAN,
    "expired": .expired, "givenBack": .givenBack, "pinUnblocked": .pinUnblocked,
    "scriptConfirmed": .scriptConfirmed,
  ]

  private static func reason(_ object: StoredObject) throws(StoredFormError) -> Reason {
    try object.code("reason", Reason.init(rawValue:))
  }
}
