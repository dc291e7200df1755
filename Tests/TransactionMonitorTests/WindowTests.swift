import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

struct `Windows agree with a naive count` {
  private static let horizon: Int64 = 20 * 86_400_000
  private static let windows: [Int64] = [60_000, 600_000, 3_600_000, 86_400_000, 604_800_000]

  /// A few aggregates of a subject, drawn from all that there can be.
  static func draw(
    _ subject: Subject, count: Int, from maker: inout StreamMaker
  ) -> [Aggregate] {
    (0..<count).map { _ in
      let operation = Aggregate.Operation.allCases[maker.upTo(9)]
      let values: [Aggregate.Value] = [
        .terminal, .merchant, .country, .category, .acquirer, .card, .responseCode, .entryMode,
      ]
      let value: Aggregate.Value? =
        switch operation {
        case .count, .rate: nil
        case .distinct: values[maker.upTo(8)]
        case .last: (values + [.amount, .time])[maker.upTo(10)]
        default: .amount
        }
      let canNet = [.count, .sum].contains(operation)
      return Aggregate(
        subject: subject, operation: operation, value: value,
        predicate: maker.oneIn(3) ? nil : maker.upTo(4), windowMilliseconds: windows[maker.upTo(5)],
        countsReversals: canNet && maker.oneIn(4), distinctMaximum: 1 + maker.upTo(6))
    }
  }

  /// As many of them as a record has room for.
  static func fitting(_ aggregates: [Aggregate]) -> [Aggregate] {
    var kept = aggregates
    while true {
      let judge = HandMadeJudge(kept)
      let isTooLarge = judge.lanes.contains { (try? LaneLayout($0)) == nil }
      if !isTooLarge { return kept }
      kept.removeLast()
    }
  }

  @Test(arguments: Subject.allCases)
  func `of each subject, bracketing the truth in every row`(subject: Subject) throws {
    var decided = 0
    var exact = 0
    var asked = 0
    try forEachSeed(count: 14, generator: StreamMaker.init(seed:)) { seed, maker in
      let aggregates = Self.fitting(Self.draw(subject, count: 7, from: &maker))
      let rows = maker.rows(count: 160)
      let judge = HandMadeJudge(aggregates)
      var options = MonitorOptions()
      options.horizonMilliseconds = Self.horizon
      let monitor = try Monitor(judging: judge, options: options, digest: TestDigest())
      var alerts: [Alert] = []
      monitor.judge(block: rows.span, into: &alerts)
      var naive = NaiveHistory(horizon: Self.horizon)
      let plan = try #require(judge.lanes.first)
      for (index, row) in rows.enumerated() {
        naive.take(row)
        guard let answer = naive.enter(row, subject) else { continue }
        for one in plan.aggregates {
          asked += 1
          let comment: Comment = "row \(index) \(row.stage) \(one.what)"
          if one.what.operation.isReal {
            let bounds = try #require(judge.reals[index][one.column])
            let truth = answer.real(one.what)
            try #require(holds(bounds, truth), "\(comment) \(bounds) \(truth ?? .nan)")
            if bounds.low.isFinite && bounds.low == bounds.high { decided += 1 }
            guard answer.mustBeExact(one.what), truth != nil else { continue }
            exact += 1
            try #require(bounds.low == bounds.high, comment)
          } else {
            let bounds = try #require(judge.integers[index][one.column])
            let truth = answer.integer(one.what)
            try #require(
              holds(bounds, truth), "\(comment) \(bounds) \(truth.map { "\($0)" } ?? "nil")")
            if bounds.isExact { decided += 1 }
            guard answer.mustBeExact(one.what), truth != nil else { continue }
            exact += 1
            try #require(bounds.isExact, "\(comment) \(bounds) \(truth ?? 0)")
          }
        }
      }
    }
    #expect(asked > 4_000)
    #expect(decided > asked / 5, "\(decided) of \(asked) decided")
    if subject == .card { #expect(exact > asked / 3, "\(exact) of \(asked) exact") }
  }

  private func holds(_ bounds: Bounds, _ truth: Int64?) -> Bool {
    guard let truth else { return bounds == .widest }
    return bounds.low <= truth && truth <= bounds.high
  }

  private func holds(_ bounds: RealBounds, _ truth: Double?) -> Bool {
    guard let truth else { return bounds == .widest }
    let slack = 1e-9 * max(1, abs(truth))
    return bounds.low - slack <= truth && truth <= bounds.high + slack
  }
}
