/// What becomes of a command that is not refused.
public struct Decision: Hashable, Sendable {
  /// In the order in which they happen.
  public let events: [Event]
  /// What others are to be told once the events are recorded.
  public let effects: [Effect]

  /// Whether a second person is to accept the command first.
  public var takesTwo: Bool {
    guard case .approvalRequested = events.first?.fact else { return false }
    return true
  }
}

extension PANState {
  /// Says what a command makes of this state: events, or why not and what else.
  ///
  /// Reads no clock and changes nothing: ``apply(_:)`` carries the events out. The role is looked
  /// at before the state, so that a refusal tells an operator nothing about a card that is none of
  /// the operator's business.
  ///
  /// - Parameters:
  ///   - command: Judged by its time of record.
  ///   - product: The product of the PAN.
  ///   - rules: Those of the day are used.
  /// - Throws: ``Refusal``.
  public func decide(
    _ command: Command, of product: Product, under rules: Rulebook = .standard
  ) throws(Refusal) -> Decision {
    let judgement = try Judgement(self, command, product: product, rules: rules)
    let facts = try judgement.facts()
    let events = facts.map { fact, card in
      Event(fact, card: card, effective: command.effective, recorded: command.recorded)
    }
    return Decision(events: events, effects: judgement.effects(of: events))
  }

  /// The state after `command`, with the decision that led there.
  public func after(
    _ command: Command, of product: Product, under rules: Rulebook = .standard
  ) throws(Refusal) -> (state: PANState, decision: Decision) {
    let decision = try decide(command, of: product, under: rules)
    var state = self
    for event in decision.events { state.apply(event) }
    return (state, decision)
  }
}
