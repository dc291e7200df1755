import CardCore
import CardRegistry

/// One PAN of a product, and a clock that the test moves.
struct CardBench {
  var state: PANState
  var product: Product
  var rules = Rulebook.standard
  var now = CardBench.start
  var commandCount = 0

  /// 2026-11-25, a Wednesday, 10:00 in Paris.
  static let start = instant("2026-11-25T09:00:00Z")
  /// The key of the first card.
  static let key = CardKey("2029-11/00")!
  static let fraud = CommandDetail.cause(.suspectedFraud)

  static func instant(_ text: String) -> Instant {
    guard let instant = try? Instant(rfc3339: text) else {
      preconditionFailure("a time is RFC 3339")
    }
    return instant
  }

  static func product(_ change: (inout Product) -> Void = { _ in }) -> Product {
    var product = Product(
      code: "classic", name: "Classic", ranges: [PANRange(prefix: "497010")!],
      limits: [
        Limit(.payment, days: 30, amountMinor: 300_000, countMax: 100)!,
        Limit(.withdrawal, days: 7, amountMinor: 50_000)!,
        Limit(.contactless, days: 1, amountMinor: 15_000, countMax: 5)!,
      ])!
    change(&product)
    return product
  }

  /// A PAN without cards.
  init(standing: Standing = Standing(), _ change: (inout Product) -> Void = { _ in }) {
    product = Self.product(change)
    state = PANState(product: product.code, standing: standing)
  }

  /// A PAN whose one card was brought to `wanted` by acts alone.
  init(_ wanted: CardState, _ change: (inout Product) -> Void = { _ in }) throws {
    self.init(change)
    try act(.order, reason: .firstCard)
    if wanted == .ordered { return }
    if wanted == .cancelled {
      try act(.cancel, reason: .orderedByMistake)
      return
    }
    try act(.produce, by: .system)
    if wanted == .inProduction { return }
    try act(.ship, detail: .shipment(tracking: "8K1"), by: .system)
    if wanted == .shipped { return }
    wait(days: 7)
    try act(.activate)
    switch wanted {
    case .active: break
    case .locked: try act(.lock)
    case .blocked: try act(.block, reason: .suspectedFraud)
    case .opposed: try oppose(.theft)
    case .withdrawn:
      try act(
        .withdraw, reason: .abusiveUse, detail: .letter(sentOn: today.adding(days: -1)), twice: true
      )
    case .expired:
      now = Self.key.expiry.end()
      try act(.expire, by: .system)
    default: try act(.close, reason: .holderRequest)
    }
  }

  var today: Day { Day(of: now) }

  var card: Card { state.card(Self.key)! }

  /// Whether the month of the first card is over and nobody recorded that.
  var isDue: Bool { !state.state(of: card).isTerminal && cardState == .expired }

  var cardState: CardState { state.state(of: card, at: now) }

  mutating func wait(days: Int) { now = now.adding(milliseconds: Int64(days) * 86_400_000) }

  mutating func wait(minutes: Int) { now = now.adding(milliseconds: Int64(minutes) * 60_000) }

  /// A command on the first card, or on the PAN.
  func command(
    _ verb: Verb, _ key: CardKey? = CardBench.key, reason: Reason? = nil,
    detail: CommandDetail = .none, by role: Role = .clerk, channel: Channel = .branch,
    checker: Maker? = nil
  ) -> Command {
    let isOnNumber = VerbRules.row(of: verb).subject == .pan
    return Command(
      verb, card: isOnNumber ? nil : key, reason: reason, detail: detail,
      idempotencyKey: "k\(commandCount)", maker: Maker("claire", role), channel: channel,
      recorded: now, checker: checker)
  }

  /// Does it, with a second person if it `twice` needs one.
  @discardableResult
  mutating func act(
    _ verb: Verb, _ key: CardKey? = CardBench.key, reason: Reason? = nil,
    detail: CommandDetail = .none, by role: Role = .clerk, twice: Bool = false
  ) throws(Refusal) -> Decision {
    let checker = twice ? Maker("victor", role == .compliance ? .compliance : .checker) : nil
    let command = command(
      verb, key, reason: reason, detail: detail, by: role, checker: checker)
    return try act(command)
  }

  @discardableResult
  mutating func act(_ command: Command) throws(Refusal) -> Decision {
    commandCount += 1
    let (after, decision) = try state.after(command, of: product, under: rules)
    state = after
    return decision
  }

  @discardableResult
  mutating func oppose(_ motive: Reason, by role: Role = .clerk) throws(Refusal) -> Decision {
    try act(.oppose, reason: motive, detail: .opposition(number: "OPP1", declared: nil), by: role)
  }

  /// Why `command` is refused; nil if it is not.
  func refusal(_ command: Command) -> Refusal? {
    do throws(Refusal) {
      _ = try state.decide(command, of: product, under: rules)
      return nil
    } catch {
      return error
    }
  }

  func refusal(
    _ verb: Verb, _ key: CardKey? = CardBench.key, reason: Reason? = nil,
    detail: CommandDetail = .none, by role: Role = .clerk, checker: Maker? = nil
  ) -> Refusal.Code? {
    refusal(command(verb, key, reason: reason, detail: detail, by: role, checker: checker))?.code
  }

  /// What an authorisation meets now.
  func answer(_ change: (inout AnswerQuestion) -> Void = { _ in }) -> AnswerCondition {
    var question = AnswerQuestion(at: now)
    change(&question)
    return state.answer(to: question, product: product).condition
  }
}
