internal import CardCore

/// One command before one state: what every act asks before its own conditions.
struct Judgement {
  let state: PANState
  let command: Command
  let product: Product
  let rules: Rulebook
  let row: VerbRules
  /// The day of record in Paris.
  let today: Day
  /// The rule of the command's reason.
  let rule: ReasonRule?

  /// A fact, and the card that it is about.
  typealias Happening = (Event.Fact, CardKey?)

  /// Looks at the role, the times and the reason, in this order.
  init(
    _ state: PANState, _ command: Command, product: Product, rules: Rulebook
  ) throws(Refusal) {
    self.state = state
    self.command = command
    self.product = product
    self.rules = rules
    row = VerbRules.row(of: command.verb)
    today = Day(of: command.recorded)
    let day = Day(of: command.recorded)
    rule = command.reason.flatMap { rules.rule(of: $0, on: day) }
    try checkRoles()
    guard command.effective <= command.recorded else { throw refusal(.inTheFuture) }
    try checkReason()
  }

  // MARK: - Refusals

  /// The card that the command names, if there is one.
  var namedCard: Card? { command.card.flatMap(state.card) }

  /// A refusal in the words of the command and of the card that it names.
  func refusal(_ code: Refusal.Code) -> Refusal {
    let card = namedCard
    let cardState = card.map { state.state(of: $0, at: command.recorded) }
    let allowed = cardState.map { VerbRules.verbs(in: $0, by: command.maker.role) } ?? []
    var message = RefusalTexts.message(code, command.verb, cardState)
    if code == .notAMotive, let instead = command.reason?.insteadOfOpposition {
      message += "; \(instead.english) instead"
    }
    return Refusal(
      code: code, state: cardState, verb: command.verb,
      allowed: allowed.filter { $0 != command.verb && isPlausible($0, for: card) },
      message: message)
  }

  /// Whether what is known of the card beyond its state lets the act be thought of.
  private func isPlausible(_ verb: Verb, for card: Card?) -> Bool {
    guard let card else { return true }
    let isEnded = state.state(of: card, at: command.recorded).isTerminal
    return switch verb {
    case .returnMail: card.base == .shipped && !card.isReturnedMail
    case .resend: card.isReturnedMail
    case .cancel: card.isReturnedMail || card.base == .ordered || card.base == .inProduction
    case .regularize: card.end?.kind == .withdrawn && card.regularizedOn == nil
    case .replace: state.opposition == nil || !state.isReplaced
    case .capture: [.handedOver, .sent].contains(card.support)
    case .giveBack: card.captured == .forgotten
    case .receive: [.sent, .returnedMail].contains(card.support)
    case .handOver: [.sent, .inBranch].contains(card.support)
    case .surrender: [.handedOver, .inBranch].contains(card.support)
    case .destroy:
      (isEnded || card.base == .shipped)
        && [.returnedMail, .inBranch, .captured, .surrendered].contains(card.support)
    default: true
    }
  }

  // MARK: - What every act asks

  private func checkRoles() throws(Refusal) {
    let role = command.maker.role
    guard row.allows(role) else { throw refusal(.notAllowedForRole) }
    if let rule, rule.reason.verb == command.verb, !rule.makers.isEmpty,
      !rule.makers.contains(role)
    {
      throw refusal(.notAllowedForRole)
    }
    guard let checker = command.checker else { return }
    guard checker.name != command.maker.name else { throw refusal(.checkerIsMaker) }
    guard VerbRules.checkers.contains(checker.role) else { throw refusal(.checkerNotAllowed) }
  }

  private func checkReason() throws(Refusal) {
    guard let reason = command.reason else {
      guard Reason.all(of: command.verb).isEmpty || isReasonOptional else {
        throw refusal(.reasonMissing)
      }
      return
    }
    guard reason.verb == command.verb else { throw refusal(.reasonOfAnotherAct) }
    guard reason.insteadOfOpposition == nil else { throw refusal(.notAMotive) }
    guard rule != nil else { throw refusal(.reasonNotInForce) }
  }

  /// A decision on renewal carries its reason within; the other two acts have one reason only.
  private var isReasonOptional: Bool {
    command.verb == .setRenewal || command.verb == .revokeRecurring || command.verb == .unblock
  }

  /// The card of an act on one card, in a state that can take the act.
  func card() throws(Refusal) -> Card {
    guard let key = command.card else { throw refusal(.cardNotNamed) }
    guard let card = state.card(key) else { throw refusal(.noSuchCard) }
    let cardState = state.state(of: card, at: actTime)
    guard row.states.contains(cardState) else { throw refusal(.wrongState) }
    return card
  }

  /// Looks whether one of the cards is in a state in which an act on the PAN is done.
  func checkNumber() throws(Refusal) {
    guard row.states.count < CardState.allCases.count else { return }
    let isPossible = state.cards.contains { card in
      row.states.contains(state.state(of: card, at: command.recorded))
    }
    guard isPossible else { throw refusal(state.opposition == nil ? .wrongState : .opposed) }
  }

  /// A card past its month has expired for every act but the one that records it, and those that
  /// tidy up after it.
  private var actTime: Instant { command.verb == .expire ? .earliest : command.recorded }

  // MARK: - A second person

  /// What happens, or that a second person is asked.
  ///
  /// Everything else was looked at before, so that nobody is asked to accept what is impossible.
  func afterSecondPerson(
    _ happenings: [Happening], isDoubtful: Bool = false
  ) throws(Refusal) -> [Happening] {
    let needsTwo =
      switch row.hands {
      case .one: false
      case .two: true
      case .twoIfDoubtful: isDoubtful
      }
    guard needsTwo, command.checker == nil else { return happenings }
    return [(.approvalRequested(command.verb), command.card)]
  }
}
