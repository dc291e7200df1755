import CardCore
import CardRegistry
import Testing

/// T9: the act that never waits and is never undone.
@Suite struct OppositionTests {
  static let cardMotives: [Reason] = [
    .loss, .theft, .misappropriation, .fraudulentCardUse, .fraudulentDataUse,
  ]

  @Test(arguments: CardState.allCases)
  func `opposes a card in every state`(state: CardState) throws {
    var bench = try CardBench(state)
    let decision = try bench.oppose(.loss)
    #expect(!decision.takesTwo)
    #expect(bench.cardState == .opposed)
    #expect(bench.answer() != .approved)
  }

  @Test(arguments: [Role.clerk, .checker, .supervisor, .compliance, .system])
  func `takes one person`(role: Role) throws {
    var bench = try CardBench(.active)
    #expect(try bench.oppose(.theft, by: role).takesTwo == false)
  }

  @Test(arguments: [Role.monitor, .auditor])
  func `is not for machines that only judge, nor for those who only read`(role: Role) throws {
    let bench = try CardBench(.active)
    let command = bench.command(
      .oppose, reason: .theft, detail: .opposition(number: "1", declared: nil), by: role)
    let refusal = try #require(bench.refusal(command))
    #expect(refusal.code == .notAllowedForRole)
    #expect(refusal.isForRole)
  }

  @Test func `opposes the number, successors that were not activated included`() throws {
    var bench = try CardBench(.active)
    bench.now = CardBench.instant("2029-11-01T09:00:00Z")
    try bench.act(.renew, reason: .expiring, by: .system)
    let successor = CardKey("2032-11/00")!
    try bench.act(.produce, successor, by: .system)
    try bench.oppose(.theft)
    for card in bench.state.cards { #expect(bench.state.state(of: card) == .opposed) }
    #expect(
      bench.refusal(.ship, successor, detail: .shipment(tracking: "1"), by: .system) == .wrongState)
    #expect(bench.refusal(.activate, successor) == .wrongState)
    #expect(
      bench.answer {
        $0.expiry = successor.expiry
      } == .opposedForTheft)
  }

  @Test func `opposes every card made later`() throws {
    var bench = try CardBench(.active)
    try bench.oppose(.theft)
    let later = CardKey("2031-01/00")!
    #expect(bench.refusal(.order, later, reason: .additionalCard) == .opposed)
    // Even an event that should never come about cannot make a card that pays.
    bench.state.apply(
      Event(
        .ordered(.additionalCard, predecessor: nil), card: later, effective: bench.now,
        recorded: bench.now))
    let made = try #require(bench.state.card(later))
    #expect(bench.state.state(of: made) == .opposed)
  }

  @Test func `opposes again without a change, and keeps the graver motive`() throws {
    var bench = try CardBench(.active)
    try bench.oppose(.loss)
    let first = try #require(bench.state.opposition)
    bench.wait(days: 2)
    let repeated = try bench.oppose(.loss)
    #expect(repeated.events.map(\.name) == ["oppositionRepeated"])
    #expect(repeated.effects.isEmpty)
    #expect(bench.state.opposition == first)
    let graver = try bench.oppose(.theft)
    #expect(graver.events.map(\.name) == ["oppositionAggravated"])
    #expect(graver.effects.map(\.kind) == [.notice, .fileActionUpdate])
    #expect(bench.state.opposition?.motive == .theft)
    #expect(bench.state.opposition?.number == "OPP1")
    #expect(bench.state.opposition?.recorded == first.recorded)
    try bench.oppose(.loss)
    #expect(bench.state.opposition?.motive == .theft)
    #expect(bench.answer() == .opposedForTheft)
  }

  @Test func `counts from the time of record, a time declared earlier is only kept`() throws {
    var bench = try CardBench(.active)
    let declared = bench.now.adding(milliseconds: -3_600_000)
    try bench.act(.oppose, reason: .theft, detail: .opposition(number: "7", declared: declared))
    #expect(bench.state.opposition?.recorded == bench.now)
    #expect(bench.state.opposition?.declared == declared)
  }

  @Test func `refuses an opposition that is to happen in the future`() throws {
    let bench = try CardBench(.active)
    let later = bench.now.adding(milliseconds: 1)
    #expect(
      bench.refusal(.oppose, reason: .theft, detail: .opposition(number: "7", declared: later))
        == .inTheFuture)
    let command = Command(
      .oppose, reason: .theft, detail: .opposition(number: "7", declared: nil),
      idempotencyKey: "k", maker: Maker("claire", .clerk), effective: later, recorded: bench.now)
    #expect(bench.refusal(command)?.code == .inTheFuture)
  }

  @Test(arguments: [Reason.commercialDispute, .regret, .overdraft])
  func `refuses what is no motive and says what to do instead`(motive: Reason) throws {
    let bench = try CardBench(.active)
    let command = bench.command(
      .oppose, reason: motive, detail: .opposition(number: "7", declared: nil))
    let refusal = try #require(bench.refusal(command))
    #expect(refusal.code == .notAMotive)
    let instead = try #require(motive.insteadOfOpposition)
    #expect(refusal.message.hasSuffix("; \(instead.english) instead"))
  }

  @Test func `tells the file, the wallets and the holder, and proposes another card`() throws {
    var bench = try CardBench(.active)
    let effects = try bench.oppose(.fraudulentDataUse).effects
    #expect(
      effects.map(\.kind) == [
        .notice, .fileActionAdd, .walletStop, .refundWindow, .proofUntil, .replacementProposal,
      ])
    let proof = try #require(effects.first { $0.kind == .proofUntil })
    #expect(proof.due == Day(year: 2028, month: 6, day: 2))
    let refund = try #require(effects.first { $0.kind == .refundWindow })
    #expect(refund.due == Day(year: 2028, month: 1, day: 2))
  }

  @Test func `proposes no other card where none was alive`() throws {
    var bench = try CardBench(.expired)
    let effects = try bench.oppose(.theft).effects
    #expect(!effects.map(\.kind).contains(.replacementProposal))
    #expect(effects.map(\.kind).contains(.fileActionAdd))
  }

  @Test func `answers by the motive`() throws {
    let expected: [Reason: AnswerCondition] = [
      .loss: .opposedForLoss, .theft: .opposedForTheft, .misappropriation: .opposedForTheft,
      .fraudulentCardUse: .opposedForCardFraud, .fraudulentDataUse: .opposedForDataFraud,
    ]
    for motive in Self.cardMotives {
      var bench = try CardBench(.active)
      try bench.oppose(motive)
      #expect(bench.answer() == expected[motive])
    }
  }

  @Test func `opposes one payment and leaves the card as it is`() throws {
    var bench = try CardBench(.active)
    let payment = CommandDetail.payment(reference: "ARN 1", isCredited: false)
    try bench.act(.opposePayment, reason: .liquidation, detail: payment)
    #expect(bench.cardState == .active)
    #expect(bench.state.opposition == nil)
    #expect(bench.state.opposedPayments == ["ARN 1"])
    #expect(bench.refusal(.opposePayment, reason: .receivership, detail: payment) == .alreadyDone)
    #expect(
      bench.refusal(
        .opposePayment, reason: .receivership,
        detail: .payment(reference: "ARN 2", isCredited: true)) == .alreadyCredited)
    // A PAN of the range with its check digit, as somebody might paste it.
    for text in [
      "", "497010 0000 0000 06", "x4970-1000-0000-0006y", String(repeating: "x", count: 65),
    ] {
      #expect(
        bench.refusal(
          .opposePayment, reason: .receivership,
          detail: .payment(reference: text, isCredited: false)) == .unfitText)
    }
    #expect(
      bench.refusal(.oppose, reason: .liquidation, detail: .opposition(number: "1", declared: nil))
        == .reasonOfAnotherAct)
  }
}
