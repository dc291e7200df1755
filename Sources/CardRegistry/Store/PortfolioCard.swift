public import CardCore

/// A card of an existing portfolio, as a row of an import says it.
public struct PortfolioCard: Sendable {
  public let pan: PAN
  public let key: CardKey
  public let state: CardState
  public let product: String
  public let holder: Holder
  /// The offset or the PVV, up to 12 digits; empty if none is known.
  public let pinReference: String
  /// Why it is opposed, blocked, withdrawn, closed or cancelled; nil for other states.
  public let reason: Reason?
  /// Since when; the time of the import if nil.
  public let since: Instant?

  /// - Throws: ``RegistryError/Code/badValue`` for a PAN without its check digit, or a reason that
  ///   is not one of the state.
  public init(
    pan: PAN, key: CardKey, state: CardState, product: String, holder: Holder,
    pinReference: String = "", reason: Reason? = nil, since: Instant? = nil
  ) throws(RegistryError) {
    guard (12...19).contains(pan.digitCount) else {
      throw RegistryError(.badValue, "pan: expected 12 to 19 digits")
    }
    guard pan.luhnHolds else {
      throw RegistryError(.badValue, "pan: the last digit is not the check digit of the others")
    }
    guard pinReference.utf8.count <= 12, pinReference.utf8.allSatisfy(Digits.isDigit) else {
      throw RegistryError(.badValue, "pinReference: expected up to 12 digits")
    }
    let reasons = PortfolioCard.reasons(of: state)
    guard reasons.isEmpty ? reason == nil : reason.map(reasons.contains) ?? false else {
      let names = reasons.map(\.rawValue).joined(separator: ", ")
      throw RegistryError(
        .badValue,
        "reason: expected \(reasons.isEmpty ? "none" : "one of " + names) for \(state.rawValue)")
    }
    self.pan = pan
    self.key = key
    self.state = state
    self.product = product
    self.holder = holder
    self.pinReference = pinReference
    self.reason = reason
    self.since = since
  }

  /// The reasons of which a card in that state has one.
  public static func reasons(of state: CardState) -> [Reason] {
    switch state {
    case .blocked: Reason.all(of: .block) + Reason.all(of: .returnMail)
    case .opposed: Reason.all(of: .oppose)
    case .withdrawn: Reason.all(of: .withdraw)
    case .closed: Reason.all(of: .close)
    case .cancelled: Reason.all(of: .cancel)
    case .ordered, .inProduction, .shipped, .active, .locked, .expired: []
    }
  }

  /// The card as its state begins.
  func card(at time: Instant, _ rules: Rulebook) -> Card {
    var card = Card(key: key, orderedFor: .firstCard, at: since ?? time)
    let since = since ?? time
    switch state {
    case .ordered: card.support = .toProduce
    case .inProduction:
      card.base = .inProduction
      card.support = .inProduction
    case .shipped:
      card.base = .shipped
      card.support = .sent
      card.shippedOn = Day(of: since)
    case .locked:
      card.base = .locked
      card.support = .handedOver
    default:
      card.base = .active
      card.support = .handedOver
    }
    if let reason { mark(&card, reason, since, rules) }
    if state == .expired {
      card.end = CardEnd(.expired, reason: nil, since: key.expiry.end())
    }
    return card
  }

  private func mark(_ card: inout Card, _ reason: Reason, _ since: Instant, _ rules: Rulebook) {
    switch state {
    case .blocked:
      let days = rules.rule(of: reason, on: Day(of: since))?.reviewDays
      card.blocks = [
        Block(
          reason: reason, since: since, reviewDue: days.map { Day(of: since).adding(days: $0) })
      ]
    case .withdrawn: card.end = CardEnd(.withdrawn, reason: reason, since: since)
    case .closed: card.end = CardEnd(.closed, reason: reason, since: since)
    case .cancelled:
      card.end = CardEnd(.cancelled, reason: reason, since: since)
      card.support = .destroyed
    default: break
    }
  }
}
