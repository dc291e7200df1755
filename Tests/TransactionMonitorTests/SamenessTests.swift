import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

/// The same alerts and the same state whatever cannot matter.
struct Sameness {
  /// All that a run leaves behind.
  struct Outcome: Equatable {
    var lines: [[UInt8]] = []
    var suppressed: [[UInt8]] = []
    var counts: [RuleCounts] = []
    var hash: UInt128 = 0
    var integers: [[Int: Bounds]] = []
  }

  static let aggregates: [Aggregate] = Subject.allCases.flatMap { subject in
    [
      Aggregate(subject: subject, operation: .count, windowMilliseconds: 600_000),
      Aggregate(
        subject: subject, operation: .sum, value: .amount, predicate: 0,
        windowMilliseconds: 86_400_000),
      Aggregate(
        subject: subject, operation: .distinct, value: .merchant, windowMilliseconds: 3_600_000,
        distinctMaximum: 4),
      Aggregate(subject: subject, operation: .count, predicate: 1, windowMilliseconds: 604_800_000),
    ]
  }

  static func makeJudge() -> HandMadeJudge {
    HandMadeJudge(aggregates, profile: ProfileFact.allCases)
  }

  static func makeMonitor(
    _ judge: HandMadeJudge, shards: Int = 1, threads: Int = 1
  ) throws -> Monitor {
    var options = MonitorOptions()
    options.shardCount = shards
    options.threadCount = threads
    options.horizonMilliseconds = 20 * 86_400_000
    return try Monitor(judging: judge, options: options, digest: TestDigest())
  }

  /// Judges `rows` in blocks of one size, doing `between` after each.
  static func feed(
    _ rows: ArraySlice<MonitorEvent>, to monitor: Monitor, blockSize: Int,
    into alerts: inout [Alert], between: (Monitor) -> Void = { _ in }
  ) {
    var start = rows.startIndex
    while start < rows.endIndex {
      let end = min(rows.endIndex, start + blockSize)
      monitor.judge(block: rows[start..<end].span, into: &alerts)
      between(monitor)
      start = end
    }
  }

  static func outcome(
    _ monitor: Monitor, _ alerts: [Alert], _ judges: [HandMadeJudge]
  ) -> Outcome {
    Outcome(
      lines: alerts.map(\.line), suppressed: monitor.suppressed.map(\.line),
      counts: monitor.counts.map(\.counts), hash: monitor.stateHash,
      integers: judges.flatMap(\.integers))
  }

  static func run(
    _ rows: [MonitorEvent], blockSize: Int, shards: Int = 1, threads: Int = 1,
    between: (Monitor) -> Void = { _ in }
  ) throws -> Outcome {
    let judge = makeJudge()
    let monitor = try makeMonitor(judge, shards: shards, threads: threads)
    var alerts: [Alert] = []
    feed(rows[...], to: monitor, blockSize: blockSize, into: &alerts, between: between)
    return outcome(monitor, alerts, [judge])
  }

  @Test(arguments: [1, 7, 4_096], [1, 2, 5])
  func `for any size of blocks and number of shards`(blockSize: Int, shards: Int) throws {
    var maker = StreamMaker(seed: 77)
    let rows = maker.rows(count: 1_500)
    let expected = try Self.run(rows, blockSize: 1_000)
    #expect(expected.lines.count > 50)
    #expect(!expected.suppressed.isEmpty)
    let found = try Self.run(rows, blockSize: blockSize, shards: shards)
    #expect(found == expected)
  }

  @Test(arguments: [2, 3, 5, 9])
  func `for any number of threads, more than shards too`(threads: Int) throws {
    var maker = StreamMaker(seed: 78)
    let rows = maker.rows(count: 1_500)
    let expected = try Self.run(rows, blockSize: 1_000)
    let found = try Self.run(rows, blockSize: 400, shards: 5, threads: threads)
    #expect(found == expected)
  }

  @Test func `whether or not room is given back`() throws {
    var maker = StreamMaker(seed: 5)
    let rows = maker.rows(count: 1_500)
    let expected = try Self.run(rows, blockSize: 64)
    let found = try Self.run(rows, blockSize: 64) { $0.recycle() }
    #expect(found == expected)
  }

  @Test(arguments: [1, 3])
  func `after state was written and read, into other shards too`(shards: Int) throws {
    var maker = StreamMaker(seed: 9)
    let rows = maker.rows(count: 1_200)
    let expected = try Self.run(rows, blockSize: 100)
    for cut in [0, 1, 600, 1_199] {
      let judges = [Self.makeJudge(), Self.makeJudge()]
      let first = try Self.makeMonitor(judges[0])
      var alerts: [Alert] = []
      Self.feed(rows[..<cut], to: first, blockSize: 100, into: &alerts)
      var writer = StateWriter()
      first.encode(to: &writer)
      var reader = StateReader(writer.bytes)
      let second = try Self.makeMonitor(judges[1], shards: shards)
      try second.restore(from: &reader)
      try reader.expectEnd()
      #expect(second.stateHash == first.stateHash)
      Self.feed(rows[cut...], to: second, blockSize: 100, into: &alerts)
      #expect(Self.outcome(second, alerts, judges) == expected)
    }
  }

  @Test func `and another state hash for another history`() throws {
    var maker = StreamMaker(seed: 3)
    let rows = maker.rows(count: 200)
    let whole = try Self.run(rows, blockSize: 100)
    let part = try Self.run(Array(rows.dropLast(40)), blockSize: 100)
    #expect(whole.hash != part.hash)
  }

  @Test func `refuses state of another layout and state that is cut`() throws {
    var maker = StreamMaker(seed: 4)
    let rows = maker.rows(count: 100)
    let monitor = try Self.makeMonitor(Self.makeJudge())
    var alerts: [Alert] = []
    monitor.judge(block: rows.span, into: &alerts)
    var writer = StateWriter()
    monitor.encode(to: &writer)
    let smaller = HandMadeJudge(Array(Self.aggregates.prefix(1)))
    let other = try Monitor(judging: smaller, digest: TestDigest())
    var reader = StateReader(writer.bytes)
    #expect(throws: StateError.self) { try other.restore(from: &reader) }
    for count in stride(from: 0, to: writer.bytes.count, by: max(1, writer.bytes.count / 40)) {
      var cut = StateReader(Array(writer.bytes.prefix(count)))
      let fresh = try Self.makeMonitor(Self.makeJudge())
      #expect(throws: StateError.self) { try fresh.restore(from: &cut) }
    }
  }
}
