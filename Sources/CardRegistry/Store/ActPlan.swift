internal import CardCore

/// What the rules make of a command in the state that it finds.
struct ActPlan {
  let command: Command
  let found: CardRows.Found
  /// The card that was named, also where the act is about its PAN.
  let card: CardKey?
  let events: [Event]
  let effects: [Effect]
  /// Whether a second person must agree first.
  let takesTwo: Bool
  /// The state after the events; as it was found where a second person must agree.
  let after: PANState

  /// - Throws: ``Refusal``.
  init(
    _ command: Command, on found: CardRows.Found, card: CardKey?, _ product: Product,
    _ rules: Rulebook
  ) throws(Refusal) {
    let (after, decision) = try found.state.after(command, of: product, under: rules)
    self.command = command
    self.found = found
    self.card = card
    self.after = after
    events = decision.events
    effects = decision.effects
    takesTwo = decision.takesTwo
  }
}
