import CardCore
import CardRegistry
import Testing

/// T1 to T6 and T10 to T16: the way of a card and its ends.
@Suite struct LifeTests {
  private static let twin = CardKey("2029-11/01")!
  private static let renewed = CardKey("2032-11/00")!

  /// A card of which a successor was ordered, made and sent.
  private func renewing(_ change: (inout Product) -> Void = { _ in }) throws -> CardBench {
    var bench = try CardBench(.active, change)
    bench.now = CardBench.instant("2029-11-01T09:00:00Z")
    try bench.act(.renew, reason: .expiring, by: .system)
    let key = try #require(bench.state.cards.last?.key)
    try bench.act(.produce, key, by: .system)
    try bench.act(.ship, key, detail: .shipment(tracking: "1"), by: .system)
    bench.wait(days: 3)
    return bench
  }

  @Test func `sends the PIN on another day than the card`() throws {
    var bench = try CardBench(.inProduction)
    let decision = try bench.act(.ship, detail: .shipment(tracking: "1"), by: .system)
    #expect(decision.events.map(\.name) == ["shipped", "pinLetterOrdered"])
    let letter = try #require(decision.effects.first { $0.kind == .pinLetter })
    #expect(letter.due == bench.today.adding(days: 1))
    #expect(bench.state.pin == .issued(letter: 1))
    // A second card may not leave on the day of the letter.
    bench.wait(days: 1)
    let other = CardKey("2029-11/01")!
    try bench.act(.order, other, reason: .additionalCard)
    try bench.act(.produce, other, by: .system)
    #expect(
      bench.refusal(.ship, other, detail: .shipment(tracking: "2"), by: .system)
        == .tooSoonAfterLetter)
    bench.wait(days: 1)
    #expect(bench.refusal(.ship, other, detail: .shipment(tracking: "2"), by: .system) == nil)
  }

  @Test func `a first card needs a living holder, an open account and a contract`() {
    for standing in [
      Standing(holder: .deceased), Standing(holder: .frozen), Standing(account: .closed),
      Standing(contract: .ended),
    ] {
      let bench = CardBench(standing: standing)
      #expect(bench.refusal(.order, reason: .firstCard) == .standing)
    }
    let closed = CardBench { $0.isOpen = false }
    #expect(closed.refusal(.order, reason: .firstCard) == .productClosed)
  }

  @Test func `a second person looks at a card for a fragile, listed or protected holder`() throws {
    for standing in [
      Standing(holder: .protected), Standing(isListed: true), Standing(isFragile: true),
    ] {
      var bench = CardBench(standing: standing)
      #expect(try bench.act(.order, reason: .firstCard).takesTwo)
      #expect(bench.state.cards.isEmpty)
    }
    var asking = CardBench(standing: Standing(isFragile: true)) {
      $0.authorizesSystematically = true
    }
    #expect(try !asking.act(.order, reason: .firstCard).takesTwo)
  }

  @Test func `orders no first card twice, no renewal by hand, and none that has expired`() throws {
    let bench = try CardBench(.active)
    #expect(bench.refusal(.order, reason: .firstCard) == .keyTaken)
    #expect(bench.refusal(.order, Self.twin, reason: .firstCard) == .successorExists)
    #expect(bench.refusal(.order, Self.renewed, reason: .renewal) == .notByThisAct)
    #expect(bench.refusal(.order, CardKey("2026-10/00"), reason: .additionalCard) == .tooEarly)
  }

  @Test func `renews from 45 days before the end of the month`() throws {
    var bench = try CardBench(.active)
    // 45 days before 2029-12-01 in Paris.
    bench.now = CardBench.instant("2029-10-16T21:59:59Z")
    #expect(bench.refusal(.renew, reason: .expiring, by: .system) == .tooEarly)
    bench.now = CardBench.instant("2029-10-16T22:00:00Z")
    try bench.act(.renew, reason: .expiring, by: .system)
    let successor = try #require(bench.state.card(Self.renewed))
    #expect(successor.predecessor == CardBench.key)
    #expect(bench.refusal(.renew, reason: .expiring, by: .system) == .successorExists)
  }

  @Test func `a renewal takes the next sequence number where the product says so`() throws {
    let bench = try renewing { $0.renewalSequence = .next }
    #expect(bench.state.cards.last?.key == CardKey("2032-11/01"))
  }

  @Test func `both cards pay until the successor is used, and then the first is replaced`() throws {
    var bench = try renewing()
    #expect(bench.answer { $0.expiry = CardBench.key.expiry } == .approved)
    #expect(bench.answer { $0.expiry = Self.renewed.expiry } == .notActive)
    let decision = try bench.act(.activate, Self.renewed)
    #expect(decision.events.map(\.name) == ["activated", "closed"])
    #expect(bench.cardState == .closed)
    #expect(bench.card.end?.reason == .replaced)
    #expect(bench.answer { $0.expiry = CardBench.key.expiry } == .closed)
    #expect(bench.answer { $0.expiry = Self.renewed.expiry } == .approved)
  }

  @Test func `renews nothing that was refused, suspended, blocked or has no account`() throws {
    var bench = try CardBench(.active)
    bench.now = CardBench.instant("2029-11-01T09:00:00Z")
    for policy in [
      RenewalPolicy.refusedByHolder, .refusedByIssuer(.nonPaymentRisk), .suspended(.estate),
    ] {
      try bench.act(.setRenewal, detail: .renewal(policy))
      #expect(bench.refusal(.renew, reason: .expiring, by: .system) == .renewalRefused)
    }
    try bench.act(.setRenewal, detail: .renewal(.automatic))
    var blocked = bench
    try blocked.act(.block, reason: .security)
    #expect(blocked.refusal(.renew, reason: .expiring, by: .system) == .wrongState)
    try bench.act(.setStanding, detail: .standing(.account(.closed)))
    #expect(bench.refusal(.renew, reason: .expiring, by: .system) == .standing)
  }

  @Test func `renews in the month that was agreed, and by hand before its turn`() throws {
    var bench = try CardBench(.active)
    let month = try #require(CardDate(year: 2027, month: 5))
    try bench.act(.setRenewal, detail: .renewal(.advanced(month)))
    bench.now = CardBench.instant("2027-04-30T12:00:00Z")
    #expect(bench.refusal(.renew, reason: .expiring, by: .system) == .tooEarly)
    #expect(bench.refusal(.renew, reason: .advanced, by: .system) == .tooEarly)
    #expect(bench.refusal(.renew, reason: .advanced) == nil)
    bench.now = CardBench.instant("2027-05-01T12:00:00Z")
    try bench.act(.renew, reason: .expiring, by: .system)
    #expect(bench.state.cards.last?.key == Self.renewed)
  }

  @Test func `replaces a damaged card by its twin, and keeps the first until the twin is used`()
    throws
  {
    var bench = try CardBench(.active)
    try bench.act(.setRenewal, detail: .renewal(.refusedByHolder))
    try bench.act(.replace, reason: .demagnetized)
    #expect(bench.state.card(Self.twin)?.predecessor == CardBench.key)
    #expect(bench.answer() == .approved)
    #expect(bench.state.card(Self.twin)?.renewal == .refusedByHolder)
    #expect(bench.refusal(.replace, reason: .damaged) == .successorExists)
    #expect(bench.refusal(.replace, reason: .afterOpposition) == .wrongState)
  }

  @Test func `refuses a card that is not named or not there, and an act without its reason`()
    throws
  {
    let bench = try CardBench(.active)
    #expect(bench.refusal(.lock, nil) == .cardNotNamed)
    #expect(bench.refusal(.order, nil, reason: .additionalCard) == .cardNotNamed)
    #expect(bench.refusal(.lock, Self.twin) == .noSuchCard)
    #expect(bench.refusal(.block) == .reasonMissing)
    #expect(
      bench.refusal(.oppose, detail: .opposition(number: "1", declared: nil)) == .reasonMissing)
    #expect(bench.refusal(.block, reason: .theft) == .reasonOfAnotherAct)
  }

  @Test func `a number has no more than 100 cards of one month`() throws {
    var bench = try CardBench(.active)
    let last = try #require(CardKey("2029-11/99"))
    try bench.act(.order, last, reason: .additionalCard)
    #expect(bench.refusal(.replace, reason: .damaged) == .noSequenceNumber)
  }

  @Test func `replaces an opposed card once, under another number`() throws {
    var bench = try CardBench(.opposed)
    #expect(bench.refusal(.replace, reason: .damaged) == .opposed)
    let decision = try bench.act(.replace, reason: .afterOpposition)
    #expect(decision.events.map(\.name) == ["replacedByNewPAN"])
    #expect(decision.effects.map(\.kind) == [.orderWithNewPAN])
    #expect(bench.state.cards.count == 1)
    #expect(bench.refusal(.replace, reason: .afterOpposition) == .alreadyReplaced)
  }

  @Test func `what was agreed goes over to the other number`() throws {
    var old = try CardBench(.active)
    try old.act(.revokeRecurring, reason: .consentWithdrawn, detail: .recurring(.merchant("SHOP1")))
    let zero = try #require(Limit(.withdrawal, days: 7, amountMinor: 0))
    let override = try #require(LimitOverride(zero, from: old.today, until: nil))
    try old.act(.setLimit, detail: .limit(override))
    var new = CardBench()
    try new.act(.order, reason: .replacement, detail: .order(old.state.inheritance))
    #expect(new.state.overrides == [override])
    #expect(new.state.revocations == [.merchant("SHOP1")])
    #expect(new.state.pin == .absent)
  }

  @Test func `expires at the end of the month in Paris, be it recorded or not`() throws {
    var bench = try CardBench(.active)
    // Winter time: 24:00 on 30 November is 23:00 in UTC.
    bench.now = CardBench.instant("2029-11-30T22:59:59.999Z")
    #expect(bench.refusal(.expire, by: .system) == .notExpired)
    #expect(bench.answer() == .approved)
    bench.now = CardBench.instant("2029-11-30T23:00:00Z")
    #expect(bench.answer() == .expired)
    #expect(bench.refusal(.lock) == .wrongState)
    try bench.act(.expire, by: .system)
    #expect(bench.card.end?.kind == .expired)
  }

  @Test func `withdraws after a letter, with two, and strikes off two business days later`() throws
  {
    var bench = try CardBench(.active)
    #expect(bench.refusal(.withdraw, reason: .abusiveUse) == .letterMissing)
    #expect(
      bench.refusal(.withdraw, reason: .abusiveUse, detail: .letter(sentOn: bench.today))
        == .letterMissing)
    let letter = CommandDetail.letter(sentOn: bench.today.adding(days: -1))
    #expect(try bench.act(.withdraw, reason: .abusiveUse, detail: letter).takesTwo)
    let effects = try bench.act(.withdraw, reason: .abusiveUse, detail: letter, twice: true).effects
    #expect(
      effects.map(\.kind) == [.restitutionLetter, .fileActionAdd, .walletStop, .declaration])
    #expect(effects.last?.due == bench.today.adding(months: 24))
    #expect(bench.answer() == .withdrawn)
    // 24 December 2026 is a Thursday: Christmas, TARGET's day and the week-end are not counted.
    bench.now = CardBench.instant("2026-12-24T09:00:00Z")
    #expect(try bench.act(.regularize).effects.first?.due == Day(year: 2026, month: 12, day: 29))
    #expect(bench.refusal(.regularize) == .alreadyDone)
    #expect(bench.answer() == .withdrawn)
  }

  @Test func `a second person looks at an end while the account is overdrawn`() throws {
    var bench = try CardBench(.active)
    try bench.act(.setStanding, detail: .standing(.account(.overdrawn)))
    #expect(try bench.act(.close, reason: .holderRequest).takesTwo)
    #expect(bench.cardState == .active)
    try bench.act(.close, reason: .holderRequest, twice: true)
    #expect(bench.cardState == .closed)
  }

  @Test func `cancels what was never delivered, and by itself only when the wait is over`() throws {
    var bench = try CardBench(.shipped)
    #expect(bench.refusal(.cancel, reason: .orderedByMistake) == .wrongState)
    try bench.act(.returnMail, reason: .undelivered)
    #expect(bench.refusal(.cancel, reason: .orderedByMistake) == .wrongState)
    #expect(bench.refusal(.cancel, reason: .undeliveredDestroyed, by: .system) == .tooEarly)
    #expect(bench.refusal(.destroy) == .tooEarly)
    bench.wait(days: 90)
    #expect(bench.refusal(.cancel, reason: .undeliveredDestroyed, by: .system) == nil)
    let decision = try bench.act(.destroy)
    #expect(decision.events.map(\.name) == ["supportMoved", "cancelled"])
    #expect(bench.cardState == .cancelled)
    #expect(bench.card.support == .destroyed)
  }

  @Test func `gives back a forgotten card to whom it knows, and no other`() throws {
    var bench = try CardBench(.active)
    #expect(bench.refusal(.capture, reason: .capturedOpposed) == .wrongState)
    try bench.act(.capture, reason: .forgotten, by: .system)
    #expect(bench.refusal(.capture, reason: .forgotten) == .supportElsewhere)
    #expect(bench.refusal(.giveBack) == .detailMissing)
    #expect(
      bench.refusal(.giveBack, detail: .identity(isChecked: false)) == .identityNotChecked)
    try bench.act(.giveBack, detail: .identity(isChecked: true))
    #expect(bench.card.support == .handedOver)
    try bench.act(.capture, reason: .threeWrongPINs, by: .system)
    #expect(
      bench.refusal(.giveBack, detail: .identity(isChecked: true)) == .supportElsewhere)
  }

  @Test func `follows the plastic from the branch to its end`() throws {
    var bench = try CardBench(.shipped)
    try bench.act(.receive)
    #expect(bench.card.support == .inBranch)
    try bench.act(.handOver, detail: .identity(isChecked: true))
    #expect(bench.card.support == .handedOver)
    bench.wait(days: 1)
    try bench.act(.activate)
    try bench.act(.close, reason: .holderRequest)
    try bench.act(.surrender)
    #expect(bench.card.support == .surrendered)
    try bench.act(.destroy)
    #expect(bench.card.support == .destroyed)
    #expect(bench.refusal(.destroy) == .supportElsewhere)
  }

  @Test func `a death ends every answer and stays`() throws {
    var bench = try CardBench(.active)
    try bench.act(.setStanding, detail: .standing(.holder(.deceased)))
    #expect(bench.answer() == .holderDeceased)
    #expect(
      bench.refusal(
        .setStanding, detail: .standing(.holder(.active)), by: .compliance,
        checker: Maker("victor", .compliance)) == .notAHigherState)
  }

  @Test func `a freeze is lifted by two of compliance`() throws {
    var bench = try CardBench(.active)
    try bench.act(.setStanding, detail: .standing(.holder(.frozen)))
    #expect(bench.answer() == .blocked)
    let lift = CommandDetail.standing(.holder(.active))
    #expect(bench.refusal(.setStanding, detail: lift) == .notAllowedForRole)
    #expect(
      bench.refusal(
        .setStanding, detail: lift, by: .compliance, checker: Maker("victor", .supervisor))
        == .checkerNotAllowed)
    #expect(try bench.act(.setStanding, detail: lift, by: .compliance).takesTwo)
    try bench.act(.setStanding, detail: lift, by: .compliance, twice: true)
    #expect(bench.answer() == .approved)
  }

  @Test func `an account that was closed opens again with two persons only`() throws {
    var bench = try CardBench(.active)
    try bench.act(.setStanding, detail: .standing(.account(.closed)))
    #expect(try bench.act(.setStanding, detail: .standing(.account(.open))).takesTwo)
    #expect(bench.answer() == .closed)
  }
}
