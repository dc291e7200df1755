import CardCore
import CardRegistry

/// Cards of one state that came there by different ways, for tests that go through all acts.
enum CardVariants {
  static func all(_ state: CardState) throws -> [CardBench] {
    var variants = [try CardBench(state)]
    switch state {
    case .shipped: variants += try shipped()
    case .active: variants += try active()
    case .locked: variants += [try near(state)] + (try withPIN(state))
    case .blocked: variants += try blocked()
    case .opposed, .withdrawn, .closed: variants += try used(state)
    case .expired: variants += try expired()
    case .cancelled: variants += try cancelled()
    case .ordered, .inProduction: break
    }
    guard !state.isTerminal else { return variants }
    // The month is over, and nobody recorded it yet.
    return variants
      + variants.map { bench in
        var late = bench
        late.now = CardBench.key.expiry.end()
        return late
      }
  }

  private static func shipped() throws -> [CardBench] {
    var received = try CardBench(.shipped)
    try received.act(.receive)
    received.wait(days: 100)
    return [received]
  }

  private static func near(_ state: CardState) throws -> CardBench {
    var bench = try CardBench(state)
    bench.now = CardBench.instant("2029-11-15T09:00:00Z")
    return bench
  }

  private static func active() throws -> [CardBench] {
    var forgotten = try CardBench(.active)
    try forgotten.act(.capture, reason: .forgotten)
    return [forgotten, try near(.active)] + (try withPIN(.active))
  }

  /// A PIN that is blocked, and one of which the chip has to be told.
  private static func withPIN(_ state: CardState) throws -> [CardBench] {
    var blockedPIN = try CardBench(.active)
    for _ in 1...3 {
      try blockedPIN.act(.tryPIN, detail: .pinTry(isCorrect: false), by: .system)
    }
    var pending = try CardBench(.active)
    try pending.act(.reissuePIN, reason: .compromisedPIN)
    return try [blockedPIN, pending].map { bench in
      var bench = bench
      if state == .locked { try bench.act(.lock) }
      if state == .blocked { try bench.act(.block, reason: .security) }
      return bench
    }
  }

  private static func blocked() throws -> [CardBench] {
    var returned = try CardBench(.shipped)
    try returned.act(.returnMail, reason: .undelivered)
    var waiting = returned
    waiting.wait(days: 100)
    var sent = try CardBench(.shipped)
    try sent.act(.block, reason: .assetFreeze, by: .compliance)
    return [returned, waiting, sent] + (try withPIN(.blocked))
  }

  /// An end with the plastic surrendered, the PIN blocked or a withdrawal before it.
  private static func used(_ state: CardState) throws -> [CardBench] {
    var surrendered = try CardBench(state)
    try surrendered.act(.surrender)
    guard state == .opposed else { return [surrendered] }
    var withdrawn = try CardBench(.withdrawn)
    try withdrawn.oppose(.theft)
    var waiting = try CardBench(.active)
    try waiting.act(.reissuePIN, reason: .compromisedPIN)
    try waiting.oppose(.theft)
    return [surrendered, withdrawn, waiting]
  }

  private static func expired() throws -> [CardBench] {
    var surrendered = try CardBench(.expired)
    try surrendered.act(.surrender)
    return [surrendered]
  }

  private static func cancelled() throws -> [CardBench] {
    var destroyed = try CardBench(.shipped)
    try destroyed.act(.returnMail, reason: .undelivered)
    try destroyed.act(.receive)
    try destroyed.act(.cancel, reason: .undeliveredDestroyed)
    return [destroyed]
  }

  /// Commands of a verb that could be done if nothing stood against them.
  static func commands(_ verb: Verb, on bench: CardBench, by role: Role) -> [Command] {
    let reasons = Reason.all(of: verb).map(Optional.some)
    let key = verb == .order ? CardKey("2030-01/07") : CardBench.key
    return (reasons.isEmpty || verb == .unblock ? reasons + [nil] : reasons).flatMap { reason in
      details(verb, on: bench).map { detail in
        bench.command(verb, key, reason: reason, detail: detail, by: role)
      }
    }
  }

  static func details(_ verb: Verb, on bench: CardBench) -> [CommandDetail] {
    let low = Limit(.payment, days: 30, amountMinor: 0)!
    let high = Limit(.payment, days: 30, amountMinor: 900_000)!
    return switch verb {
    case .ship: [.shipment(tracking: "8K1")]
    case .unblock: [.none, .cause(.suspectedFraud), .cause(.assetFreeze)]
    case .oppose: [.opposition(number: "N1", declared: nil)]
    case .withdraw: [.letter(sentOn: bench.today.adding(days: -30))]
    case .giveBack, .handOver: [.identity(isChecked: true)]
    case .tryPIN: [.pinTry(isCorrect: true), .pinTry(isCorrect: false)]
    case .opposePayment: [.payment(reference: "ARN", isCredited: false)]
    case .revokeRecurring: [.recurring(.all)]
    case .setLimit:
      [low, high].compactMap { LimitOverride($0, from: bench.today, until: nil) }
        .map(CommandDetail.limit)
    case .setRenewal: [.renewal(.refusedByHolder), .renewal(.advanced(CardBench.key.expiry))]
    case .setStanding:
      [
        .standing(.account(.overdrawn)), .standing(.holder(.frozen)), .standing(.contract(.ended)),
      ]
    default: [.none]
    }
  }
}
