import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

struct `The profile agrees with a naive search` {
  private struct Tally {
    var asked = 0
    var decided = 0
  }

  @Test func `in every fact of every row`() throws {
    var tallies: [ProfileFact: Tally] = [:]
    try forEachSeed(count: 12, generator: StreamMaker.init(seed:)) { seed, maker in
      let rows = maker.rows(count: 300)
      let judge = HandMadeJudge([], profile: ProfileFact.allCases)
      var options = MonitorOptions()
      options.horizonMilliseconds = 30 * 86_400_000
      let monitor = try Monitor(judging: judge, options: options, digest: TestDigest())
      var alerts: [Alert] = []
      monitor.judge(block: rows.span, into: &alerts)
      var naive = NaiveHistory(horizon: options.horizonMilliseconds)
      let plan = try #require(judge.lanes.first)
      for (index, row) in rows.enumerated() {
        naive.take(row)
        guard let answer = naive.enter(row, .card) else { continue }
        for asked in plan.profile {
          let isDecided = try check(asked, answer, judge, index)
          tallies[asked.what, default: Tally()].asked += 1
          if isDecided { tallies[asked.what, default: Tally()].decided += 1 }
        }
      }
    }
    for fact in ProfileFact.allCases {
      let tally = try #require(tallies[fact])
      #expect(tally.decided > tally.asked / 5, "\(fact): \(tally)")
    }
  }

  /// - Returns: Whether the monitor knew.
  private func check(
    _ asked: LanePlan.Asked<ProfileFact>, _ answer: NaiveHistory.Answer, _ judge: HandMadeJudge,
    _ index: Int
  ) throws -> Bool {
    let comment = "row \(index) \(answer.row.stage) \(asked.what)"
    if HandMadeJudge.kind(of: asked.what) == .mask {
      let known = try #require(judge.truths[index][asked.column])
      guard let truth = answer.truth(asked.what) else { return false }
      try #require(!known.isCertain || truth, "\(comment)")
      try #require(known.isPossible || !truth, "\(comment)")
      return known.isCertain == known.isPossible
    }
    if HandMadeJudge.kind(of: asked.what) == .integer {
      let bounds = try #require(judge.integers[index][asked.column])
      guard let truth = answer.integer(asked.what) else {
        try #require(bounds.low <= 0 && bounds.high == .max, "\(comment) \(bounds)")
        return false
      }
      // Distances are in floating point there and here.
      let slack = asked.what == .distance || asked.what == .speed ? truth / 1_000_000 + 1 : 0
      try #require(
        bounds.low <= truth + slack && bounds.high >= truth - slack, "\(comment) \(bounds) \(truth)"
      )
      return bounds.isExact
    }
    let bounds = try #require(judge.reals[index][asked.column])
    guard let truth = answer.real(asked.what) else {
      try #require(bounds == .widest, "\(comment) \(bounds)")
      return false
    }
    let slack = 1e-9 * max(1, truth)
    try #require(
      bounds.low - slack <= truth && truth <= bounds.high + slack, "\(comment) \(bounds) \(truth)")
    return bounds.high.isFinite
  }

  @Test func `and a country is as far away as the haversine formula says`() throws {
    let countries = Country.all
    var pairs = 0
    for first in countries {
      for second in countries where first != second {
        guard let from = first.centroid, let to = second.centroid else { continue }
        let metres = try #require(
          Geography.shared.metres(
            from: Geography.shared.index(of: first), to: Geography.shared.index(of: second)))
        let expected = NaiveHistory.Answer.greatCircle(from, to)
        try #require(abs(Double(metres) - expected) < 1)
        pairs += 1
      }
    }
    #expect(pairs > 50_000)
  }
}
