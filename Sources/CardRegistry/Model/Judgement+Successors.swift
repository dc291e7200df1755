internal import CardCore

extension Judgement {
  /// T11: a damaged card gets a twin of the same number, an opposed one is replaced under another.
  func replace() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    try checkStanding()
    guard reason != .afterOpposition else { return try replaceOpposed() }
    guard state.opposition == nil else { throw refusal(.opposed) }
    guard state.successor(of: card.key) == nil else { throw refusal(.successorExists) }
    return [try twin(of: card, for: .replacement)]
  }

  private func replaceOpposed() throws(Refusal) -> [Happening] {
    guard state.opposition != nil else { throw refusal(.wrongState) }
    guard !state.isReplaced else { throw refusal(.alreadyReplaced) }
    return [(.replacedByNewPAN, nil)]
  }

  /// The same number and expiry, and so the same CVV2, under the next sequence number.
  func twin(of card: Card, for reason: Reason) throws(Refusal) -> Happening {
    let numbers = state.cards.filter { $0.key.expiry == card.key.expiry }
      .map { Int($0.key.sequenceNumber) }
    guard let key = CardKey(expiry: card.key.expiry, sequenceNumber: (numbers.max() ?? 0) + 1)
    else {
      throw refusal(.noSequenceNumber)
    }
    return (.ordered(reason, predecessor: card.key), key)
  }

  /// T12: a later expiry under the same number.
  func renew() throws(Refusal) -> [Happening] {
    let card = try card()
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    try checkStanding()
    guard product.isOpen else { throw refusal(.productClosed) }
    guard card.renewal.allowsRenewal else { throw refusal(.renewalRefused) }
    guard state.successor(of: card.key) == nil else { throw refusal(.successorExists) }
    guard isTime(for: card, reason) else { throw refusal(.tooEarly) }
    let key = try successorKey(of: card)
    guard state.card(key) == nil else { throw refusal(.keyTaken) }
    return [(.ordered(.renewal, predecessor: card.key), key)]
  }

  private func isTime(for card: Card, _ reason: Reason) -> Bool {
    switch (reason, card.renewal) {
    case (.expiring, .advanced(let month)) where today >= month.dayAfter.adding(months: -1): true
    case (.expiring, _): today >= card.key.expiry.dayAfter.adding(days: -rules.renewalLeadDays)
    // Before its turn only by hand.
    default: command.maker.role != .system || reason == .productMigration
    }
  }

  /// As long after the old expiry as the product is valid; from today on for one in advance.
  private func successorKey(of card: Card) throws(Refusal) -> CardKey {
    let own = card.key
    let later =
      command.reason == .expiring
      ? own.expiry.adding(months: product.validityMonths) : product.expiry(orderedOn: today)
    guard let expiry = later, expiry > own.expiry else { throw refusal(.tooEarly) }
    let step = product.renewalSequence == .next ? 1 : 0
    guard let key = CardKey(expiry: expiry, sequenceNumber: Int(own.sequenceNumber) + step) else {
      throw refusal(.noSequenceNumber)
    }
    return key
  }
}
