extension Judgement {
  /// P1: the same PIN only where the product can make it again; a new one the chip must learn.
  func reissuePIN() throws(Refusal) -> [Happening] {
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    let isNewPIN = reason == .compromisedPIN
    guard let card = state.cards.last(where: isUsable) else { throw refusal(.wrongState) }
    guard isNewPIN || product.pinMethod == .ibm3624 else { throw refusal(.samePINImpossible) }
    guard state.pin != .absent else { throw refusal(.pinState) }
    let isSameDay = state.pinLetterOrderedOn == today
    guard !isSameDay || state.pinLettersThatDay < product.pinLettersPerDay else {
      throw refusal(.tooManyLetters)
    }
    let shippedOn = state.cards.compactMap(\.shippedOn).max()
    var happenings: [Happening] = [(try pinLetter(isNewPIN: isNewPIN, shippedOn: shippedOn), nil)]
    if isNewPIN, product.hasOfflinePIN, state.successor(of: card.key) == nil {
      happenings.append(try twin(of: card, for: .replacement))
    }
    return happenings
  }

  private func isUsable(_ card: Card) -> Bool {
    row.states.contains(state.state(of: card, at: command.recorded))
  }

  /// A letter that leaves on the first day far enough from the last card that was sent.
  func pinLetter(isNewPIN: Bool, shippedOn: Day?) throws(Refusal) -> Event.Fact {
    var due = DayCalendar.businessDays.day(0, after: today)
    if let shippedOn, abs(due.number - shippedOn.number) < rules.letterGapDays {
      due = DayCalendar.businessDays.day(
        0, after: max(due, shippedOn.adding(days: rules.letterGapDays)))
    }
    return .pinLetterOrdered(isNewPIN: isNewPIN, number: state.pinLetterCount + 1, due: due)
  }

  /// P2, the chip's answer, and tries.
  func pinFacts() throws(Refusal) -> [Happening] {
    switch command.verb {
    case .unblockPIN:
      guard state.pin == .blocked else { throw refusal(.pinState) }
      return try afterSecondPerson([(.pinUnblocked, nil)])
    case .confirmScript:
      guard case .scriptPending = state.pin else { throw refusal(.pinState) }
      return [(.scriptConfirmed, nil)]
    default:
      guard case .pinTry(let isCorrect) = command.detail else { throw refusal(.detailMissing) }
      guard state.pin.triesLeft > 0 else { throw refusal(.pinState) }
      return [(.pinTried(state.pin.tried(isCorrect: isCorrect)), nil)]
    }
  }
}
