import CardCore
import CardRegistry
import Testing

/// Every reason, every event and every refusal comes about.
@Suite struct ReachTests {
  /// What becomes of every command that the variants know, by every role.
  private func walk(
    _ body: (Command, Result<Decision, Refusal>) throws -> Void
  ) throws {
    for state in CardState.allCases {
      for bench in try CardVariants.all(state) {
        for verb in Verb.allCases {
          for role in Role.allCases {
            for command in CardVariants.commands(verb, on: bench, by: role) {
              try body(command, outcome(command, on: bench))
            }
          }
        }
      }
    }
  }

  private func outcome(
    _ command: Command, on bench: CardBench
  ) -> Result<Decision, Refusal> {
    do throws(Refusal) {
      return .success(try bench.state.decide(command, of: bench.product))
    } catch {
      return .failure(error)
    }
  }

  @Test func `every reason leads to an act that is done`() throws {
    // Those that only an act's consequence has, or a decision carries within.
    var seen: Set<Reason> = [.renewal, .nonPaymentRisk, .unsuitableProduct, .estate, .guardianship]
    let empty = CardBench()
    for reason in [Reason.firstCard, .replacement] {
      if empty.refusal(.order, reason: reason) == nil { seen.insert(reason) }
    }
    try walk { command, outcome in
      if case .success = outcome, let reason = command.reason { seen.insert(reason) }
    }
    let missing = Reason.allCases.filter { !seen.contains($0) && $0.insteadOfOpposition == nil }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test func `every refusal comes about`() throws {
    // Each of these has a test of its own.
    var seen: Set<Refusal.Code> = [
      .inTheFuture, .reasonNotInForce, .productClosed, .identityNotChecked, .alreadyCredited,
      .unfitText, .detailMissing, .standing, .samePINImpossible, .noSuchCard, .cardNotNamed,
      .reasonMissing, .noSequenceNumber, .notAMotive, .letterMissing, .notAHigherState,
    ]
    try walk { _, outcome in
      if case .failure(let refusal) = outcome { seen.insert(refusal.code) }
    }
    var walk = RandomWalk(seed: 39)
    walk.run(6_000)
    #expect(walk.finding == nil)
    seen.formUnion(walk.seenRefusals)
    let missing = Refusal.Code.allCases.filter { !seen.contains($0) }
    #expect(missing.isEmpty, "\(missing)")
  }
}
