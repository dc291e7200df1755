internal import CardCore

/// What an act comes to: events, at once or after a second person.
public struct Decision: Hashable, Sendable {
  /// What happens, in order; nothing where all is as the act would have it.
  public let events: [Event]
  /// Whether a second person must agree before it happens.
  public let takesTwo: Bool
}

extension CardNumber {
  /// What a command comes to, told from the state, the command, who gives it and the time alone.
  ///
  /// The role is looked at first, then the reason, then the state.
  ///
  /// - Parameter oppositionNumber: What an opposition is to be known by, if one comes of it.
  /// - Throws: ``Refusal``, which says what could be done instead.
  public func decide(
    _ command: Command, by actor: Actor, oppositionNumber: String
  ) throws(Refusal) -> Decision {
    let act = command.act
    guard let card = card(command.card) else {
      preconditionFailure("a command is given to the number of its card")
    }
    let roles = try lawfulRoles(for: command)
    guard !actor.roles.isDisjoint(with: roles) else {
      let names = roles.map(\.rawValue).joined(separator: " or ")
      throw Refusal(.role, act, "\(act.rawValue): it takes a \(names)")
    }
    try checkTime(command, at: actor.time)
    let state = state(of: card)
    guard act.states.contains(state) else {
      throw Refusal(
        .state, act, state: state, allowed: allowed(for: card),
        "\(act.rawValue): card \(card.id) is \(state.rawValue)")
    }
    let events = try events(of: command, card, actor, oppositionNumber)
    return Decision(events: events, takesTwo: act.takesTwo)
  }

  /// The acts that the state of a card lets be done, whoever does them.
  public func allowed(for card: Card) -> [CardAct] {
    let state = state(of: card)
    return CardAct.allCases.filter { $0.states.contains(state) }
  }

  /// Who may do it; a block is lifted by whom the law names.
  private func lawfulRoles(for command: Command) throws(Refusal) -> [Role] {
    let act = command.act
    guard !act.reasons.isEmpty else {
      guard command.reason == nil else {
        throw Refusal(.reason, act, "\(act.rawValue): it has no reason")
      }
      return act.roles
    }
    guard let reason = command.reason, act.reasons.contains(reason) else {
      let names = act.reasons.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.reason, act, "\(act.rawValue): expected a reason out of \(names)")
    }
    if act == .unblock, let rule = ReasonRule.of(reason) { return rule.liftedBy }
    return act.roles
  }

  private func checkTime(_ command: Command, at time: Instant) throws(Refusal) {
    if let declared = command.declaredAt, declared > time {
      throw Refusal(
        .future, command.act, "\(command.act.rawValue): the time that is declared lies ahead")
    }
  }
}

extension CardNumber {
  private func events(
    of command: Command, _ card: Card, _ actor: Actor, _ oppositionNumber: String
  ) throws(Refusal) -> [Event] {
    let id = card.id
    switch command.act {
    case .produce:
      return [.moved(card: id, to: .inProduction), .supportMoved(card: id, to: .inProduction)]
    case .ship: return [.moved(card: id, to: .shipped), .supportMoved(card: id, to: .sent)]
    case .activate: return activation(of: card)
    case .returnMail, .block: return block(command, card, actor.time)
    case .resend: return try resending(of: card)
    case .lock: return [.moved(card: id, to: .locked)]
    case .unlock: return [.moved(card: id, to: .active)]
    case .unblock: return try unblocking(of: card, command)
    case .oppose: return opposition(command, actor, oppositionNumber)
    case .withdraw:
      guard command.letterSent else {
        throw Refusal(
          .noLetter, .withdraw, state: state(of: card), "withdraw: the holder is written to before")
      }
      return [.moved(card: id, to: .withdrawn)]
    case .expire:
      guard actor.time >= card.end else {
        throw Refusal(
          .notEnded, .expire, state: state(of: card), allowed: allowed(for: card),
          "expire: card \(id) is valid until \(card.end)")
      }
      return [.moved(card: id, to: .expired)]
    case .close: return [.moved(card: id, to: .closed)]
    case .cancel: return try cancelling(of: card)
    case .capture: return [.supportMoved(card: id, to: .captured)]
    }
  }

  /// The successor's first use ends the card whose place it takes.
  private func activation(of card: Card) -> [Event] {
    var events: [Event] = [
      .moved(card: card.id, to: .active), .supportMoved(card: card.id, to: .handedOver),
    ]
    if let predecessor = card.predecessor.flatMap({ self.card($0) }), !predecessor.base.isTerminal {
      events.append(.moved(card: predecessor.id, to: .closed))
    }
    return events
  }

  private func block(_ command: Command, _ card: Card, _ time: Instant) -> [Event] {
    guard let rule = command.reason.flatMap(ReasonRule.of),
      !card.blocks.contains(where: { $0.reason == rule.reason })
    else { return [] }
    var events: [Event] = [.blocked(card: card.id, Card.Block(rule, since: time))]
    if command.act == .returnMail {
      events.append(.supportMoved(card: card.id, to: .returnedToSender))
    }
    return events
  }

  private func resending(of card: Card) throws(Refusal) -> [Event] {
    let causes = card.blocks.map(\.reason).filter { [.undelivered, .unclaimed].contains($0) }
    guard !causes.isEmpty else {
      throw Refusal(
        .notBlockedForIt, .resend, state: state(of: card), allowed: allowed(for: card),
        "resend: card \(card.id) did not come back by mail")
    }
    return causes.map { .unblocked(card: card.id, $0) }
      + [.supportMoved(card: card.id, to: .sent)]
  }

  private func unblocking(of card: Card, _ command: Command) throws(Refusal) -> [Event] {
    guard let reason = command.reason, card.blocks.contains(where: { $0.reason == reason }) else {
      let causes = card.blocks.map(\.reason.rawValue).joined(separator: ", ")
      throw Refusal(
        .notBlockedForIt, .unblock, state: state(of: card), allowed: allowed(for: card),
        "unblock: card \(card.id) is blocked for \(causes)")
    }
    return [.unblocked(card: card.id, reason)]
  }

  /// A second opposition is a success and changes nothing but the reason, if it is worse.
  private func opposition(
    _ command: Command, _ actor: Actor, _ number: String
  ) -> [Event] {
    guard let reason = command.reason else { return [] }
    guard let opposition else {
      return [
        .opposed(
          Opposition(
            number: number, reason: reason, recordedAt: actor.time,
            declaredAt: command.declaredAt, channel: actor.channel))
      ]
    }
    let isWorse = reason.oppositionSeverity > opposition.reason.oppositionSeverity
    return isWorse ? [.oppositionWorsened(reason)] : []
  }

  private func cancelling(of card: Card) throws(Refusal) -> [Event] {
    let isReturned = card.blocks.contains { [.undelivered, .unclaimed].contains($0.reason) }
    guard state(of: card) != .blocked || isReturned else {
      throw Refusal(
        .state, .cancel, state: .blocked, allowed: allowed(for: card),
        "cancel: card \(card.id) is blocked and did not come back by mail")
    }
    return [.moved(card: card.id, to: .cancelled), .supportMoved(card: card.id, to: .destroyed)]
  }
}
