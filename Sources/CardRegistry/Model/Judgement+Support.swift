extension Judgement {
  /// Where the plastic goes: T16 and the acts of the desk.
  func supportFacts() throws(Refusal) -> [Happening] {
    let card = try card()
    switch command.verb {
    case .capture: return try capture(card)
    case .giveBack:
      guard card.captured == .forgotten, card.support == .captured else {
        throw refusal(.supportElsewhere)
      }
      try checkIdentity()
      return [(.givenBack, card.key)]
    case .receive:
      return try move(card, from: [.sent, .returnedMail], to: .inBranch)
    case .handOver:
      try checkIdentity()
      return try move(card, from: [.inBranch, .sent], to: .handedOver)
    case .surrender: return try move(card, from: [.handedOver, .inBranch], to: .surrendered)
    default: return try destroy(card)
    }
  }

  private func capture(_ card: Card) throws(Refusal) -> [Happening] {
    guard let reason = command.reason else { throw refusal(.reasonMissing) }
    guard reason != .capturedOpposed || state.opposition != nil else {
      throw refusal(.wrongState)
    }
    guard card.support == .handedOver || card.support == .sent else {
      throw refusal(.supportElsewhere)
    }
    return [(.captured(reason), card.key)]
  }

  private func checkIdentity() throws(Refusal) {
    guard case .identity(let isChecked) = command.detail else { throw refusal(.detailMissing) }
    guard isChecked else { throw refusal(.identityNotChecked) }
  }

  private func move(
    _ card: Card, from places: Set<Support>, to place: Support
  ) throws(Refusal) -> [Happening] {
    guard places.contains(card.support) else { throw refusal(.supportElsewhere) }
    return [(.supportMoved(place), card.key)]
  }

  /// What was never taken is cancelled with it, once the product has waited long enough.
  private func destroy(_ card: Card) throws(Refusal) -> [Happening] {
    let places: Set<Support> = [.returnedMail, .inBranch, .captured, .surrendered]
    guard places.contains(card.support) else { throw refusal(.supportElsewhere) }
    let destroyed: Happening = (.supportMoved(.destroyed), card.key)
    guard !state.state(of: card, at: command.recorded).isTerminal else { return [destroyed] }
    guard card.base == .shipped else { throw refusal(.wrongState) }
    guard isUncollected(card) else { throw refusal(.tooEarly) }
    return [destroyed, (.cancelled(.undeliveredDestroyed), card.key)]
  }
}
