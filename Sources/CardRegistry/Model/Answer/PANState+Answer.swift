internal import CardCore

extension PANState {
  /// The condition that an authorisation of this PAN meets, and the card that it is about.
  ///
  /// A PAN that the registry does not know is answered as ``AnswerCondition/unknownPAN``, or
  /// ``AnswerCondition/luhnWrong``, without a state. The expiry is computed from the time, not from
  /// a batch having run.
  public func answer(
    to question: AnswerQuestion, product: Product
  ) -> (condition: AnswerCondition, card: Card?) {
    let (condition, card) = standing(before: question)
    if let condition { return (condition, card) }
    return (
      secretCondition(question) ?? useCondition(question, product) ?? .approved, card
    )
  }

  /// What holds of the PAN and its card, before any secret is looked at; nil if nothing does.
  ///
  /// - Returns: The condition, and the card that the question is about.
  func standing(before question: AnswerQuestion) -> (condition: AnswerCondition?, card: Card?) {
    guard question.luhnHolds else { return (.luhnWrong, nil) }
    let card = self.card(for: question)
    return (numberCondition(card) ?? cardCondition(card, question), card)
  }

  /// By sequence number, then by expiry, else the card that was activated last, or ordered last.
  ///
  /// nil for an expiry that matches no card, and for a PAN without cards.
  public func card(for question: AnswerQuestion) -> Card? {
    var candidates = cards
    if let number = question.sequenceNumber {
      let own = candidates.filter { $0.key.sequenceNumber == number }
      if !own.isEmpty { candidates = own }
    }
    if let expiry = question.expiry { candidates.removeAll { $0.key.expiry != expiry } }
    let activated = candidates.filter { $0.activatedAt != nil }
    return activated.max { ($0.activatedAt ?? .earliest) <= ($1.activatedAt ?? .earliest) }
      ?? candidates.last
  }

  /// What holds of the PAN and its people, whichever card it is.
  private func numberCondition(_ card: Card?) -> AnswerCondition? {
    if let opposition { return .opposed(for: opposition.motive) }
    if card?.end?.kind == .withdrawn { return .withdrawn }
    if standing.holder == .deceased { return .holderDeceased }
    if standing.account == .closed || standing.contract == .ended { return .closed }
    return nil
  }

  private func cardCondition(_ card: Card?, _ question: AnswerQuestion) -> AnswerCondition? {
    guard let card else { return .expired }
    let state = self.state(of: card, at: question.time)
    switch state {
    case .closed, .cancelled: return .closed
    case .expired: return .expired
    case .blocked where card.block(.suspectedFraud) != nil: return .blockedForFraud
    case .blocked: return .blocked
    default: break
    }
    if standing.holder == .frozen { return .blocked }
    switch state {
    case .locked: return .locked
    case .active: return nil
    default: return .notActive
    }
  }

  private func secretCondition(_ question: AnswerQuestion) -> AnswerCondition? {
    if pin == .blocked { return .pinTriesUsedUp }
    if question.isPINRight == false { return .wrongPIN }
    if question.isVerificationValueRight == false { return .wrongVerificationValue }
    if question.isCryptogramRight == false { return .wrongCryptogram }
    return question.isUnverifiable ? .unverifiable : nil
  }

  private func useCondition(
    _ question: AnswerQuestion, _ product: Product
  ) -> AnswerCondition? {
    if question.isRecurring, let revoked = revocation(question) { return revoked }
    let limit = question.usage.flatMap { limitCondition(question, $0, product) }
    if question.usage == .contactless, limit != nil { return .contactlessCap }
    if question.isUnsecured { return .unsecured }
    let whole = question.usage?.whole.flatMap { limitCondition(question, $0, product) }
    return limit ?? whole ?? (question.hasFunds ? nil : .noFunds)
  }

  private func revocation(_ question: AnswerQuestion) -> AnswerCondition? {
    let covering = revocations.filter {
      $0.covers(merchant: question.merchant, mcc: question.mcc)
    }
    guard let first = covering.first else { return nil }
    return covering.allSatisfy { $0 == .all } && first == .all
      ? .allRecurringRevoked : .recurringRevoked
  }

  private func limitCondition(
    _ question: AnswerQuestion, _ usage: Usage, _ product: Product
  ) -> AnswerCondition? {
    let limits = self.limits(of: usage, product: product, on: Day(of: question.time))
    var isOverCount = false
    for limit in limits {
      let spent = question.spent.first {
        $0.days == limit.days && ($0.usage ?? question.usage) == usage
      }
      if let most = limit.amountMinor {
        let (sum, overflows) = (spent?.amountMinor ?? 0).addingReportingOverflow(
          question.amountMinor)
        if overflows || sum > most || (most == 0 && question.amountMinor > 0) {
          return .overAmount
        }
      }
      if let most = limit.countMax, (spent?.count ?? 0) >= most { isOverCount = true }
    }
    return isOverCount ? .overCount : nil
  }

  /// The limits that hold on `day`: the last override of each usage and number of days, or else the
  /// product's.
  public func limits(of usage: Usage, product: Product, on day: Day) -> [Limit] {
    let overriding = overrides.filter { $0.limit.usage == usage && $0.holds(on: day) }
      .map(\.limit)
    let days = Set((product.limits + overriding).filter { $0.usage == usage }.map(\.days))
    return days.sorted().compactMap { days in
      overriding.last { $0.days == days } ?? product.limit(usage, days: days)
    }
  }
}
