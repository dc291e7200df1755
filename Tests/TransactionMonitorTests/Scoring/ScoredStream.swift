import CardCore
import Testing

@testable import TransactionMonitor

/// Streams with labels, and what scoring them gives.
struct ScoredStream {
  struct Outcome: Equatable {
    var scores: [TransactionScore] = []
    var lines: [[UInt8]] = []
    var counts: ScoreCounts?
    var hash: UInt128 = 0
  }

  static let rules = """
    version: 1
    score: {knownAfter: 3d}
    rules:
      - id: score.high
        title: {en: High score, fr: Score haut}
        severity: high
        when: score >= 0.2
    """

  static func monitor(
    _ rules: String = rules, shards: Int = 1, reports: [FraudReport]? = nil,
    labelFile: (any LabelFile)? = nil
  ) throws -> Monitor {
    var options = MonitorOptions()
    options.shardCount = shards
    options.collectsScores = true
    options.fraudReports = reports
    options.labelFile = labelFile
    if labelFile != nil { options.labelByteMaximum = 0 }
    let judge = RuleSetJudge(try RuleSet(yaml: Array(rules.utf8)))
    return try Monitor(judging: judge, options: options, digest: TestDigest())
  }

  /// A real stream's disorder; high amounts and one terminal are mostly fraud.
  static func rows(seed: UInt64, count: Int, isLabelled: Bool = true) -> [MonitorEvent] {
    var maker = StreamMaker(seed: seed)
    var rows = maker.rows(count: count)
    for index in rows.indices where isLabelled {
      let transaction = rows[index].transaction
      let isBad = transaction.terminal == StreamMaker.terminals[0] && index % 5 > 0
      rows[index].transaction.facts.insert(.isLabelled)
      if isBad || transaction.amountMinor ?? 0 > 25_000 {
        rows[index].transaction.facts.insert(.isFraud)
      }
    }
    return rows
  }

  static func outcome(
    _ rows: [MonitorEvent], in blocks: Int = 4_096, by monitor: Monitor
  ) -> Outcome {
    var outcome = Outcome()
    feed(rows[...], in: blocks, to: monitor, into: &outcome)
    outcome.counts = monitor.scoreCounts
    outcome.hash = monitor.stateHash
    return outcome
  }

  static func feed(
    _ rows: ArraySlice<MonitorEvent>, in blocks: Int, to monitor: Monitor,
    into outcome: inout Outcome
  ) {
    var start = rows.startIndex
    while start < rows.endIndex {
      let end = min(rows.endIndex, start + blocks)
      var alerts: [Alert] = []
      monitor.judge(block: Array(rows[start..<end]).span, into: &alerts)
      outcome.lines += alerts.map(\.line)
      outcome.scores += monitor.takeScores()
      start = end
    }
  }
}
