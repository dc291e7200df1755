import CardCore
import CardRegistry
import Testing

/// T7 and T8: one person blocks, two unblock.
@Suite struct BlockTests {
  @Test(arguments: [CardState.ordered, .inProduction, .shipped, .active, .locked])
  func `gives back the state that the block lay over`(state: CardState) throws {
    var bench = try CardBench(state)
    try bench.act(.block, reason: .security)
    #expect(bench.cardState == .blocked)
    try bench.act(.unblock, detail: .cause(.security), twice: true)
    #expect(bench.cardState == state)
  }

  @Test func `asks a second person before it unblocks`() throws {
    var bench = try CardBench(.blocked)
    let asked = try bench.act(.unblock, detail: CardBench.fraud)
    #expect(asked.takesTwo)
    #expect(asked.events.map(\.name) == ["approvalRequested"])
    #expect(asked.effects.isEmpty)
    #expect(bench.cardState == .blocked)
    let command = bench.command(.unblock, detail: CardBench.fraud)
    let accepted = command.accepted(
      by: Maker("victor", .checker), at: bench.now.adding(milliseconds: 60_000))
    let decision = try bench.act(accepted)
    #expect(decision.effects.map(\.kind) == [.notice, .fileActionDelete])
    #expect(bench.cardState == .active)
  }

  @Test func `refuses the maker as checker, and a clerk`() throws {
    let bench = try CardBench(.blocked)
    #expect(
      bench.refusal(.unblock, detail: CardBench.fraud, checker: Maker("claire", .checker))
        == .checkerIsMaker)
    #expect(
      bench.refusal(.unblock, detail: CardBench.fraud, checker: Maker("victor", .clerk))
        == .checkerNotAllowed)
  }

  @Test func `comes free only when the last cause is lifted`() throws {
    var bench = try CardBench(.blocked)
    try bench.act(.block, reason: .courtOrder)
    #expect(bench.refusal(.unblock) == .otherCauses)
    try bench.act(.unblock, detail: CardBench.fraud, twice: true)
    #expect(bench.cardState == .blocked)
    #expect(bench.answer() == .blocked)
    #expect(bench.refusal(.unblock, by: .clerk) == .notAllowedForRole)
    let checker = Maker("victor", .supervisor)
    try bench.act(bench.command(.unblock, by: .supervisor, checker: checker))
    #expect(bench.cardState == .active)
  }

  @Test(arguments: [Reason.assetFreeze, .moneyLaundering])
  func `tells the holder nothing of a freeze, and lets compliance alone lift it`(
    cause: Reason
  ) throws {
    var bench = try CardBench(.active)
    let decision = try bench.act(.block, reason: cause, by: .compliance)
    #expect(decision.effects.map(\.kind) == [.review])
    #expect(bench.refusal(.unblock, detail: .cause(cause)) == .notAllowedForRole)
    #expect(bench.refusal(.unblock, detail: .cause(cause), by: .supervisor) == .notAllowedForRole)
    #expect(
      bench.refusal(
        .unblock, detail: .cause(cause), by: .compliance, checker: Maker("victor", .checker))
        == .checkerNotAllowed)
    let lifted = try bench.act(
      .unblock, detail: .cause(cause), by: .compliance, twice: true)
    #expect(lifted.effects.isEmpty)
    #expect(bench.cardState == .active)
  }

  @Test func `tells the holder and has the block looked at again`() throws {
    var bench = try CardBench(.active)
    let effects = try bench.act(.block, reason: .suspectedFraud, by: .monitor).effects
    #expect(effects.map(\.kind) == [.notice, .review, .fileActionAdd])
    #expect(effects[1].due == bench.today.adding(days: 30))
    #expect(bench.card.blocks.map(\.reviewDue) == [bench.today.adding(days: 30)])
  }

  @Test func `lets the monitor block for fraud and security, and for nothing else`() throws {
    let bench = try CardBench(.active)
    for reason in Reason.all(of: .block) {
      let expected: Refusal.Code? =
        reason == .suspectedFraud || reason == .security ? nil : .notAllowedForRole
      #expect(bench.refusal(.block, reason: reason, by: .monitor) == expected, "\(reason)")
    }
  }

  @Test func `refuses the same cause twice, and a cause that is not there`() throws {
    let bench = try CardBench(.blocked)
    #expect(bench.refusal(.block, reason: .suspectedFraud) == .alreadyDone)
    #expect(bench.refusal(.unblock, detail: .cause(.security)) == .noSuchCause)
    #expect(bench.refusal(.unblock, detail: .cause(.loss)) == .notByThisAct)
  }

  @Test func `judges by the rules of the day`() throws {
    var bench = try CardBench(.active)
    let end = try #require(Day(year: 2026, month: 12, day: 31))
    bench.rules.reasons = bench.rules.reasons.map { rule in
      guard rule.reason == .security else { return rule }
      return ReasonRule(
        .security, notice: .none, lifters: [.clerk], reviewDays: 7, validFrom: rule.validFrom,
        validUntil: end)
    }
    #expect(bench.refusal(.block, reason: .security) == nil)
    bench.now = end.start()
    #expect(bench.refusal(.block, reason: .security) == .reasonNotInForce)
  }

  @Test func `blocks what came back by mail until it is sent again`() throws {
    var bench = try CardBench(.shipped)
    try bench.act(.returnMail, reason: .undelivered)
    #expect(bench.cardState == .blocked)
    #expect(bench.answer() == .blocked)
    #expect(bench.card.support == .returnedMail)
    #expect(bench.refusal(.returnMail, reason: .unclaimed) == .alreadyDone)
    #expect(bench.refusal(.unblock, twiceCause: .undelivered) == .notByThisAct)
    bench.wait(days: 5)
    try bench.act(.resend)
    #expect(bench.cardState == .shipped)
    #expect(bench.card.support == .sent)
    #expect(bench.card.shippedOn == bench.today)
  }

  @Test func `sends again and stays blocked for another cause`() throws {
    var bench = try CardBench(.shipped)
    try bench.act(.returnMail, reason: .unclaimed)
    try bench.act(.block, reason: .suspectedFraud)
    bench.wait(days: 5)
    try bench.act(.resend)
    #expect(bench.cardState == .blocked)
    #expect(bench.answer() == .blockedForFraud)
  }

  @Test func `does not let a successor pass by a block of the card before it`() throws {
    var bench = try CardBench(.active)
    bench.now = CardBench.instant("2029-11-01T09:00:00Z")
    try bench.act(.renew, reason: .expiring, by: .system)
    let successor = CardKey("2032-11/00")!
    try bench.act(.produce, successor, by: .system)
    try bench.act(.ship, successor, detail: .shipment(tracking: "1"), by: .system)
    try bench.act(.block, reason: .courtOrder)
    bench.wait(days: 3)
    #expect(bench.refusal(.activate, successor) == .otherCauses)
  }
}

extension CardBench {
  fileprivate func refusal(_ verb: Verb, twiceCause cause: Reason) -> Refusal.Code? {
    refusal(verb, detail: .cause(cause), checker: Maker("victor", .checker))
  }
}
