import CardCore
import CardRegistry
import Foundation
import GRDB
import TestSupport
import Testing

/// Several who have one registry open.
@Suite struct SharingTests {
  @Test func `is busy while another process writes, and changes nothing`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let impatient = try Registry(
      opening: bench.path, keys: RegistryBench.keys(), busySeconds: 0.02)
    let other = try DatabaseQueue(path: bench.path)
    let act = Act(.lock, .card(1), channel: .branch, key: "k")
    let context = ActContext(person: "anne", time: RegistryBench.start)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      do throws(RegistryError) {
        _ = try impatient.execute(act, context)
        Issue.record("wrote while another process did")
      } catch {
        #expect(error.code == .busy)
      }
      // Who only reads does not wait.
      #expect(try impatient.cards(.card(1)).map(\.state) == [.active])
      try db.execute(sql: "ROLLBACK")
    }
    guard case .done = try impatient.execute(act, context) else {
      Issue.record("the act was not done afterwards")
      return
    }
  }

  @Test func `four who write at once lose nothing`() async throws {
    let bench = try RegistryBench()
    try bench.fill(8)
    let path = bench.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          let registry = try Registry(
            opening: path, keys: RegistryBench.keys(), busySeconds: 60)
          for card in 1...8 {
            // Each card is locked by whoever comes first; the same key for all: done once.
            _ = try registry.execute(
              Act(.lock, .card(Int64(card)), channel: .branch, key: "lock-\(card)"),
              ActContext(person: "anne", time: RegistryBench.start))
            _ = try registry.execute(
              Act(
                .oppose, .card(Int64(card)), reason: .loss, detail: RegistryBench.opposition,
                channel: .branch, key: "oppose-\(card)-\(worker)"),
              ActContext(person: "anne", time: RegistryBench.start))
          }
        }
      }
      try await group.waitForAll()
    }
    for card in 1...8 {
      #expect(try bench.registry.cards(.card(Int64(card))).map(\.state) == [.opposed])
    }
    _ = try bench.registry.verifyAudit().get()
  }
}
