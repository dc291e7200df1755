import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

/// What the score promises of order, time and restarts.
struct ScoreTests {
  private typealias Stream = ScoredStream
  private static let rows = Stream.rows(seed: 11, count: 3_000)

  @Test func `scores and alerts are the same for any shards and blocks`() throws {
    let expected = Stream.outcome(Self.rows, by: try Stream.monitor())
    #expect(expected.scores.count == expected.counts?.scored)
    #expect((expected.counts?.frauds ?? 0) > 100 && !expected.lines.isEmpty)
    for (shards, blocks) in [(1, 1), (3, 64), (7, 1_000)] {
      let other = Stream.outcome(Self.rows, in: blocks, by: try Stream.monitor(shards: shards))
      // A difference of thousands of scores is no message.
      let isSame = other == expected
      #expect(isSame, "\(shards) shards, blocks of \(blocks)")
    }
  }

  @Test func `a run that goes on from saved state ends as one that was not stopped`() throws {
    let expected = Stream.outcome(Self.rows, by: try Stream.monitor())
    for (stop, shards) in [(1, 2), (700, 5), (2_999, 1)] {
      var outcome = Stream.Outcome()
      let first = try Stream.monitor(shards: 2)
      Stream.feed(Self.rows[..<stop], in: 256, to: first, into: &outcome)
      var writer = StateWriter()
      first.encode(to: &writer)
      let second = try Stream.monitor(shards: shards)
      var reader = StateReader(writer.bytes)
      try second.restore(from: &reader)
      try reader.expectEnd()
      #expect(second.stateHash == first.stateHash)
      Stream.feed(Self.rows[stop...], in: 256, to: second, into: &outcome)
      outcome.counts = second.scoreCounts
      outcome.hash = second.stateHash
      let isSame = outcome == expected
      #expect(isSame, "stopped at \(stop)")
    }
  }

  @Test func `saved state that cannot be is refused`() throws {
    let first = try Stream.monitor()
    var outcome = Stream.Outcome()
    Stream.feed(Self.rows[..<900], in: 256, to: first, into: &outcome)
    var writer = StateWriter()
    first.encode(to: &writer)
    var reader = StateReader(Array(writer.bytes.dropLast(40)))
    let second = try Stream.monitor()
    #expect(throws: StateError.self) { try second.restore(from: &reader) }
    var whole = StateReader(writer.bytes)
    let other = try Stream.monitor("version: 1\nrules: []\n")
    #expect(throws: StateError.self) { try other.restore(from: &whole) }
  }

  @Test func `the future cut off leaves past scores as they were`() throws {
    let expected = Stream.outcome(Self.rows, by: try Stream.monitor())
    let cut = Stream.outcome(Array(Self.rows[..<1_500]), by: try Stream.monitor())
    let isSame = Array(expected.scores.prefix(cut.scores.count)) == cut.scores
    #expect(isSame)
  }

  @Test func `labels change nothing before they are known, and something after`() throws {
    let expected = Stream.outcome(Self.rows, by: try Stream.monitor())
    var flipped = Self.rows
    for index in 1_000..<flipped.count {
      flipped[index].transaction.facts.formSymmetricDifference(.isFraud)
    }
    let changed = Stream.outcome(flipped, by: try Stream.monitor())
    let known = Self.rows[1_000].requestTime.adding(milliseconds: 3 * 86_400_000)
    let before = Set(Self.rows.filter { $0.transaction.time < known }.map(\.requestSequence))
    let pairs = zip(expected.scores, changed.scores)
    #expect(pairs.allSatisfy { !before.contains($0.0.sequence) || $0.0 == $0.1 })
    #expect(pairs.contains { $0.0 != $0.1 })
  }

  @Test func `what labels say is learnt`() throws {
    let rows = Self.rows
    let scores = Stream.outcome(rows, by: try Stream.monitor()).scores
    let byName = Dictionary(uniqueKeysWithValues: scores.map { ($0.sequence, $0.score) })
    var sums: [Bool: (sum: Double, count: Double)] = [:]
    for row in rows.suffix(1_500) {
      guard let score = byName[row.transaction.sequence] else { continue }
      sums[row.transaction.facts.contains(.isFraud), default: (0, 0)].sum += score
      sums[row.transaction.facts.contains(.isFraud), default: (0, 0)].count += 1
    }
    let means = sums.mapValues { $0.sum / $0.count }
    #expect((means[true] ?? 0) > 2 * (means[false] ?? 1))
  }

  @Test func `a stream without labels is scored by habits alone`() throws {
    let rows = Stream.rows(seed: 11, count: 2_000, isLabelled: false)
    let monitor = try Stream.monitor()
    let outcome = Stream.outcome(rows, by: monitor)
    #expect(outcome.counts?.genuine == 0 && outcome.counts?.frauds == 0)
    #expect(monitor.labelQueueByteCount == 0)
    #expect(Set(outcome.scores.map(\.score)).count > 20)
    #expect(outcome.scores.allSatisfy { 0...1 ~= $0.score })
  }

  @Test func `an alert tells the score and its parts`() throws {
    let outcome = Stream.outcome(Self.rows, by: try Stream.monitor())
    let line = try #require(outcome.lines.last)
    let alert = try JSONReader().read(String(decoding: line, as: UTF8.self))
    let score = try #require(alert["score"]?.double)
    #expect(score >= 0.2)
    #expect(alert["scoreParts"]?["card"]?.double != nil)
    #expect(alert["scoreParts"]?["hour"]?.double != nil)
  }

  @Test func `a label waits in 16 bytes`() throws {
    #expect(MemoryLayout<PendingLabel>.stride == PendingLabel.byteCount)
    let label = PendingLabel(
      terminal: .max, second: 3_599, kind: .correction, run: TerminalRun.cellCount - 1,
      amount: 255, habit: ScoreBins.habitCount - 1, chance: 1, contexts: 1 << 37 - 1)
    #expect(label.terminal == .max && label.second == 3_599 && label.kind == .correction)
    #expect(label.run == TerminalRun.cellCount - 1 && label.amount == 255)
    #expect(label.habit == ScoreBins.habitCount - 1 && label.chance == 1)
    #expect(label.contexts == 1 << 37 - 1 && label.isSound)
    #expect(!PendingLabel(head: 3 << 44, tail: 0).isSound)
  }

  @Test func `with the default rules and a score a card takes 256 bytes, a terminal 64`() throws {
    let rules = try RuleSet(yaml: RuleSet.defaultText, isScoring: true)
    func byteCount(_ subject: Subject) throws -> Int? {
      try rules.lanes.first { $0.subject == subject }.map { try LaneLayout($0).recordByteCount }
    }
    #expect(try #require(try byteCount(.card)) <= 256)
    #expect(try #require(try byteCount(.terminal)) <= 64)
  }
}
