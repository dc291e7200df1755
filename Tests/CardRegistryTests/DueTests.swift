import CardCore
import GRDB
import TestSupport
import Testing

@testable import CardRegistry

/// The cards whose term has come: how they are found, and what a run over them does.
@Suite struct DueTests {
  /// 20 April 2028: the cards that end with May are due, and those of June are not yet.
  private static let term = Instant(millisecondsSince1970: 1_839_801_600_000)

  private static func term(after days: Int64) -> Instant {
    term.adding(milliseconds: days * 86_400_000)
  }

  @Test(arguments: [Verb.renew, .expire])
  func `are found through their index, without looking at the others`(verb: Verb) throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let queue = try DatabaseQueue(path: bench.path)
    let plan = try queue.read { db in
      try Row.fetchAll(
        db, sql: "EXPLAIN QUERY PLAN " + DueQuery.sql(for: verb), arguments: [202_805]
      ).map { $0["detail"] as String }
    }
    #expect(plan.first == "SEARCH card USING INDEX cardByEnd (expiry<?)")
    #expect(!plan.contains { $0.hasPrefix("SCAN") })
  }

  @Test func `are those in the states of the act and up to its month`() throws {
    let bench = try RegistryBench()
    try bench.fill(2)
    try bench.registry.set(
      Operator(name: "night", roles: [.system]), by: "chief", at: RegistryBench.start)
    let later = try RegistryBench.card(2, month: 6)
    let blocked = try RegistryBench.card(3, state: .blocked, reason: .security)
    let opposed = try RegistryBench.card(4, state: .opposed, reason: .loss)
    let shipped = try RegistryBench.card(5, state: .shipped)
    let report = try bench.registry.importCards(
      [later, blocked, opposed, shipped], by: "chief", at: RegistryBench.start)
    #expect(report.added == 4)
    let context = ActContext(person: "night", time: Self.term)
    #expect(try bench.registry.renewDue(context).done == 2)
    let again = try bench.registry.renewDue(context)
    #expect(again.done == 0 && again.repeated == 2)
    let may = ActContext(person: "night", time: Self.term(after: 30))
    #expect(try bench.registry.renewDue(may).done == 1)
    #expect(try bench.registry.expireDue(may) == Registry.DueReport())
    // The blocked card and the one that was never activated end too; the opposed one stays opposed.
    let june = ActContext(person: "night", time: Self.term(after: 45))
    #expect(try bench.registry.expireDue(june).done == 4)
    #expect(try bench.registry.expireDue(june) == Registry.DueReport())
  }

  @Test func `a rehearsal finds as many and changes nothing`() throws {
    let bench = try RegistryBench()
    try bench.fill(3)
    try bench.registry.set(
      Operator(name: "night", roles: [.system]), by: "chief", at: RegistryBench.start)
    let head = try bench.registry.auditHead()
    let rehearsed = try bench.registry.renewDue(
      ActContext(person: "night", time: Self.term, isDryRun: true))
    #expect(try bench.registry.auditHead() == head)
    let real = try bench.registry.renewDue(ActContext(person: "night", time: Self.term))
    #expect(rehearsed == real)
  }
}
