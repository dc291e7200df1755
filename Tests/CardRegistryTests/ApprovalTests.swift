import CardCore
import CardRegistry
import TestSupport
import Testing

/// Acts that take two persons.
@Suite struct ApprovalTests {
  private func blocked() throws -> RegistryBench {
    let bench = try RegistryBench()
    try bench.fill(1)
    _ = try bench.act(.block, 1, .security)
    return bench
  }

  private func context(_ person: String, after seconds: Int64 = 300) -> ActContext {
    ActContext(
      person: person, time: RegistryBench.start.adding(milliseconds: seconds * 1_000))
  }

  private func code(_ body: () throws -> Void) throws -> RegistryError.Code? {
    do {
      try body()
      return nil
    } catch let error as RegistryError {
      return error.code
    }
  }

  private func state(_ bench: borrowing RegistryBench) throws -> CardState {
    try bench.registry.cards(.card(1))[0].state
  }

  @Test func `one person blocks, and two unblock`() throws {
    let bench = try blocked()
    #expect(try state(bench) == .blocked)
    guard case .waiting = try bench.act(.unblock, 1, .causeLifted, .cause(.security)) else {
      Issue.record("one person unblocked a card")
      return
    }
    #expect(try state(bench) == .blocked)
    let approval = try #require(try bench.registry.approvals().first)
    #expect(approval.maker == "anne" && approval.isOpen(at: context("bob").time))
    guard case .done = try bench.registry.accept(approval.number, context("bob")) else {
      Issue.record("a checker was refused")
      return
    }
    #expect(try state(bench) == .active)
    #expect(try bench.registry.approvals().isEmpty)
    #expect(try bench.registry.approvals(isAll: true).first?.checker == "bob")
    #expect(try code { _ = try bench.registry.accept(approval.number, context("bob")) } == .lapsed)
  }

  @Test func `whoever asks does not accept, whatever the role`() throws {
    let bench = try blocked()
    _ = try bench.act(.unblock, 1, .causeLifted, .cause(.security), by: "chief")
    guard case .refused(let refusal) = try bench.registry.accept(1, context("chief")) else {
      Issue.record("one person did both")
      return
    }
    #expect(refusal.isForRole)
    #expect(
      try bench.refusal(
        of: "UPDATE approval SET status = 'accepted', checker = maker, decidedAt = 1") != nil)
    #expect(try state(bench) == .blocked)
  }

  @Test func `a clerk does not accept`() throws {
    let bench = try blocked()
    try bench.registry.set(
      Operator(name: "ada", roles: [.clerk]), by: "chief", at: RegistryBench.start)
    _ = try bench.act(.unblock, 1, .causeLifted, .cause(.security))
    guard case .refused = try bench.registry.accept(1, context("ada")) else {
      Issue.record("a clerk accepted")
      return
    }
    #expect(try code { try bench.registry.reject(1, context("ada")) } == .notAllowed)
  }

  @Test func `is refused where the state has moved since`() throws {
    let bench = try blocked()
    _ = try bench.act(.unblock, 1, .causeLifted, .cause(.security))
    _ = try bench.act(.block, 1, .suspectedFraud, after: 120)
    #expect(try code { _ = try bench.registry.accept(1, context("bob")) } == .moved)
    #expect(try state(bench) == .blocked)
  }

  @Test func `waits 72 hours and not longer`() throws {
    let bench = try blocked()
    _ = try bench.act(.unblock, 1, .causeLifted, .cause(.security))
    let late = context("bob", after: 60 + 72 * 3_600)
    #expect(try code { _ = try bench.registry.accept(1, late) } == .lapsed)
    #expect(try code { try bench.registry.reject(1, late) } == .lapsed)
    #expect(try state(bench) == .blocked)
  }

  @Test func `is rejected by another person, for good`() throws {
    let bench = try blocked()
    _ = try bench.act(.unblock, 1, .causeLifted, .cause(.security))
    #expect(try code { try bench.registry.reject(1, context("anne")) } == .notAllowed)
    try bench.registry.reject(1, context("bob"))
    #expect(try code { _ = try bench.registry.accept(1, context("bob")) } == .lapsed)
    #expect(try state(bench) == .blocked)
    #expect(try bench.registry.verifyAudit().get().sequence > 5)
  }

  @Test(arguments: [
    "DELETE FROM approval", "UPDATE approval SET maker = 'bob'",
    "UPDATE approval SET command = '{}'", "UPDATE approval SET expiresAt = 1",
    "UPDATE approval SET status = 'accepted', checker = 'nobody', decidedAt = 1",
    "UPDATE approval SET status = 'accepted', decidedAt = 1",
  ])
  func `the schema keeps what was asked for from other programs too`(statement: String) throws {
    let bench = try blocked()
    _ = try bench.act(.unblock, 1, .causeLifted, .cause(.security))
    #expect(try bench.refusal(of: statement) != nil)
  }
}
