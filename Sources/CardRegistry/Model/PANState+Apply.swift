internal import CardCore

extension PANState {
  /// Carries out an event: the only way in which a state changes.
  ///
  /// An event about a card that is not there changes nothing.
  public mutating func apply(_ event: Event) {
    switch event.fact {
    case .ordered(let reason, let predecessor):
      guard let key = event.card, card(key) == nil else { return }
      var made = Card(
        key: key, orderedFor: reason, at: event.recorded, predecessor: predecessor)
      // A twin stands for the card in everything; a renewal is a new card.
      if let before = predecessor.flatMap(card), before.key.expiry == key.expiry {
        made.renewal = before.renewal
      }
      cards.append(made)
    case .pinLetterOrdered, .pinTried, .pinUnblocked, .scriptConfirmed: applyToPIN(event)
    case .opposed(let opposition): self.opposition = self.opposition ?? opposition
    case .oppositionAggravated(let motive):
      guard let own = opposition, motive.gravity > own.motive.gravity else { return }
      opposition?.motive = motive
    case .replacedByNewPAN: isReplaced = true
    case .inherited(let inheritance):
      overrides = inheritance.overrides
      revocations = inheritance.revocations
    case .paymentOpposed(_, let reference): opposedPayments.append(reference)
    case .recurringRevoked(let scope): revocations.append(scope)
    case .limitSet(let override): set(override)
    case .standingChanged(let change): change.apply(to: &standing)
    case .approvalRequested, .oppositionRepeated: break
    default:
      guard let index = cards.firstIndex(where: { $0.key == event.card }) else { return }
      cards[index].apply(event)
    }
  }

  /// A new override ends those of the same usage and days on its first day.
  private mutating func set(_ override: LimitOverride) {
    overrides = overrides.compactMap { old in
      guard old.limit.usage == override.limit.usage, old.limit.days == override.limit.days else {
        return old
      }
      if let until = old.until, until <= override.from { return old }
      return LimitOverride(old.limit, from: old.from, until: override.from)
    }
    overrides.append(override)
  }

  private mutating func applyToPIN(_ event: Event) {
    switch event.fact {
    case .pinLetterOrdered(let isNewPIN, let number, let due):
      let day = Day(of: event.recorded)
      pinLettersThatDay = pinLetterOrderedOn == day ? pinLettersThatDay + 1 : 1
      pinLetterOrderedOn = day
      pinLetterDue = due
      pinLetterCount = number
      if isNewPIN {
        pin =
          pin == .absent ? .issued(letter: number) : .scriptPending(triesLeft: PINState.triesMax)
      }
    case .pinTried(let state): pin = state
    case .pinUnblocked: pin = .scriptPending(triesLeft: PINState.triesMax)
    case .scriptConfirmed: pin = .active(triesLeft: pin.triesLeft)
    default: break
    }
  }
}

extension Card {
  /// Carries out what happened to this card. An end stays as it is.
  fileprivate mutating func apply(_ event: Event) {
    switch event.fact {
    case .produced:
      base = .inProduction
      support = .inProduction
    case .shipped:
      base = .shipped
      support = .sent
      shippedOn = Day(of: event.recorded)
    case .mailReturned(let reason, let due):
      blocks.append(Block(reason: reason, since: event.recorded, reviewDue: due))
      support = .returnedMail
    case .resent:
      blocks.removeAll { $0.reason.isReturnedMail }
      support = .sent
      shippedOn = Day(of: event.recorded)
    case .activated:
      base = .active
      support = .handedOver
      activatedAt = event.recorded
    case .locked: base = .locked
    case .unlocked: base = .active
    case .blocked(let reason, let due):
      blocks.append(Block(reason: reason, since: event.recorded, reviewDue: due))
    case .causeLifted(let reason, _): blocks.removeAll { $0.reason == reason }
    case .renewalDecided(let policy): renewal = policy
    case .regularized: regularizedOn = Day(of: event.recorded)
    default: applyToPlace(event)
    }
  }

  private mutating func applyToPlace(_ event: Event) {
    switch event.fact {
    case .captured(let reason):
      captured = reason
      support = .captured
    case .givenBack:
      captured = nil
      support = .handedOver
    case .supportMoved(let place): support = place
    case .withdrawn(let reason): end(.withdrawn, reason, event.recorded)
    case .expired: end(.expired, nil, event.recorded)
    case .closed(let reason): end(.closed, reason, event.recorded)
    case .cancelled(let reason): end(.cancelled, reason, event.recorded)
    default: break
    }
  }

  private mutating func end(_ kind: CardEnd.Kind, _ reason: Reason?, _ time: Instant) {
    end = end ?? CardEnd(kind, reason: reason, since: time)
  }
}
