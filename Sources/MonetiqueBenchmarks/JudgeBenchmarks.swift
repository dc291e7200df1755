import CardCore
import PaymentCrypto
import TransactionMonitor

/// Whole exchanges in memory to alerts, by fifty rules, with the state of so many cards.
enum JudgeBenchmarks {
  static let small = "monitor.judge.10k"
  static let smallByTwo = "monitor.judge.10k.threads2"
  static let million = "monitor.judge.1M"
  static let large = "monitor.judge.10M"

  /// - Parameter threadCount: Over one, time is the time that passes.
  static func benchmark(
    _ name: String, cardCount: Int, threadCount: Int = 1
  ) throws -> Benchmark {
    let bench = JudgeBench(
      try FiftyRules.read(), cardCount: cardCount, threadCount: threadCount)
    let making = MonitorWorkload(cardCount: cardCount)
    // The rows are made inside what is timed; this says how much of it that is.
    let yardstick = Yardstick(name: "making the rows") { times in
      for _ in 0..<times { making.advance() }
      return making.rows[0].transaction.sequence
    }
    var benchmark = Benchmark(
      name, operationsPerIteration: MonitorWorkload.blockRowCount, yardstick: yardstick
    ) { bench.run(blockCount: $0) }
    benchmark.clock = threadCount > 1 ? .wall : .processor
    benchmark.details = bench.details
    return benchmark
  }
}

extension JudgeBenchmarks {
  static let score = "monitor.score"

  /// A score for each exchange and its label learnt two hours later, with one rule; beside the same
  /// without the score.
  static func scoring(cardCount: Int) throws -> Benchmark {
    let bench = JudgeBench(try rules(isScoring: true), cardCount: cardCount, isLabelled: true)
    let other = JudgeBench(try rules(isScoring: false), cardCount: cardCount, isLabelled: true)
    let yardstick = Yardstick(name: "without the score") { other.run(blockCount: $0) }
    return Benchmark(
      score, operationsPerIteration: MonitorWorkload.blockRowCount, yardstick: yardstick
    ) { bench.run(blockCount: $0) }
  }

  private static func rules(isScoring: Bool) throws -> RuleSet {
    let text = """
      version: 1
      rules:
        - {id: amount, title: {en: A, fr: B}, severity: low, when: amount > 5000.00 EUR}
      """
    return try RuleSet(
      yaml: Array(text.utf8), labelsKnownAfter: isScoring ? 2 * 3_600_000 : nil)
  }
}

/// A monitor that has seen all its cards when the first block is timed.
private final class JudgeBench {
  private let rules: RuleSet
  private let workload: MonitorWorkload
  private let threadCount: Int
  private var monitor: Monitor?

  init(_ rules: RuleSet, cardCount: Int, threadCount: Int = 1, isLabelled: Bool = false) {
    self.rules = rules
    self.threadCount = threadCount
    workload = MonitorWorkload(cardCount: cardCount, isLabelled: isLabelled)
  }

  /// Judges so many blocks; the hash is that of the state after the first of them all.
  func run(blockCount: Int) -> UInt64 {
    let isFirst = monitor == nil
    guard let monitor = monitor ?? prepared() else { return 0 }
    self.monitor = monitor
    var alerts: [Alert] = []
    for _ in 0..<blockCount {
      workload.advance()
      judge(by: monitor, into: &alerts)
    }
    let count = UInt64(alerts.count)
    return isFirst ? UInt64(truncatingIfNeeded: monitor.stateHash) &+ count : count
  }

  private func judge(by monitor: Monitor, into alerts: inout [Alert]) {
    // Let go of before the next block is made in its place.
    let rows = workload.rows
    monitor.judge(block: rows.span, into: &alerts)
  }

  /// How long single judgements take, each a block of one row, and what the state takes.
  func details() -> [BenchmarkDetail] {
    guard let monitor else { return [] }
    var times: [Double] = []
    var alerts: [Alert] = []
    for _ in 0..<16 {
      workload.advance()
      let rows = workload.rows
      for row in rows.indices {
        let time = ContinuousClock().measure {
          monitor.judge(block: rows.span.extracting(row..<row + 1), into: &alerts)
        }
        times.append(time / .nanoseconds(1))
      }
      alerts.removeAll(keepingCapacity: true)
    }
    times.sort()
    let (count, cards) = (times.count, Double(max(1, monitor.liveCount(.card))))
    return [
      BenchmarkDetail(name: "aloneP50Nanoseconds", value: times[count / 2]),
      BenchmarkDetail(name: "aloneP99Nanoseconds", value: times[count * 99 / 100]),
      BenchmarkDetail(name: "aloneP999Nanoseconds", value: times[count * 999 / 1_000]),
      BenchmarkDetail(
        name: "cardRecordBytes", value: Double(monitor.recordByteCount(.card) ?? 0)),
      BenchmarkDetail(
        name: "stateBytesPerCard", value: Double(monitor.stateByteCount) / cards),
    ]
  }

  private func prepared() -> Monitor? {
    var options = MonitorOptions()
    options.shardCount = threadCount
    guard
      let monitor = try? Monitor(
        judging: RuleSetJudge(rules), options: options, digest: SHA256())
    else {
      return nil
    }
    var alerts: [Alert] = []
    for first in stride(from: 0, to: workload.cardCount, by: MonitorWorkload.blockRowCount) {
      workload.introduce(from: first)
      judge(by: monitor, into: &alerts)
      alerts.removeAll(keepingCapacity: true)
    }
    // Some history for each, within bounds.
    let blockCount = min(4 * workload.cardCount, 4_000_000) / MonitorWorkload.blockRowCount
    for _ in 0..<blockCount {
      workload.advance()
      judge(by: monitor, into: &alerts)
      alerts.removeAll(keepingCapacity: true)
    }
    return monitor
  }
}
