import CardCore
import CardRegistry
import Testing

/// P1 to P4: the PIN of a number.
@Suite struct PINTests {
  private func tried(_ bench: inout CardBench, _ isCorrect: Bool) throws {
    try bench.act(.tryPIN, detail: .pinTry(isCorrect: isCorrect), by: .system)
  }

  @Test func `three wrong tries block, and a right one gives all tries back`() throws {
    var bench = try CardBench(.active)
    try tried(&bench, false)
    try tried(&bench, false)
    #expect(bench.state.pin == .active(triesLeft: 1))
    try tried(&bench, true)
    #expect(bench.state.pin == .active(triesLeft: 3))
    for _ in 1...3 { try tried(&bench, false) }
    #expect(bench.state.pin == .blocked)
    #expect(bench.answer() == .pinTriesUsedUp)
    #expect(
      bench.refusal(.tryPIN, detail: .pinTry(isCorrect: true), by: .system) == .pinState)
  }

  @Test func `two persons unblock, and the chip has to be told`() throws {
    var bench = try CardBench(.active)
    #expect(bench.refusal(.unblockPIN, reason: .identityVerified) == .pinState)
    for _ in 1...3 { try tried(&bench, false) }
    #expect(try bench.act(.unblockPIN, reason: .identityVerified).takesTwo)
    let decision = try bench.act(.unblockPIN, reason: .identityVerified, twice: true)
    #expect(decision.effects.map(\.kind) == [.chipScript])
    #expect(bench.state.pin == .scriptPending(triesLeft: 3))
    try tried(&bench, false)
    #expect(bench.state.pin == .scriptPending(triesLeft: 2))
    try bench.act(.confirmScript)
    #expect(bench.state.pin == .active(triesLeft: 2))
    #expect(bench.refusal(.confirmScript) == .pinState)
  }

  @Test func `sends the same PIN only where it can be made again`() throws {
    var natural = try CardBench(.active)
    let decision = try natural.act(.reissuePIN, reason: .forgottenPIN)
    #expect(decision.effects.map(\.kind) == [.pinLetter])
    let pvv = try CardBench(.active) { $0.pinMethod = .pvv }
    #expect(pvv.refusal(.reissuePIN, reason: .forgottenPIN) == .samePINImpossible)
    #expect(pvv.refusal(.reissuePIN, reason: .compromisedPIN) == nil)
  }

  @Test func `a new PIN waits for the chip, and takes new plastic where the chip verifies it`()
    throws
  {
    var online = try CardBench(.active)
    let decision = try online.act(.reissuePIN, reason: .compromisedPIN)
    #expect(decision.effects.map(\.kind) == [.pinLetter, .chipScript])
    #expect(online.state.pin == .scriptPending(triesLeft: 3))
    #expect(online.state.cards.count == 1)
    var offline = try CardBench(.active) { $0.hasOfflinePIN = true }
    try offline.act(.reissuePIN, reason: .compromisedPIN)
    #expect(offline.state.cards.map(\.key.description) == ["2029-11/00", "2029-11/01"])
  }

  @Test func `sends no more letters a day than the product says`() throws {
    var bench = try CardBench(.active)
    try bench.act(.reissuePIN, reason: .forgottenPIN)
    #expect(bench.refusal(.reissuePIN, reason: .forgottenPIN) == .tooManyLetters)
    bench.wait(days: 1)
    #expect(bench.refusal(.reissuePIN, reason: .forgottenPIN) == nil)
  }

  @Test func `a letter leaves on a business day`() throws {
    var bench = try CardBench(.active)
    // A Saturday, 2 January 2027.
    bench.now = CardBench.instant("2027-01-02T09:00:00Z")
    let effects = try bench.act(.reissuePIN, reason: .forgottenPIN).effects
    #expect(effects.first?.due == Day(year: 2027, month: 1, day: 4))
  }

  @Test func `sends no PIN for a number that is opposed or has no card in use`() throws {
    #expect(
      try CardBench(.opposed).refusal(.reissuePIN, reason: .forgottenPIN) == .opposed)
    #expect(
      try CardBench(.closed).refusal(.reissuePIN, reason: .forgottenPIN) == .wrongState)
    #expect(
      try CardBench(.blocked).refusal(.reissuePIN, reason: .forgottenPIN) == .wrongState)
  }
}
