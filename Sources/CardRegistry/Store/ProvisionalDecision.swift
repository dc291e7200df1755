internal import CardCore

struct Decision {
  var events: [Event] = []
  var effects: [Effect] = []
  var takesTwo = false
}

extension PANState {
  func decide(
    _ command: Command, of product: Product, under rules: Rulebook
  ) throws(Refusal) -> Decision {
    let row = VerbRules.row(of: command.verb)
    guard row.allows(command.maker.role) else {
      throw Refusal(
        code: .notAllowedForRole, state: nil, verb: command.verb, allowed: [],
        message: RefusalTexts.message(.notAllowedForRole, command.verb, nil))
    }
    func event(_ fact: Event.Fact, _ card: CardKey? = nil) -> Event {
      Event(fact, card: card, effective: command.effective, recorded: command.recorded)
    }
    switch (command.verb, command.detail) {
    case (.oppose, .opposition(let number, let declared)):
      guard let reason = command.reason, reason.isOppositionMotive else { break }
      if let opposition {
        let isWorse = reason.gravity > opposition.motive.gravity
        return Decision(
          events: [event(isWorse ? .oppositionAggravated(reason) : .oppositionRepeated(reason))])
      }
      return Decision(
        events: [
          event(
            .opposed(
              Opposition(
                number: number, motive: reason, recorded: command.recorded, declared: declared,
                channel: command.channel)))
        ], effects: [Effect(.fileActionAdd, reason: reason), Effect(.notice, reason: reason)])
    case (.block, _):
      guard let reason = command.reason, let key = command.card, let card = card(key),
        row.states.contains(state(of: card))
      else { break }
      return Decision(events: [event(.blocked(reason, reviewDue: nil), key)])
    case (.unblock, .cause(let reason)):
      guard let key = command.card, let card = card(key), card.block(reason) != nil else { break }
      return Decision(
        events: [event(.causeLifted(reason, isFree: true), key)], takesTwo: command.checker == nil)
    default: break
    }
    throw Refusal(
      code: .wrongState, state: nil, verb: command.verb, allowed: [],
      message: RefusalTexts.message(.wrongState, command.verb, nil))
  }

  mutating func apply(_ event: Event) {
    let index = event.card.flatMap { key in cards.firstIndex { $0.key == key } }
    switch event.fact {
    case .opposed(let new): opposition = opposition ?? new
    case .oppositionAggravated(let reason): opposition?.motive = reason
    case .blocked(let reason, let due):
      if let index {
        cards[index].blocks.append(Block(reason: reason, since: event.recorded, reviewDue: due))
      }
    case .causeLifted(let reason, _):
      if let index { cards[index].blocks.removeAll { $0.reason == reason } }
    default: break
    }
  }
}
