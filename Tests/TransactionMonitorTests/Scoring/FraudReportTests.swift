import CardCore
import Testing

@testable import TransactionMonitor

/// Frauds that are told beside the log.
struct FraudReportTests {
  private static let day: Int64 = 86_400_000
  private static let start = Instant(millisecondsSince1970: 1_735_689_600_000)

  /// A request an hour, each with its own reference number.
  private static func rows(_ count: Int) -> [MonitorEvent] {
    (0..<count).map { index in
      var transaction = Transaction(
        sequence: UInt64(index), time: start.adding(milliseconds: Int64(index) * 3_600_000),
        mti: MTI(100) ?? .vacant, kind: .authorization, phase: .request)
      transaction.card = CardToken(high: 7, low: UInt64(index % 9 + 1))
      transaction.amountMinor = 1_000
      transaction.currency = Currency(alphabetic: "EUR")
      transaction.terminal = StreamMaker.terminals[index % 4]
      transaction.rrn = RRN("R\(index)")
      transaction.stan = STAN(number: UInt32(index))
      return MonitorEvent(transaction, stage: .request)
    }
  }

  private func counts(_ reports: [FraudReport], rows: Int = 400) throws -> ScoreCounts {
    let monitor = try ScoredStream.monitor(reports: reports)
    return try #require(ScoredStream.outcome(Self.rows(rows), by: monitor).counts)
  }

  private func known(afterHours hours: Int64) -> Instant {
    Self.start.adding(milliseconds: hours * 3_600_000)
  }

  @Test func `a report is found by number, or by card and trace number or time`() throws {
    let card = CardToken(high: 7, low: 6)
    let counts = try counts([
      FraudReport(knownAt: known(afterHours: 20), rrn: RRN("R3")),
      FraudReport(knownAt: known(afterHours: 30), card: card, stan: STAN(number: 14)),
      FraudReport(
        knownAt: known(afterHours: 40), card: card, time: known(afterHours: 23)),
    ])
    #expect(counts.frauds == 3 && counts.unknown == 0)
    #expect(counts.genuine > 300)
  }

  @Test func `reports that fit nothing, come early, late or twice are counted`() throws {
    let counts = try counts([
      FraudReport(knownAt: known(afterHours: 20), rrn: RRN("NONE")),
      FraudReport(knownAt: known(afterHours: -5), rrn: RRN("R4")),
      FraudReport(knownAt: known(afterHours: 200), rrn: RRN("R5")),
      FraudReport(knownAt: known(afterHours: 30), rrn: RRN("R6")),
      FraudReport(knownAt: known(afterHours: 31), rrn: RRN("R6")),
    ])
    #expect(counts.unknown == 1)
    #expect(counts.early == 1)
    #expect(counts.contradicted == 1)
    #expect(counts.repeated == 1)
    #expect(counts.frauds == 3)
  }

  @Test func `a report of a transaction that the log labels itself is counted and not learnt`()
    throws
  {
    var rows = Self.rows(400)
    for index in rows.indices { rows[index].transaction.facts.insert(.isLabelled) }
    rows[7].transaction.facts.insert(.isFraud)
    let reports = [7, 8].map {
      FraudReport(knownAt: known(afterHours: 20), rrn: RRN("R\($0)"))
    }
    let monitor = try ScoredStream.monitor(reports: reports)
    let counts = try #require(ScoredStream.outcome(rows, by: monitor).counts)
    #expect(counts.frauds == 1 && counts.repeated == 1 && counts.contradicted == 1)
    #expect(counts.unknown == 0)
  }

  @Test func `a report that comes after the horizon tells nothing of a terminal that is gone`()
    throws
  {
    var rows = Self.rows(2)
    rows[1].transaction.time = known(afterHours: 24 * 900)
    rows[1].requestTime = rows[1].transaction.time
    let report = FraudReport(knownAt: known(afterHours: 24 * 800), rrn: RRN("R0"))
    let monitor = try ScoredStream.monitor(reports: [report])
    let outcome = ScoredStream.outcome(rows, by: monitor)
    #expect(outcome.counts?.frauds == 1 && outcome.counts?.contradicted == 1)
  }

  @Test func `a report changes no score before it is known, and some after`() throws {
    let rows = Self.rows(400)
    let without = ScoredStream.outcome(rows, by: try ScoredStream.monitor(reports: []))
    let report = FraudReport(knownAt: known(afterHours: 100), rrn: RRN("R90"))
    let with = ScoredStream.outcome(rows, by: try ScoredStream.monitor(reports: [report]))
    let isSame = Array(with.scores[..<100]) == Array(without.scores[..<100])
    let isSameLater = with.scores == without.scores
    #expect(isSame && !isSameLater)
  }

  @Test func `reports go on where a run was stopped`() throws {
    let rows = Self.rows(400)
    let reports = (0..<20).map {
      FraudReport(knownAt: known(afterHours: Int64(10 + 15 * $0)), rrn: RRN("R\($0 * 13)"))
    }
    let expected = ScoredStream.outcome(rows, by: try ScoredStream.monitor(reports: reports))
    var outcome = ScoredStream.Outcome()
    let first = try ScoredStream.monitor(reports: reports)
    ScoredStream.feed(rows[..<137], in: 10, to: first, into: &outcome)
    var writer = StateWriter()
    first.encode(to: &writer)
    let second = try ScoredStream.monitor(shards: 3, reports: reports)
    var reader = StateReader(writer.bytes)
    try second.restore(from: &reader)
    ScoredStream.feed(rows[137...], in: 10, to: second, into: &outcome)
    outcome.counts = second.scoreCounts
    outcome.hash = second.stateHash
    let isSame = outcome == expected
    #expect(isSame)
  }
}
