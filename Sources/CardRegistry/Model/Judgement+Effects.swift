internal import CardCore

extension Judgement {
  /// What others are to be told because of `events`.
  func effects(of events: [Event]) -> [Effect] { events.flatMap(effects) }

  private func effects(of event: Event) -> [Effect] {
    switch event.fact {
    case .ordered:
      [Effect(.embossing, card: event.card, reason: command.reason)]
        + (command.verb == .renew
          ? [Effect(.notice, card: event.card, reason: command.reason)] : [])
    case .mailReturned(let reason, let due): blockEffects(event, reason, due)
    case .blocked(let reason, let due):
      blockEffects(event, reason, due)
        + (reason == .suspectedFraud
          ? [Effect(.fileActionAdd, card: event.card, reason: reason)] : [])
    case .causeLifted(let reason, _):
      // What the holder was not told of is not told of when it ends.
      (rules.rule(of: reason, on: today)?.notice == .forbidden
        ? [] : [Effect(.notice, card: event.card, reason: .causeLifted)])
        + (reason == .suspectedFraud
          ? [Effect(.fileActionDelete, card: event.card, reason: reason)] : [])
    case .opposed(let opposition): oppositionEffects(opposition)
    case .oppositionAggravated(let motive):
      [Effect(.notice, reason: motive), Effect(.fileActionUpdate, reason: motive)]
    case .withdrawn(let reason):
      [
        Effect(.restitutionLetter, card: event.card, reason: reason),
        Effect(.fileActionAdd, card: event.card, reason: reason),
        Effect(.walletStop, card: event.card, reason: reason),
        Effect(
          .declaration, card: event.card, reason: reason,
          due: today.adding(months: 12 * rules.declarationYears)),
      ]
    case .regularized:
      [
        Effect(
          .strikingOff, card: event.card,
          due: DayCalendar.businessDays.day(rules.strikingOffBusinessDays, after: today))
      ]
    default: laterEffects(of: event)
    }
  }

  private func laterEffects(of event: Event) -> [Effect] {
    switch event.fact {
    case .replacedByNewPAN: [Effect(.orderWithNewPAN, reason: .afterOpposition)]
    case .closed(let reason), .cancelled(let reason):
      reason == .replaced
        ? [] : [Effect(.notice, card: event.card, reason: reason)] + stop(event, reason)
    case .pinLetterOrdered(let isNewPIN, _, let due):
      [Effect(.pinLetter, reason: command.reason, due: due)]
        + (isNewPIN && state.pin != .absent ? [Effect(.chipScript, reason: command.reason)] : [])
    case .pinUnblocked: [Effect(.chipScript, reason: command.reason)]
    case .pinTried(.blocked), .recurringRevoked, .limitSet:
      [Effect(.notice, reason: command.reason)]
    case .paymentOpposed(let reason, _): [Effect(.notice, reason: reason)]
    default: []
    }
  }

  private func stop(_ event: Event, _ reason: Reason) -> [Effect] {
    [Effect(.walletStop, card: event.card, reason: reason)]
  }

  private func blockEffects(_ event: Event, _ reason: Reason, _ due: Day?) -> [Effect] {
    var effects: [Effect] = []
    if rule?.notice == .before || rule?.notice == .after {
      effects.append(Effect(.notice, card: event.card, reason: reason))
    }
    if let due { effects.append(Effect(.review, card: event.card, reason: reason, due: due)) }
    return effects
  }

  /// A replacement is proposed unless no card of the number was alive.
  private func oppositionEffects(_ opposition: Opposition) -> [Effect] {
    let motive = opposition.motive
    let effects = [
      Effect(.notice, reason: motive), Effect(.fileActionAdd, reason: motive),
      Effect(.walletStop, reason: motive),
      Effect(.refundWindow, reason: motive, due: today.adding(months: rules.contestMonths)),
      Effect(.proofUntil, reason: motive, due: opposition.provableUntil(rules)),
    ]
    return state.hasLiveCard ? effects + [Effect(.replacementProposal, reason: motive)] : effects
  }
}
