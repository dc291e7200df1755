import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

struct AlertTests {
  /// Every member that an alert can have.
  private func example() throws -> Alert {
    let node: (String, JSONValue) -> JSONValue = { name, value in
      var object = JSONObject()
      object.append("op", JSONValue(.string(name)))
      object.append("value", value)
      object.append("exact", JSONValue(.bool(true)))
      return JSONValue(.object(object))
    }
    var bracket = JSONObject()
    bracket.append("op", JSONValue(.string("count(terminal where declined, 1h)")))
    bracket.append("low", JSONValue(.number(try #require(JSONNumber("12")))))
    bracket.append("high", JSONValue(.number(try #require(JSONNumber("15")))))
    bracket.append("exact", JSONValue(.bool(false)))
    var root = JSONObject()
    root.append("op", JSONValue(.string("and")))
    root.append("value", JSONValue(.bool(true)))
    root.append("exact", JSONValue(.bool(true)))
    let arguments = [
      node("amount", JSONValue(.string("4.20 EUR"))), JSONValue(.object(bracket)),
    ]
    root.append("args", JSONValue(.array(arguments)))
    let identity = DigestIdentity(TestDigest())
    let facts = CardFacts(try #require(PAN("4970101234567890")))
    var transaction = Transaction()
    transaction.amountMinor = 420
    transaction.currency = Currency(alphabetic: "EUR")
    transaction.terminal = TerminalID("TERM0001")
    transaction.merchant = MerchantID("MERCHANT 7")
    transaction.acquirer = AcquirerID("40001")
    transaction.category = MCC(5411)
    transaction.country = .france
    transaction.entryMode = .chip
    transaction.responseCode = ResponseCode("05")
    return Alert(
      id: identity.id(rule: "card.testing", subject: .card, input: 0, offset: 1_840),
      rule: "card.testing", severity: .high,
      time: Instant(millisecondsSince1970: 1_755_864_649_000),
      card: Alert.Card(
        CardToken(high: 0x0011_2233_4455_6677, low: 0x8899_AABB_CCDD_EEFF), facts: facts,
        isOrdinal: false),
      subject: AlertSubject(kind: .card, name: "00112233445566778899AABBCCDDEEFF"),
      transaction: AlertTransaction(transaction),
      titles: [
        Alert.Title(language: "en", text: "Card testing"),
        Alert.Title(language: "fr", text: "Test de carte"),
      ],
      explanation: JSONValue(.object(root)),
      evidence: [
        Alert.Evidence(
          sequence: 12, offset: 1_840, input: 0, stan: STAN("000123"), rrn: RRN("RRN000000123")),
        Alert.Evidence(
          sequence: 13, offset: 2_120, input: 0, stan: STAN("000123"), rrn: nil),
      ],
      score: 0.75,
      scoreParts: ScoreParts(
        score: 0.75, card: 0.5, amountRatio: 4.25, terminal: 0.375, terminalRunDays: 3,
        lifts: [ScoreParts.Lift(part: .country, factor: 1.5)]),
      suppressedCount: 3, action: "propose block", isShadow: true, isLate: true)
  }

  private func exampleLines() throws -> [UInt8] {
    let suppressed = SuppressedAlerts(
      rule: "terminal.pace", subject: AlertSubject(kind: .terminal, name: "40001/TERM0001"),
      count: 7)
    return try example().line + suppressed.line
  }

  @Test func `an alert is written as the example shows`() throws {
    let lines = try exampleLines()
    let expected = try Repository.bytes(of: "TestVectors/alerts/example.ndjson")
    #expect(lines == expected, "\(String(decoding: lines, as: UTF8.self))")
  }

  @Test func `the schema asks for what is written, in its words`() throws {
    let schema = try JSONReader().read(Alert.schema)
    let repository = "Sources/TransactionMonitor/Resources/alert.schema.json"
    #expect(Alert.schema == (try Repository.bytes(of: repository)))
    let alert = try JSONReader().read(example().line)
    let definition = schema["$defs"]?["alert"]
    #expect(
      Set(try #require(definition?["properties"]?.object).names)
        == Set(try #require(alert.object).names))
    let severities = definition?["properties"]?["severity"]?["enum"]?.array?.compactMap(\.string)
    #expect(severities == Severity.allCases.map(\.name))
    let kinds = schema["$defs"]?["subject"]?["properties"]?["kind"]?["enum"]?.array
    #expect(kinds?.compactMap(\.string) == Subject.allCases.map(\.name))
  }

  @Test func `a card without a token key has a number and no token`() {
    let card = Alert.Card(CardToken(high: 0, low: 17), facts: nil, isOrdinal: true)
    #expect(card.token == nil)
    #expect(card.ordinal == 17)
    #expect(card.masked == "*")
  }

  @Test func `ids tell rules, subjects, inputs and offsets apart, and are always the same`() {
    let identity = DigestIdentity(TestDigest())
    let first = identity.id(rule: "a", subject: .card, input: 0, offset: 1)
    #expect(first.utf8.count == 32)
    #expect(first == identity.id(rule: "a", subject: .card, input: 0, offset: 1))
    #expect(first != identity.id(rule: "b", subject: .card, input: 0, offset: 1))
    #expect(first != identity.id(rule: "a", subject: .bin, input: 0, offset: 1))
    #expect(first != identity.id(rule: "a", subject: .card, input: 1, offset: 1))
    #expect(first != identity.id(rule: "a", subject: .card, input: 0, offset: 2))
  }

  @Test func `a snoozed subject raises no alert until the snooze ends`() throws {
    var maker = StreamMaker(seed: 21)
    let rows = maker.rows(count: 600)
    let token = try #require(rows.first).transaction.card
    let key = SubjectKey(high: token.high, low: token.low)
    var options = MonitorOptions()
    options.snoozes = [Snooze(rule: "rule0", subject: .card, key: key, end: .latest)]
    let judge = Sameness.makeJudge()
    let monitor = try Monitor(judging: judge, options: options, digest: TestDigest())
    var alerts: [Alert] = []
    monitor.judge(block: rows.span, into: &alerts)
    #expect(!alerts.contains { $0.rule == "rule0" && $0.card?.token == token })
    #expect(alerts.contains { $0.rule == "rule0" })
    #expect(alerts.contains { $0.rule == "rule2" && $0.card?.token == token })
    #expect(try #require(monitor.counts.first).counts.snoozed > 0)
  }

  @Test func `no digits of a PAN are in alerts or state`() throws {
    var maker = StreamMaker(seed: 8)
    let rows = maker.rows(count: 400)
    let judge = Sameness.makeJudge()
    let monitor = try Sameness.makeMonitor(judge)
    var alerts: [Alert] = []
    monitor.judge(block: rows.span, into: &alerts)
    var writer = StateWriter()
    monitor.encode(to: &writer)
    let written = alerts.flatMap(\.line) + writer.bytes
    for card in 0..<4 {
      // The digits beyond the issuer's, as text and as packed decimals.
      let digits = Array("1000000000\(card)".utf8)
      let packed: [UInt8] = [0x01, 0x00, 0x00, 0x00, 0x00, 0x00 | UInt8(card) << 4 | 0x0F]
      #expect(!contains(written, Array("497010000000000\(card)".utf8)))
      #expect(!contains(alerts.flatMap(\.line), digits))
      #expect(!contains(written, [0x49, 0x70, 0x10] + packed))
    }
    #expect(contains(written, Array("497010".utf8)))
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard bytes.count >= part.count else { return false }
    return (0...bytes.count - part.count).contains { start in
      bytes[start] == part[0] && bytes[start..<start + part.count].elementsEqual(part)
    }
  }
}
