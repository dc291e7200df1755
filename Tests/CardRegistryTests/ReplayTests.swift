import CardCore
import CardRegistry
import GRDB
import TestSupport
import Testing

/// The tables made again from the audit trail, now and as of then.
@Suite struct ReplayTests {
  /// Three active cards, one card of each other state, and some acts on the first ones.
  private func bench() throws -> RegistryBench {
    let bench = try RegistryBench()
    try bench.fill(3)
    let others = try CardState.allCases.enumerated().map { index, state in
      try RegistryBench.card(
        10 + index, state: state, reason: PortfolioCard.reasons(of: state).first)
    }
    let report = try bench.registry.importCards(others, by: "chief", at: RegistryBench.start)
    #expect(report.added == CardState.allCases.count)
    return bench
  }

  @Test func `what an import took in is what is kept of it`() throws {
    let bench = try bench()
    let replay = try bench.registry.replayAudit().get()
    #expect(replay.numbers == 14 && replay.cards == 14 && replay.untold == 0)
  }

  @Test func `thousands of random acts come to what the tables say`() throws {
    let bench = try bench()
    try bench.registry.set(
      Operator(name: "night", roles: [.system]), by: "chief", at: RegistryBench.start)
    var random = SplitMix64(seed: 20_261_125)
    var done = 0
    for index in 0..<1_500 {
      let verb = Verb.allCases[Int(random.next() % UInt64(Verb.allCases.count))]
      let reasons = Reason.all(of: verb)
      let reason = reasons.isEmpty ? nil : reasons[Int(random.next() % UInt64(reasons.count))]
      let person = ["anne", "bob", "cleo", "chief", "night"][Int(random.next() % 5)]
      // Opposed last of all: an opposition ends most of what can be tried.
      let isLate = index > 1_200
      guard verb != .oppose || isLate else { continue }
      let outcome = try? bench.act(
        verb, Int64(random.next() % 14) + 1, reason, RandomDetail.of(verb, &random), by: person,
        key: "random-\(index)", after: Int64(index) * 3_600)
      if case .done = outcome { done += 1 }
      if case .waiting = outcome, let last = try bench.registry.approvals().last {
        let context = ActContext(
          person: "cleo",
          time: RegistryBench.start.adding(milliseconds: Int64(index) * 3_600_000 + 1))
        if case .done = try? bench.registry.accept(last.number, context) { done += 1 }
      }
    }
    #expect(done > 100)
    let replay = try bench.registry.replayAudit().get()
    #expect(replay.untold == 0)
    #expect(replay.numbers >= 14)
  }

  @Test func `an order and its replacement come to what the tables say`() throws {
    let bench = try bench()
    let order = Order(
      holder: "C0", product: "classic", reason: .additionalCard, channel: .branch, key: "o")
    let context = ActContext(person: "anne", time: RegistryBench.start)
    guard case .done = try bench.registry.order(order, context) else {
      Issue.record("an order was refused")
      return
    }
    _ = try bench.act(.oppose, 1, .theft, RegistryBench.opposition)
    _ = try bench.act(.replace, 1, .afterOpposition)
    #expect(try bench.registry.replayAudit().get().numbers == 16)
  }

  @Test(arguments: [
    (
      "UPDATE card SET detail = replace(detail, '\"automatic\"', '\"refusedByHolder\"') "
        + "WHERE id = 1", AuditReplay.Difference.card(1)
    ),
    ("UPDATE card SET state = 'locked' WHERE id = 2", .card(2)),
    ("UPDATE pan SET revision = revision + 1 WHERE id = 2", .number(2)),
    ("UPDATE pan SET detail = replace(detail, '(3)', '(2)') WHERE id = 3", .number(3)),
    ("UPDATE pan SET oppositionNumber = 'O-20260101-00000001' WHERE id = 1", .number(1)),
    ("INSERT INTO operatorRole VALUES ('anne', 'compliance')", .person("anne")),
    (
      "INSERT INTO operator VALUES ('eve', 1); INSERT INTO operatorRole VALUES ('eve', 'clerk')",
      .person("eve")
    ),
    ("DELETE FROM operatorRole WHERE operator = 'bob'", .person("bob")),
    (
      "UPDATE product SET definition = replace(definition, '\"validityMonths\":36', "
        + "'\"validityMonths\":96')", .product("classic")
    ),
  ])
  func `a table that was changed from outside is named`(
    statement: String, difference: AuditReplay.Difference
  ) throws {
    let bench = try bench()
    try bench.tamper(statement)
    #expect(try bench.registry.verifyAudit().get().sequence > 0)
    #expect(try bench.registry.replayAudit() == .failure(difference))
  }

  @Test func `how a card began is kept by the schema`() throws {
    let bench = try bench()
    #expect(try bench.refusal(of: "UPDATE card SET start = NULL") != nil)
  }

  @Test func `a number without its start is counted, and its past is not told`() throws {
    let bench = try bench()
    try bench.tamper("UPDATE card SET start = NULL WHERE id = 1", dropping: ["cardKeepsItsStart"])
    #expect(try bench.registry.replayAudit().get().untold == 1)
    #expect(throws: RegistryError.self) {
      try bench.registry.file(of: 1, asOf: .latest, knownAt: .latest)
    }
  }

  @Test func `a card is shown as it was, and as it was known`() throws {
    let bench = try bench()
    func state(asOf seconds: Int64, knownAt known: Int64) throws -> CardState {
      let file = try bench.registry.file(
        of: 1, asOf: RegistryBench.start.adding(milliseconds: seconds * 1_000),
        knownAt: RegistryBench.start.adding(milliseconds: known * 1_000))
      return file.state.state(of: file.card)
    }
    _ = try bench.act(.lock, 1, after: 100)
    // Told at 300 for what took effect at 200.
    let act = Act(
      .block, .card(1), reason: .security, channel: .branch,
      effective: RegistryBench.start.adding(milliseconds: 200_000), key: "late")
    let told = ActContext(
      person: "anne", time: RegistryBench.start.adding(milliseconds: 300_000))
    guard case .done = try bench.registry.execute(act, told) else {
      Issue.record("a block was refused")
      return
    }
    #expect(try state(asOf: 50, knownAt: 400) == .active)
    #expect(try state(asOf: 100, knownAt: 400) == .locked)
    #expect(try state(asOf: 250, knownAt: 400) == .blocked)
    #expect(try state(asOf: 250, knownAt: 299) == .locked)
    #expect(try state(asOf: 400, knownAt: 99) == .active)
    #expect(throws: RegistryError.self) { try state(asOf: -10, knownAt: 400) }
    #expect(throws: RegistryError.self) { try state(asOf: 400, knownAt: -10) }
  }
}

/// What an act takes beside its reason, drawn.
enum RandomDetail {
  static func of(_ verb: Verb, _ random: inout SplitMix64) -> CommandDetail {
    switch verb {
    case .oppose: RegistryBench.opposition
    case .ship: .shipment(tracking: "T\(random.next() % 1_000)")
    case .giveBack, .handOver: .identity(isChecked: true)
    case .tryPIN: .pinTry(isCorrect: random.next() % 3 == 0)
    case .opposePayment: .payment(reference: "P\(random.next() % 1_000)", isCredited: false)
    case .revokeRecurring: .recurring(.merchant("SHOP\(random.next() % 10)"))
    case .setRenewal: .renewal(random.next() % 2 == 0 ? .automatic : .refusedByHolder)
    case .setStanding:
      .standing(random.next() % 2 == 0 ? .account(.overdrawn) : .account(.open))
    case .withdraw: .letter(sentOn: Day(of: RegistryBench.start))
    default: .none
    }
  }
}
