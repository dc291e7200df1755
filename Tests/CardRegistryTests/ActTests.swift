import CardCore
import CardRegistry
import Foundation
import TestSupport
import Testing

/// Acts on cards: written whole or not at all, once for each key, and for ever where the law says.
@Suite struct ActTests {
  private func state(_ bench: borrowing RegistryBench, _ card: Int64) throws -> CardState {
    let file = try bench.registry.file(of: card)
    return file.state.state(of: file.card)
  }

  private func done(_ outcome: Registry.Outcome) throws -> Registry.Answer {
    guard case .done(let answer) = outcome else {
      throw RegistryError(.database, "expected a done act, found \(outcome)")
    }
    return answer
  }

  @Test func `an opposition is on every card of the PAN and can be proved`() throws {
    let bench = try RegistryBench()
    try bench.fill(2)
    let second = try RegistryBench.card(0, month: 6)
    #expect(
      try bench.registry.importCards([second], by: "chief", at: RegistryBench.start).added == 1)
    let cards = try bench.registry.cards(.holder(reference: "C0"))
    #expect(cards.map(\.state) == [.active, .active])
    let answer = try done(
      bench.act(.oppose, cards[0].card, .theft, RegistryBench.opposition))
    #expect(answer.text.contains("\"number\":\"O-20251124-"))
    #expect(
      try bench.registry.cards(.holder(reference: "C0")).map(\.state) == [.opposed, .opposed])
    #expect(try bench.registry.cards(.holder(reference: "C1")).map(\.state) == [.active])
    let file = try bench.registry.file(of: cards[1].card)
    let number = try #require(file.state.opposition?.number)
    let proof = try bench.registry.proof(ofOpposition: number)
    #expect(proof.opposition.motive == .theft)
    #expect(proof.record == (try bench.registry.auditHead().sequence))
    #expect(proof.hash == (try bench.registry.auditHead().hash))
  }

  @Test func `a card made later of an opposed PAN is opposed`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    _ = try bench.act(.oppose, 1, .loss, RegistryBench.opposition)
    let later = try RegistryBench.card(0, month: 7)
    _ = try bench.registry.importCards([later], by: "chief", at: RegistryBench.start)
    #expect(
      try bench.registry.cards(.holder(reference: "C0")).map(\.state) == [.opposed, .opposed])
  }

  @Test func `a second opposition keeps the number and takes the worse reason`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    _ = try bench.act(.oppose, 1, .loss, RegistryBench.opposition, key: "a")
    let first = try #require(try bench.registry.file(of: 1).state.opposition)
    _ = try done(bench.act(.oppose, 1, .theft, RegistryBench.opposition, key: "b", after: 90))
    _ = try done(bench.act(.oppose, 1, .loss, RegistryBench.opposition, key: "c", after: 99))
    let last = try #require(try bench.registry.file(of: 1).state.opposition)
    #expect(last.number == first.number && last.recorded == first.recorded)
    #expect(last.motive == .theft)
  }

  @Test func `the same act under the same key is done once and answered the same`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let first = try done(bench.act(.oppose, 1, .loss, RegistryBench.opposition, key: "k"))
    let head = try bench.registry.auditHead()
    let again = try done(
      bench.act(.oppose, 1, .loss, RegistryBench.opposition, key: "k", after: 600))
    #expect(!first.isRepeated && again.isRepeated)
    #expect(first.text == again.text)
    #expect(try bench.registry.auditHead() == head)
  }

  @Test func `refuses another act under a key that was given before`() throws {
    let bench = try RegistryBench()
    try bench.fill(2)
    _ = try bench.act(.lock, 1, key: "k")
    #expect(throws: RegistryError.self) { try bench.act(.lock, 2, key: "k") }
    #expect(throws: RegistryError.self) { try bench.act(.unlock, 1, key: "k") }
    #expect(try state(bench, 2) == .active)
  }

  @Test func `refuses people who are no operators, and cards that there are not`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    #expect(throws: RegistryError.self) { try bench.act(.lock, 1, by: "mallory") }
    #expect(throws: RegistryError.self) { try bench.act(.lock, 77) }
  }

  @Test func `what a rule refuses changes nothing and says what is allowed`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let head = try bench.registry.auditHead()
    guard case .refused(let refusal) = try bench.act(.unlock, 1) else {
      Issue.record("an active card was unlocked")
      return
    }
    #expect(refusal.state == .active)
    #expect(refusal.allowed.contains(.lock))
    #expect(try bench.registry.auditHead() == head)
  }

  @Test func `a dry run answers as the act does and changes nothing`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let head = try bench.registry.auditHead()
    let dry = try done(
      bench.act(.oppose, 1, .loss, RegistryBench.opposition, key: "k", isDryRun: true))
    #expect(try bench.registry.auditHead() == head)
    #expect(try state(bench, 1) == .active)
    let real = try done(bench.act(.oppose, 1, .loss, RegistryBench.opposition, key: "k"))
    #expect(dry.text == real.text)
  }

  @Test func `all acts of a list are done or none`() throws {
    let bench = try RegistryBench()
    try bench.fill(2)
    _ = try bench.act(.oppose, 2, .loss, RegistryBench.opposition)
    let acts = [1, 2].map { Act(.lock, .card($0), channel: .branch, key: "all-\($0)") }
    let context = ActContext(
      person: "anne", time: RegistryBench.start.adding(milliseconds: 90_000))
    let outcomes = try bench.registry.executeAll(acts, context)
    guard case .refused = outcomes.last else {
      Issue.record("an opposed card was locked")
      return
    }
    #expect(try state(bench, 1) == .active)
    #expect(try bench.registry.verifyAudit().get().sequence == bench.registry.auditHead().sequence)
  }

  @Test(arguments: [
    "UPDATE pan SET oppositionNumber = NULL", "UPDATE card SET state = 'active' WHERE id = 1",
    "DELETE FROM card", "DELETE FROM pan", "UPDATE pan SET token = zeroblob(16)",
    "INSERT INTO card (pan, sequenceNumber, expiry, state, origin, detail) "
      + "VALUES (1, 9, 203001, 'active', 1, '{}')",
    "UPDATE card SET expiry = 203001", "DELETE FROM command", "UPDATE outbox SET doneAt = 1",
    "UPDATE outbox SET doneAt = 2", "DELETE FROM outbox", "UPDATE card SET state = 'alive'",
  ])
  func `the schema keeps an opposition from other programs too`(statement: String) throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    _ = try bench.act(.oppose, 1, .loss, RegistryBench.opposition)
    if statement.hasSuffix("doneAt = 1") {
      #expect(try bench.refusal(of: statement) == nil)
      #expect(try bench.refusal(of: statement) != nil)
    } else if !statement.hasSuffix("doneAt = 2") {
      #expect(try bench.refusal(of: statement) != nil, "\(statement)")
    }
    #expect(try state(bench, 1) == .opposed)
  }

  @Test func `after an opposition nothing of ten hundred random acts approves again`() throws {
    let bench = try RegistryBench()
    try bench.fill(3)
    _ = try bench.act(.oppose, 1, .loss, RegistryBench.opposition)
    var random = SplitMix64(seed: 6)
    for index in 0..<1_000 {
      let verb = Verb.allCases[Int(random.next() % UInt64(Verb.allCases.count))]
      let reasons = Reason.all(of: verb)
      let reason = reasons.isEmpty ? nil : reasons[Int(random.next() % UInt64(reasons.count))]
      let person = ["anne", "bob", "cleo", "chief"][Int(random.next() % 4)]
      let card = Int64(random.next() % 3) + 1
      let detail = verb == .oppose ? RegistryBench.opposition : .none
      _ = try? bench.act(
        verb, card, reason, detail, by: person, key: "random-\(index)", after: Int64(index))
      #expect(try state(bench, 1) == .opposed)
    }
    #expect(try bench.registry.verifyAudit().get().sequence > 10)
  }
}
