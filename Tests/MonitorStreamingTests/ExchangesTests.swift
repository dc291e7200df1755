import CardCore
import MonitorStreaming
import TestSupport
import Testing
import TransactionMonitor

struct ExchangesTests {
  /// One message in few words.
  private struct Line {
    var mti: Int
    var at: Int64
    var stan: UInt32 = 1
    var terminal: String? = "T1"
    var card: UInt64 = 1
    var code: String?
    var hash: UInt64 = 0
    var amount: Int64 = 100
  }

  private static let start = Instant(rfc3339Literal: "2026-03-02T00:00:00Z")

  private func message(_ line: Line, _ sequence: UInt64) -> Transaction {
    let mti = MTI(line.mti) ?? .vacant
    var message = Transaction(
      sequence: sequence, time: Self.start.adding(milliseconds: line.at), mti: mti,
      kind: mti.kind ?? .network, phase: mti.phase ?? .request)
    message.stan = STAN(number: line.stan)
    message.terminal = line.terminal.flatMap { TerminalID($0) }
    message.card = CardToken(high: 0, low: line.card)
    message.responseCode = line.code.flatMap { ResponseCode($0) }
    message.contentHash = line.hash == 0 ? 1_000 + sequence : line.hash
    message.amountMinor = line.amount
    return message
  }

  private func rows(_ lines: [Line], _ settings: Exchanges.Settings = Exchanges.Settings())
    -> [MonitorEvent]
  {
    var exchanges = Exchanges(settings)
    var rows: [MonitorEvent] = []
    let messages = lines.enumerated().map { message($1, UInt64($0)) }
    exchanges.append(messages.span, into: &rows)
    return rows
  }

  @Test func `an answer has the facts of its request and says its own`() throws {
    var answer = Line(mti: 210, at: 700, code: "00")
    answer.terminal = nil
    let rows = rows([Line(mti: 200, at: 0), Line(mti: 200, at: 1, stan: 2), answer])
    let row = try #require(rows.last)
    #expect(row.stage == .answer && row.outcome == .approved)
    #expect(row.requestSequence == 0 && row.transaction.sequence == 2)
    #expect(row.transaction.terminal?.text == "T1" && row.latencyMilliseconds == 700)
  }

  @Test func `an answer of another terminal, card or class belongs to no request`() {
    for line in [
      Line(mti: 210, at: 9, terminal: "T2", code: "00"), Line(mti: 210, at: 9, card: 2, code: "00"),
      Line(mti: 110, at: 9, code: "00"), Line(mti: 210, at: 9, stan: 2, code: "00"),
    ] {
      let rows = rows([Line(mti: 200, at: 0), line])
      #expect(rows.last?.stage == .whole)
      #expect(rows.last?.facts == .counterpartIsUnknown)
    }
  }

  @Test func `an unanswered request makes a row at its time, before any later one`() {
    let rows = rows([
      Line(mti: 200, at: 0), Line(mti: 200, at: 59_000, stan: 2),
      Line(mti: 210, at: 60_000, stan: 2, code: "05"), Line(mti: 200, at: 60_001, stan: 3),
    ])
    #expect(rows.map(\.stage) == [.request, .request, .answer, .timeout, .request])
    #expect(rows[3].transaction.time == Self.start.adding(milliseconds: 60_000))
    #expect(rows[3].outcome == .unanswered && rows[2].outcome == .declined)
  }

  @Test func `an answer after the time-out is late`() {
    let rows = rows([Line(mti: 200, at: 0), Line(mti: 210, at: 90_000, code: "00")])
    #expect(rows.map(\.stage) == [.request, .timeout, .answer])
    #expect(rows[2].facts.contains(.isLateAnswer))
  }

  @Test func `an answer without a request is one only where the request cannot lie before`() {
    let early = rows([Line(mti: 200, at: 0), Line(mti: 210, at: 500_000, stan: 9, code: "00")])
    #expect(early.last?.facts == .counterpartIsUnknown)
    let sure = rows([Line(mti: 200, at: 0), Line(mti: 210, at: 700_000, stan: 9, code: "00")])
    #expect(sure.last?.facts == .hasNoRequest)
    let answersOnly = rows([
      Line(mti: 210, at: 0, code: "00"), Line(mti: 210, at: 700_000, stan: 9, code: "00"),
    ])
    #expect(answersOnly.last?.facts == .counterpartIsUnknown)
  }

  @Test func `repeats join the exchange, copies are told, and neither counts`() {
    let rows = rows([
      Line(mti: 200, at: 0, hash: 7), Line(mti: 201, at: 10, hash: 7),
      Line(mti: 200, at: 20, hash: 7), Line(mti: 200, at: 30, hash: 8),
      Line(mti: 200, at: 3_600_000, hash: 7),
    ])
    let messages = rows.filter { $0.stage != .timeout }
    #expect(messages.map(\.stage) == [.request, .other, .other, .request, .other])
    #expect(messages[1].facts == .isRepeat && messages[2].facts == .isDuplicate)
    #expect(messages[4].facts == .isDuplicate)
  }

  @Test func `a reversal finds its original by DE 90, with zeros as wildcards`() throws {
    var exchanges = Exchanges()
    var rows: [MonitorEvent] = []
    var reversal = message(Line(mti: 400, at: 2_000, stan: 5), 1)
    var reference = OriginalReference()
    reference.mti = MTI(200)
    reference.stan = STAN(number: 1)
    reversal.original = reference
    exchanges.append(
      [message(Line(mti: 200, at: 0), 0), reversal, message(Line(mti: 210, at: 2_500), 2)].span,
      into: &rows)
    #expect(rows.map(\.stage) == [.request, .reversal, .answer])
    #expect(rows[1].facts.isEmpty && rows[2].facts.contains(.isReversed))

    reference.stan = STAN(number: 77)
    reference.time = Self.start.adding(milliseconds: 90_000_000)
    var lost = message(Line(mti: 400, at: 90_001_000, stan: 6), 3)
    lost.original = reference
    exchanges.append([lost].span, into: &rows)
    #expect(rows.last?.facts == .hasNoOriginal)
    reference.time = nil
    lost.original = reference
    lost.stan = STAN(number: 7)
    exchanges.append([lost].span, into: &rows)
    #expect(rows.last?.facts == .counterpartIsUnknown)
  }

  @Test func `a reversal without DE 90 finds its original by DE 38, amount and card`() {
    var exchanges = Exchanges()
    var rows: [MonitorEvent] = []
    var answer = message(Line(mti: 210, at: 700, code: "00"), 1)
    answer.authorizationCode = AuthorizationCode("A1B2C3")
    var reversal = message(Line(mti: 420, at: 9_000, stan: 5), 2)
    reversal.authorizationCode = AuthorizationCode("A1B2C3")
    exchanges.append(
      [message(Line(mti: 200, at: 0), 0), answer, reversal].span, into: &rows)
    #expect(rows.last?.stage == .reversal && rows.last?.facts.isEmpty == true)
  }

  @Test func `open and past exchanges are bounded`() {
    var settings = Exchanges.Settings()
    settings.openMaximum = 8
    settings.pastMaximum = 8
    let lines = (0..<100).map { Line(mti: 200, at: Int64($0), stan: UInt32($0), card: UInt64($0)) }
    #expect(rows(lines, settings).count == 100)
  }

  /// The matching of the definition, with an array and a search.
  private func naiveOwner(of answer: Int, _ lines: [Line]) -> Int? {
    var taken: Set<Int> = []
    for index in lines.indices where lines[index].mti == 210 && index <= answer {
      let owner = lines[..<index].indices.reversed().first { request in
        lines[request].mti == 200 && !taken.contains(request)
          && lines[request].stan == lines[index].stan && lines[request].card == lines[index].card
          && (lines[request].terminal == nil || lines[index].terminal == nil
            || lines[request].terminal == lines[index].terminal)
      }
      if let owner { taken.insert(owner) }
      if index == answer { return owner }
    }
    return nil
  }

  @Test func `answers find the requests that a plain search finds, over seeds`() throws {
    try forEachSeed(count: 40, generator: SplitMix64.init(seed:)) { _, random in
      let lines = (0..<120).map { index in
        Line(
          mti: random.next() % 2 == 0 ? 200 : 210, at: Int64(index) * 100,
          stan: UInt32(random.next() % 6),
          terminal: [nil, "T1", "T2", "T3"][Int(random.next() % 4)], card: random.next() % 2 + 1)
      }
      let rows = rows(lines)
      for row in rows where row.stage == .answer {
        #expect(
          naiveOwner(of: Int(row.transaction.sequence), lines) == Int(row.requestSequence))
      }
    }
  }

  @Test func `goes on from a checkpoint as if nothing had been`() throws {
    try forEachSeed(count: 20, generator: SplitMix64.init(seed:)) { _, random in
      let messages = (0..<200).map { index in
        message(
          Line(
            mti: [200, 210, 400, 201][Int(random.next() % 4)], at: Int64(index) * 2_000,
            stan: UInt32(random.next() % 9), card: random.next() % 3, code: "00"), UInt64(index))
      }
      var whole = Exchanges()
      var expected: [MonitorEvent] = []
      whole.append(messages.span, into: &expected)
      let cut = Int(random.next() % 200)
      var first = Exchanges()
      var found: [MonitorEvent] = []
      first.append(messages.span.extracting(..<cut), into: &found)
      var writer = StateWriter()
      first.encode(to: &writer)
      var reader = StateReader(writer.bytes)
      var second = Exchanges()
      try second.decode(from: &reader)
      try reader.expectEnd()
      second.append(messages.span.extracting(cut...), into: &found)
      #expect(found.map(Self.text) == expected.map(Self.text))
      #expect(second.transactionCount == whole.transactionCount)
    }
  }

  private static func text(_ row: MonitorEvent) -> String {
    "\(row.transaction.sequence) \(row.transaction.time) \(row.stage) \(row.outcome) "
      + "\(row.facts.rawValue) \(row.requestSequence) \(row.transaction.card)"
  }
}
