import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

/// Rows that go through a lane together leave what they leave one by one: a block of one row has no
/// batch, and is the measure of all others.
struct `A batch of rows` {
  private static let windows: [Int64] = [600_000, 3_600_000, 86_400_000, 604_800_000]

  /// Many cards, so that batches are long; some of them in bursts of more than sixteen uses.
  static func rows(count: Int, seed: UInt64) -> [MonitorEvent] {
    var maker = StreamMaker(seed: seed)
    return maker.rows(count: count).map { row in
      var row = row
      let sequence = row.requestSequence
      let spread = sequence % 300 < 120 ? 1 : sequence &* 0x9E37_79B9 >> 7 & 63
      row.transaction.card = CardToken(
        high: row.transaction.card.high &+ 0x0101 &* spread, low: row.transaction.card.low)
      let place = Int(sequence &* 0x85EB_CA6B >> 9 & 31)
      if row.transaction.merchant != nil {
        row.transaction.merchant = MerchantID("MERCHANT\(place)")
      }
      return row
    }
  }

  static func aggregates(
    _ subject: Subject, from maker: inout StreamMaker
  ) -> [Aggregate] {
    let values: [Aggregate.Value] = [.merchant, .country, .terminal, .entryMode, .responseCode]
    let all = Aggregate.Operation.allCases.map { operation in
      let value: Aggregate.Value? =
        switch operation {
        case .count, .rate: nil
        case .distinct, .last: values[maker.upTo(5)]
        default: .amount
        }
      let canNet = [.count, .sum].contains(operation)
      return Aggregate(
        subject: subject, operation: operation, value: value,
        predicate: maker.oneIn(3) ? nil : maker.upTo(4),
        windowMilliseconds: Self.windows[maker.upTo(4)],
        countsReversals: canNet && maker.oneIn(3), distinctMaximum: 1 + maker.upTo(5))
    }
    return `Windows agree with a naive count`.fitting(all)
  }

  private struct Outcome: Equatable {
    var integers: [[Int: Bounds]]
    var reals: [[Int: RealBounds]]
    var truths: [[Int: Truth]]
    var hash: UInt128
  }

  private static func run(
    _ rows: [MonitorEvent], _ aggregates: [Aggregate], blockSize: Int
  ) throws -> Outcome {
    let judge = HandMadeJudge(aggregates, profile: ProfileFact.allCases)
    var options = MonitorOptions()
    options.horizonMilliseconds = 30 * 86_400_000
    let monitor = try Monitor(judging: judge, options: options, digest: TestDigest())
    var alerts: [Alert] = []
    Sameness.feed(rows[...], to: monitor, blockSize: blockSize, into: &alerts)
    return Outcome(
      integers: judge.integers, reals: judge.reals, truths: judge.truths,
      hash: monitor.stateHash)
  }

  @Test(arguments: [Subject.card, .terminal, .merchant, .all])
  func `says what its rows say one by one`(subject: Subject) throws {
    try forEachSeed(count: 5, generator: StreamMaker.init(seed:)) { seed, maker in
      var aggregates = Self.aggregates(subject, from: &maker)
      // Room for the profile beside them.
      while (try? LaneLayout(
        HandMadeJudge(aggregates, profile: ProfileFact.allCases).lanes[0])) == nil
      { aggregates.removeLast() }
      let rows = Self.rows(count: 900, seed: seed)
      let expected = try Self.run(rows, aggregates, blockSize: 1)
      for blockSize in [50, 900] {
        let found = try Self.run(rows, aggregates, blockSize: blockSize)
        #expect(found.hash == expected.hash)
        let place = rows.indices.first {
          found.integers[$0] != expected.integers[$0] || found.reals[$0] != expected.reals[$0]
            || found.truths[$0] != expected.truths[$0]
        }
        #expect(place == nil, "\(aggregates), row \(place ?? -1)")
      }
    }
  }

  @Test func `is long, and meets full rings and late rows in the stream of these tests`() throws {
    let rows = Self.rows(count: 900, seed: 1)
    let cards = Set(rows.map { SubjectKey(.card, of: $0.transaction) })
    #expect(cards.count > 100)
    let uses = Dictionary(grouping: rows) { SubjectKey(.card, of: $0.transaction) }
    #expect(uses.values.contains { $0.count > 24 })
    #expect(zip(rows, rows.dropFirst()).contains { $0.transaction.time > $1.transaction.time })
  }
}

/// The short cells of series on cards.
struct `Small cells` {
  private let none = Truth(false)
  private let all = Truth(true)

  private func cell<Coding: SeriesCoding>(
    _ coding: Coding.Type, after amounts: [Bounds], then taken: [Bounds] = []
  ) -> SeriesCell {
    var arena = Arena(recordByteCount: 64)
    let key = SubjectKey(high: 1, low: 1)
    let record = arena.findOrInsert(key, hash: key.hash)
    for (amounts, before, after) in [(amounts, none, all), (taken, all, none)] {
      for amount in amounts {
        var cell = Coding.load(record, at: 32)
        Coding.change(&cell, by: amount, from: before, to: after)
        Coding.store(cell, record, at: 32)
      }
    }
    return Coding.load(record, at: 32)
  }

  @Test func `count exactly, and leave the bracket open once they are full`() {
    let one = Bounds(exactly: 1)
    let nearlyFull = Array(repeating: one, count: 65_534)
    #expect(
      cell(SmallCountCoding.self, after: nearlyFull) == SeriesCell(first: 65_534, second: 65_534))
    #expect(
      cell(SmallCountCoding.self, after: nearlyFull, then: [one, one])
        == SeriesCell(first: 65_532, second: 65_532))
    let full = cell(SmallCountCoding.self, after: nearlyFull + [one, one], then: [one])
    #expect(full == SeriesCell(first: 65_535, second: .max))
  }

  @Test func `add up to 2³¹ − 1 minor units exactly, and keep the lower bound beyond`() {
    let most = Bounds(exactly: 2_147_483_647)
    #expect(cell(SmallSumCoding.self, after: [most]) == SeriesCell(first: most.low, second: 0))
    let more = cell(SmallSumCoding.self, after: [most, Bounds(exactly: 5)])
    #expect(more == SeriesCell(first: most.low, second: 1))
    let less = cell(SmallSumCoding.self, after: [most, Bounds(exactly: 5)], then: [most])
    #expect(less == SeriesCell(first: 0, second: 1))
  }

  @Test func `stay open after an amount that is not known`() {
    let unknown = Bounds(low: 0, high: .max)
    let sum = cell(SmallSumCoding.self, after: [Bounds(exactly: 7), unknown], then: [unknown])
    #expect(sum == SeriesCell(first: 7, second: 1))
    let maximum = cell(SmallMaximumCoding.self, after: [Bounds(exactly: 7), unknown])
    #expect(maximum == SeriesCell(first: 8, second: .max))
  }

  @Test func `hold a maximum to 2³¹ − 2 minor units exactly`() {
    let most = Bounds(exactly: 2_147_483_646)
    let exact = cell(SmallMaximumCoding.self, after: [Bounds(exactly: 3), most])
    #expect(exact == SeriesCell(first: most.low + 1, second: most.low + 1))
    let beyond = cell(SmallMaximumCoding.self, after: [Bounds(exactly: most.low + 1)])
    #expect(beyond == SeriesCell(first: most.low + 1, second: .max))
  }
}
