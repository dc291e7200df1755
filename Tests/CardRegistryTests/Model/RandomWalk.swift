import CardCore
import CardRegistry

/// Random commands on one PAN after another, and what must hold after each of them.
struct RandomWalk {
  private var random: SplitMix64
  private var bench: CardBench
  private var opposition: Opposition?
  private(set) var refusedCount = 0
  private(set) var doneCount = 0
  private(set) var opposedCount = 0
  private(set) var seenStates: Set<CardState> = []
  private(set) var seenEvents: Set<String> = []
  private(set) var seenRefusals: Set<Refusal.Code> = []
  private(set) var seenSupports: Set<Support> = []
  /// The first thing that did not hold, with the command after which it did not.
  private(set) var finding: String?

  private static let keys = ["2029-11/00", "2029-11/01", "2029-11/02", "2032-11/00", "2032-11/01"]
    .compactMap(CardKey.init)

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    bench = CardBench()
  }

  /// Takes `count` steps, or stops at the first finding.
  mutating func run(_ count: Int) {
    for _ in 0..<count {
      step()
      if finding != nil { return }
      if below(80) == 0 { startAgain() }
    }
  }

  private mutating func below(_ bound: Int) -> Int {
    Int(random.next(upperBound: UInt64(bound)))
  }

  private mutating func startAgain() {
    let draw = below(4)
    bench = CardBench {
      $0.pinMethod = draw == 0 ? .pvv : .ibm3624
      $0.hasOfflinePIN = draw == 1
      $0.renewalSequence = draw == 2 ? .next : .same
      $0.pinLettersPerDay = 2
    }
    opposition = nil
  }

  private mutating func step() {
    if below(4) == 0 { moveClock() }
    let command = draw()
    let before = bench.state
    do throws(Refusal) {
      let decision = try bench.act(command)
      doneCount += 1
      check(before, command, decision)
    } catch {
      refusedCount += 1
      seenRefusals.insert(error.code)
      if bench.state != before { found("a refusal changed the state", command) }
      if error.isForRole, error.code == .notAllowedForRole,
        VerbRules.row(of: command.verb).allows(command.maker.role),
        ![.block, .unblock, .setStanding].contains(command.verb)
      {
        found("a role was refused that the table allows", command)
      }
    }
    checkAlways(command)
  }

  private mutating func moveClock() {
    let days = [0, 1, 2, 7, 30, 100, 400]
    bench.wait(days: days[below(days.count)])
    bench.wait(minutes: below(1_440))
  }

  private mutating func pick<T>(_ list: [T]) -> T {
    list[below(list.count)]
  }

  /// Mostly what a card can take, so that the walk goes far; one in eight anything at all.
  private mutating func draw() -> Command {
    let isWild = below(8) == 0
    let verb = isWild || bench.state.cards.isEmpty ? anyVerb() : likelyVerb()
    let row = VerbRules.row(of: verb)
    let role = isWild ? pick(Role.allCases) : pick(row.makers.sorted { $0.rawValue < $1.rawValue })
    let own = Reason.all(of: verb)
    let reason = isWild ? pick(Reason.allCases) : own.isEmpty ? nil : pick(own)
    let key =
      verb == .order
      ? pick(Self.keys) : bench.state.cards.isEmpty ? nil : pick(bench.state.cards).key
    let checkers: [Maker?] = [
      nil, Maker("victor", .checker), Maker("nadia", .compliance), Maker("claire", .checker),
      Maker("victor", .clerk),
    ]
    return bench.command(
      verb, key, reason: reason, detail: pick(CardVariants.details(verb, on: bench)), by: role,
      channel: pick(Channel.allCases),
      checker: isWild ? pick(checkers) : pick(Array(checkers.prefix(3))))
  }

  private mutating func anyVerb() -> Verb {
    bench.state.cards.isEmpty ? .order : pick(Verb.allCases)
  }

  private mutating func likelyVerb() -> Verb {
    let card = pick(bench.state.cards)
    let state = bench.state.state(of: card, at: bench.now)
    let possible = VerbRules.all.filter { $0.allows(in: state) }.map(\.verb)
    let onward = possible.filter(Self.onward.contains)
    if !onward.isEmpty, below(3) > 0 { return pick(onward) }
    let verb = pick(possible)
    // Ends come rarely, so that other states are reached as well.
    return Self.ends.contains(verb) && below(4) > 0 ? pick(possible) : verb
  }

  private static let onward: [Verb] = [
    .produce, .ship, .activate, .lock, .unlock, .expire, .tryPIN, .unblockPIN, .confirmScript,
    .unblock, .capture, .giveBack, .renew,
  ]
  private static let ends: [Verb] = [.oppose, .cancel, .close, .destroy, .withdraw]

  private mutating func found(_ what: String, _ command: Command) {
    finding = finding ?? "\(what) after \(command.json)"
  }

  // MARK: - What must hold

  /// What must hold of an act that was done.
  private mutating func check(_ before: PANState, _ command: Command, _ decision: Decision) {
    for event in decision.events { seenEvents.insert(event.name) }
    if decision.takesTwo {
      if bench.state != before || !decision.effects.isEmpty {
        found("a question changed something", command)
      }
    } else if VerbRules.row(of: command.verb).hands == .two, command.checker == nil {
      found("one person was enough", command)
    }
    if let checker = command.checker, checker.name == command.maker.name {
      found("a maker accepted", command)
    }
    for old in before.cards {
      guard let new = bench.state.card(old.key) else {
        found("a card was lost", command)
        continue
      }
      checkOrder(before.state(of: old), bench.state.state(of: new), command)
    }
  }

  /// From an end on nothing goes down, and a block goes only by the acts that lift it.
  private mutating func checkOrder(_ old: CardState, _ new: CardState, _ command: Command) {
    if old.isTerminal, new != old, new != .opposed { found("an end was left", command) }
    if old == .blocked, new.rank < old.rank, ![.unblock, .resend].contains(command.verb) {
      found("a block was left", command)
    }
    if !old.mayPay, new.mayPay, ![.activate, .unlock, .unblock].contains(command.verb) {
      found("a card came to pay by another act", command)
    }
  }

  private mutating func checkAlways(_ command: Command) {
    let state = bench.state
    for card in state.cards {
      seenStates.insert(state.state(of: card, at: bench.now))
      seenSupports.insert(card.support)
      if Set(card.blocks.map(\.reason)).count != card.blocks.count {
        found("a cause twice", command)
      }
    }
    if Set(state.cards.map(\.key)).count != state.cards.count { found("a key twice", command) }
    if !(0...PINState.triesMax).contains(state.pin.triesLeft) {
      found("tries out of range", command)
    }
    if let first = opposition {
      if state.opposition?.number != first.number || state.opposition?.recorded != first.recorded
        || (state.opposition?.motive.gravity ?? 0) < first.motive.gravity
      {
        found("an opposition was changed", command)
      }
    } else if state.opposition != nil {
      opposedCount += 1
    }
    opposition = state.opposition
    if state.opposition != nil { checkOpposed(command) }
  }

  /// No question at all is answered by an approval, whatever card it names.
  private mutating func checkOpposed(_ command: Command) {
    if bench.state.cards.contains(where: { bench.state.state(of: $0) != .opposed }) {
      found("a card of an opposed number is not opposed", command)
    }
    var question = AnswerQuestion(
      at: bench.now.adding(milliseconds: Int64(below(1 << 38))))
    if below(2) == 0 {
      question.sequenceNumber = UInt8(below(3))
    }
    if below(2) == 0 { question.expiry = pick(Self.keys).expiry }
    question.isPINRight = below(2) == 0 ? true : nil
    let answer = bench.state.answer(to: question, product: bench.product).condition
    for dialect in ResponseCode.Dialect.allCases
    where answer.code(in: dialect).isApproved(in: dialect) {
      found("an opposed number was approved", command)
    }
  }
}
