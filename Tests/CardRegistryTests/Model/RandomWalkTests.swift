import CardRegistry
import Foundation
import Testing

/// What holds whatever is done in whatever order.
@Suite struct RandomWalkTests {
  /// `REGISTRY_WALK` gives the number of commands of a longer walk, `REGISTRY_SEED` its seed.
  @Test func `after an opposition no answer approves, ever, and no end is left`() {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["REGISTRY_WALK"].flatMap(Int.init) ?? 12_000
    let seed = environment["REGISTRY_SEED"].flatMap(UInt64.init) ?? 6
    var walk = RandomWalk(seed: seed)
    walk.run(count)
    #expect(walk.finding == nil, "seed \(seed)")
    #expect(walk.doneCount + walk.refusedCount == count)
    #expect(walk.doneCount > count / 6)
    #expect(walk.opposedCount > count / 500)
    #expect(walk.seenStates == Set(CardState.allCases))
    #expect(walk.seenSupports == Set(Support.allCases))
    let missing = Self.names.subtracting(walk.seenEvents)
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

  /// Every event but `inherited`, which only a number under replacement has.
  private static let names: Set<String> = [
    "ordered", "produced", "shipped", "mailReturned", "resent", "activated", "locked", "unlocked",
    "blocked", "causeLifted", "opposed", "oppositionAggravated", "oppositionRepeated", "withdrawn",
    "regularized", "replacedByNewPAN", "expired", "closed", "cancelled", "captured", "givenBack",
    "supportMoved", "pinLetterOrdered", "pinTried", "pinUnblocked", "scriptConfirmed",
    "paymentOpposed", "recurringRevoked", "limitSet", "renewalDecided", "standingChanged",
    "approvalRequested",
  ]
}
