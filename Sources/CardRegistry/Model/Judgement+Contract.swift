extension Judgement {
  /// What is agreed around the cards: O1, R1, limits, renewal and the standing of people.
  func contractFacts() throws(Refusal) -> [Happening] {
    switch (command.verb, command.detail) {
    case (.opposePayment, .payment(let reference, let isCredited)):
      guard let reason = command.reason else { throw refusal(.reasonMissing) }
      guard FreeText.isFit(reference) else { throw refusal(.unfitText) }
      guard !isCredited else { throw refusal(.alreadyCredited) }
      guard !state.opposedPayments.contains(reference) else { throw refusal(.alreadyDone) }
      return [(.paymentOpposed(reason, reference: reference), nil)]
    case (.revokeRecurring, .recurring(let scope)):
      guard !state.revocations.contains(scope) else { throw refusal(.alreadyDone) }
      return [(.recurringRevoked(scope), nil)]
    case (.setLimit, .limit(let override)): return try setLimit(override)
    case (.setRenewal, .renewal(let policy)):
      let card = try card()
      try check(policy)
      guard card.renewal != policy else { throw refusal(.alreadyDone) }
      return [(.renewalDecided(policy), card.key)]
    case (.setStanding, .standing(let change)): return try setStanding(change)
    default: throw refusal(.detailMissing)
    }
  }

  /// Over what the product gives, a second person looks at it.
  private func setLimit(_ override: LimitOverride) throws(Refusal) -> [Happening] {
    guard override.until.map({ $0 > today }) ?? true else { throw refusal(.tooEarly) }
    let own = product.limit(override.limit.usage, days: override.limit.days)
    return try afterSecondPerson(
      [(.limitSet(override), nil)], isDoubtful: own.map(override.limit.exceeds) ?? false)
  }

  /// Whether an account or a contract that has ended comes back.
  private func opensAgain(_ change: StandingChange) -> Bool {
    switch change {
    case .account(let status): state.standing.account == .closed && status != .closed
    case .contract(let status): state.standing.contract == .ended && status == .inForce
    case .holder, .listed, .fragile: false
    }
  }

  private func check(_ policy: RenewalPolicy) throws(Refusal) {
    switch policy {
    case .refusedByIssuer(let reason), .suspended(let reason):
      guard reason.verb == .setRenewal else { throw refusal(.reasonOfAnotherAct) }
    case .automatic, .refusedByHolder, .advanced: break
    }
  }

  /// A death stays, and a freeze is lifted by compliance alone.
  private func setStanding(_ change: StandingChange) throws(Refusal) -> [Happening] {
    guard case .holder(let status) = change else {
      return try afterSecondPerson(
        [(.standingChanged(change), nil)], isDoubtful: opensAgain(change))
    }
    let own = state.standing.holder
    guard status != own else { throw refusal(.alreadyDone) }
    if own == .frozen, status != .deceased {
      guard command.maker.role == .compliance else { throw refusal(.notAllowedForRole) }
      if let checker = command.checker, checker.role != .compliance {
        throw refusal(.checkerNotAllowed)
      }
    }
    guard own != .deceased else { throw refusal(.notAHigherState) }
    return try afterSecondPerson(
      [(.standingChanged(change), nil)], isDoubtful: own == .frozen || status == .active)
  }
}
