internal import CardCore

extension Judgement {
  /// What happens.
  func facts() throws(Refusal) -> [Happening] {
    if row.subject == .pan { try checkNumber() }
    return switch command.verb {
    case .order: try order()
    case .produce: [(.produced, try card().key)]
    case .ship: try ship()
    case .activate: try activate()
    case .returnMail: try returnMail()
    case .resend: try resend()
    case .lock: [(.locked, try card().key)]
    case .unlock: [(.unlocked, try card().key)]
    case .block: try block()
    case .unblock: try unblock()
    case .oppose: try oppose()
    case .withdraw: try withdraw()
    case .regularize: try regularize()
    case .replace: try replace()
    case .renew: try renew()
    case .expire: try expire()
    case .close: try close()
    case .cancel: try cancel()
    case .capture, .giveBack, .receive, .handOver, .surrender, .destroy: try supportFacts()
    case .reissuePIN: try reissuePIN()
    case .unblockPIN, .confirmScript, .tryPIN: try pinFacts()
    case .opposePayment, .revokeRecurring, .setLimit, .setRenewal, .setStanding:
      try contractFacts()
    }
  }

  // MARK: - The way to the holder

  /// T1. Once the PAN is opposed only a card under another number may be ordered.
  private func order() throws(Refusal) -> [Happening] {
    guard let key = command.card else { throw refusal(.cardNotNamed) }
    guard state.card(key) == nil else { throw refusal(.keyTaken) }
    guard state.opposition == nil else { throw refusal(.opposed) }
    guard product.isOpen else { throw refusal(.productClosed) }
    guard command.recorded < key.expiry.end() else { throw refusal(.tooEarly) }
    try checkStanding()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    // What `renew` asks is not to be passed by.
    guard reason != .renewal else { throw refusal(.notByThisAct) }
    if reason == .firstCard || reason == .replacement {
      guard state.cards.isEmpty else { throw refusal(.successorExists) }
    }
    var happenings: [Happening] = [(.ordered(reason, predecessor: nil), key)]
    if case .order(let inheritance) = command.detail {
      happenings.append((.inherited(inheritance), nil))
    }
    let standing = state.standing
    let isFragile = standing.isListed || standing.isFragile
    return try afterSecondPerson(
      happenings,
      isDoubtful: standing.holder == .protected || isFragile && !product.authorizesSystematically)
  }

  /// A new card needs someone who may have it, an account that pays and a contract.
  func checkStanding() throws(Refusal) {
    let standing = state.standing
    guard standing.holder == .active || standing.holder == .protected,
      standing.account != .closed, standing.contract == .inForce
    else { throw refusal(.standing) }
  }

  /// T3: the first card of a PAN is followed by the letter of its PIN, on another day.
  private func ship() throws(Refusal) -> [Happening] {
    let card = try card()
    guard case .shipment(let tracking) = command.detail else { throw refusal(.detailMissing) }
    guard FreeText.isFit(tracking) else { throw refusal(.unfitText) }
    guard state.pinLetterDue.map({ isFar($0) }) ?? true else { throw refusal(.tooSoonAfterLetter) }
    var happenings: [Happening] = [(.shipped(tracking: tracking), card.key)]
    if state.pin == .absent {
      happenings.append((try pinLetter(isNewPIN: true, shippedOn: today), nil))
    }
    return happenings
  }

  /// Whether a letter on `day` keeps its distance from a card that is sent today.
  private func isFar(_ day: Day) -> Bool {
    abs(day.number - today.number) >= rules.letterGapDays
  }

  /// T4: the successor's first use ends the card before it.
  private func activate() throws(Refusal) -> [Happening] {
    let card = try card()
    try checkStanding()
    guard let before = card.predecessor.flatMap(state.card), !state.state(of: before).isTerminal
    else { return [(.activated, card.key)] }
    // A block does not end with the card that it was put on.
    guard before.blocks.isEmpty else { throw refusal(.otherCauses) }
    return [(.activated, card.key), (.closed(.replaced), before.key)]
  }

  /// T5: what comes back by mail is blocked until it is sent again.
  private func returnMail() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    guard card.base == .shipped else { throw refusal(.wrongState) }
    guard !card.isReturnedMail else { throw refusal(.alreadyDone) }
    return [(.mailReturned(reason, reviewDue: reviewDue), card.key)]
  }

  private func resend() throws(Refusal) -> [Happening] {
    let card = try card()
    guard card.isReturnedMail else { throw refusal(.noSuchCause) }
    guard card.support == .returnedMail || card.support == .inBranch else {
      throw refusal(.supportElsewhere)
    }
    guard state.pinLetterDue.map({ isFar($0) }) ?? true else { throw refusal(.tooSoonAfterLetter) }
    return [(.resent, card.key)]
  }

  // MARK: - Blocks

  var reviewDue: Day? { rule?.reviewDays.map { today.adding(days: $0) } }

  /// T7: one person is enough.
  private func block() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    guard card.block(reason) == nil else { throw refusal(.alreadyDone) }
    return [(.blocked(reason, reviewDue: reviewDue), card.key)]
  }

  /// T8: lifts one cause; the card comes free only if none is left.
  private func unblock() throws(Refusal) -> [Happening] {
    let cause = try causeToLift()
    let lifters = rules.rule(of: cause, on: today)?.lifters ?? []
    guard !lifters.isEmpty else { throw refusal(.notByThisAct) }
    // The role goes before the state: who may not lift a cause learns nothing of the card.
    guard lifters.contains(command.maker.role) else { throw refusal(.notAllowedForRole) }
    if let checker = command.checker, !lifters.contains(checker.role) {
      throw refusal(.checkerNotAllowed)
    }
    let card = try card()
    guard card.block(cause) != nil else { throw refusal(.noSuchCause) }
    return try afterSecondPerson([
      (.causeLifted(cause, isFree: card.blocks.count == 1), card.key)
    ])
  }

  /// The cause that the command names, or the only one that there is.
  private func causeToLift() throws(Refusal) -> Reason {
    if case .cause(let cause) = command.detail { return cause }
    let blocks = try card().blocks
    guard blocks.count == 1 else { throw refusal(.otherCauses) }
    return blocks[0].reason
  }

  // MARK: - Ends

  /// T9: whatever the state, and never twice.
  private func oppose() throws(Refusal) -> [Happening] {
    guard let motive = command.reason else { throw refusal(.reasonMissing) }
    guard case .opposition(let number, let declared) = command.detail else {
      throw refusal(.detailMissing)
    }
    if let declared, declared > command.recorded { throw refusal(.inTheFuture) }
    if let opposition = state.opposition {
      let isGraver = motive.gravity > opposition.motive.gravity
      return [(isGraver ? .oppositionAggravated(motive) : .oppositionRepeated(motive), nil)]
    }
    let opposition = Opposition(
      number: number, motive: motive, recorded: command.recorded, declared: declared,
      channel: command.channel)
    return [(.opposed(opposition), nil)]
  }

  /// T10: after the letter that announces it.
  private func withdraw() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    guard case .letter(let sentOn) = command.detail else { throw refusal(.letterMissing) }
    guard sentOn < today else { throw refusal(.letterMissing) }
    return try afterSecondPerson([(.withdrawn(reason), card.key)])
  }

  private func regularize() throws(Refusal) -> [Happening] {
    let card = try card()
    guard card.end?.kind == .withdrawn else { throw refusal(.wrongState) }
    guard card.regularizedOn == nil else { throw refusal(.alreadyDone) }
    return [(.regularized, card.key)]
  }

  /// T13: nothing ends before its month does.
  private func expire() throws(Refusal) -> [Happening] {
    let card = try card()
    guard command.recorded >= card.key.expiry.end() else { throw refusal(.notExpired) }
    return [(.expired, card.key)]
  }

  /// T14: a second person looks at it while the account is overdrawn.
  private func close() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    return try afterSecondPerson(
      [(.closed(reason), card.key)], isDoubtful: state.standing.account == .overdrawn)
  }

  /// T15: what never reached the holder.
  private func cancel() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    guard (reason == .undeliveredDestroyed) == card.isReturnedMail else {
      throw refusal(.wrongState)
    }
    guard card.isReturnedMail || card.blocks.isEmpty else { throw refusal(.wrongState) }
    if command.maker.role == .system, reason == .undeliveredDestroyed {
      guard isUncollected(card) else { throw refusal(.tooEarly) }
    }
    return [(.cancelled(reason), card.key)]
  }

  /// Whether nobody took the card for as long as the product waits.
  func isUncollected(_ card: Card) -> Bool {
    guard let shippedOn = card.shippedOn else { return false }
    return today >= shippedOn.adding(days: product.uncollectedDays)
  }
}
