import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

/// What a rule file asks of lanes and columns.
@Suite struct RuleSetTests {
  private func rules(_ conditions: [String], head: String = "") throws -> RuleSet {
    try RuleSet(yaml: RuleText.file(rules: conditions, head: head))
  }

  /// Judges events with empty windows, and gives the pair of masks of each predicate of the card.
  private func masks(
    _ rules: RuleSet, _ events: [MonitorEvent], _ column: Int
  ) -> [(certain: UInt8, possible: UInt8)] {
    var columns = ColumnBuffer(rowCapacity: events.count, layout: rules.layout)
    var evaluator = ColumnEvaluator(rules)
    evaluator.prepare(events.span, columns: &columns)
    return events.indices.map {
      (
        columns.masks[column * events.count + $0],
        columns.masks[(column + 1) * events.count + $0]
      )
    }
  }

  private func event(
    _ stage: MonitorEvent.Stage = .request, _ outcome: MonitorEvent.Outcome = .pending,
    response: String? = nil
  ) -> MonitorEvent {
    var transaction = Transaction(
      sequence: 0, time: Instant(millisecondsSince1970: 1_772_000_000_000), mti: .vacant,
      kind: .authorization, phase: .request)
    transaction.card = CardToken(high: 1, low: 2)
    transaction.amountMinor = 500
    transaction.currency = .euro
    transaction.responseCode = response.flatMap { ResponseCode($0) }
    var event = MonitorEvent(transaction, stage: stage)
    event.outcome = outcome
    return event
  }

  @Test func `rules share windows and conditions`() throws {
    let rules = try rules([
      "count(card where declined, 1h) > 3", "count(where declined, 60m) > 5 and recurring",
      "count(card where (declined), 1h) > 3 and sum(amount of card where declined, 1h) > 9.00 EUR",
      "rate(terminal where declined, 1h) > 50 %",
    ])
    #expect(rules.lanes.map(\.subject) == [.card, .terminal])
    #expect(rules.lanes[0].aggregates.map(\.what.operation) == [.count, .sum])
    #expect(rules.lanes[0].predicates.count == 1)
    #expect(rules.lanes[0].amountColumn != nil)
    #expect(rules.lanes[1].amountColumn == nil)
    #expect(rules.conditionTexts(of: .card) == ["declined"])
  }

  @Test func `a rule's own subject is that of its windows`() throws {
    let rules = try RuleSet(
      yaml: RuleText.file(when: "count(10m) > 3 and count(card, 10m) > 3", subject: "merchant"))
    #expect(rules.lanes.map(\.subject) == [.card, .merchant])
  }

  @Test func `nothing is kept that no rule reads`() throws {
    let rules = try rules(["recurring or true and amount > 5.00 EUR"])
    #expect(rules.lanes.isEmpty)
    #expect(rules.layout.realCount == 0)
  }

  @Test func `a window knows how its conditions stood before the row`() throws {
    let rules = try rules([
      "count(card where declined, 1h) > 3", "count(card where not approved, 1h) > 3",
      "count(card where unanswered, 1h) > 3",
      "count(card where responseCode in [\"51\", \"05\"] and amount <= 5.00 EUR, 1h) > 3",
      "count(card where recurring, 1h) > 3",
    ])
    let predicates = rules.lanes[0].predicates
    #expect(predicates.map(\.canBeUndecided) == [false, false, false, true, false])
    #expect(predicates[4].now == predicates[4].pending)
    var late = event(.answer, .declined, response: "51")
    late.facts.insert(.isLateAnswer)
    let events = [
      event(), event(.answer, .declined, response: "51"), event(.answer, .approved, response: "00"),
      event(.timeout, .unanswered), late,
    ]
    func certain(_ column: Int) -> [UInt8] { masks(rules, events, column).map(\.certain) }
    #expect(certain(predicates[0].now) == [0, 1, 0, 0, 1])
    #expect(certain(predicates[0].pending) == [0, 0, 0, 0, 0])
    #expect(certain(predicates[1].now) == [1, 1, 0, 1, 1])
    #expect(certain(predicates[1].pending) == [1, 1, 1, 1, 1])
    #expect(certain(predicates[2].now) == [0, 0, 0, 1, 0])
    #expect(certain(predicates[2].pending) == [0, 0, 0, 0, 1])
    #expect(certain(predicates[3].now) == [0, 1, 0, 0, 1])
    #expect(certain(predicates[3].pending) == [0, 0, 0, 0, 0])
  }

  @Test func `reversals take part only where they are asked for`() throws {
    let rules = try rules([
      "count(card, 1h) > 3", "count(card where reversal, 1h) > 3",
      "sum(net(amount) of card where approved, 1h) > 5.00 EUR",
      "sum(amount of card, 1h) > 5.00 EUR",
    ])
    #expect(rules.lanes[0].aggregates.map(\.what.countsReversals) == [false, true, true, false])
    // A reversal counts against what was approved.
    var reversal = event(.reversal)
    reversal.transaction.kind = .reversal
    let net = rules.lanes[0].predicates[rules.lanes[0].aggregates[2].what.predicate ?? 0].now
    #expect(
      masks(rules, [reversal, event(.whole, .approved), event(.whole, .declined)], net)
        .map(\.certain) == [1, 1, 0])
  }

  @Test func `distinct is exact as far as rules look`() throws {
    let rules = try rules([
      "distinct(merchant of card, 1h) > 4", "distinct(merchant of card, 1h) == 7",
      "distinct(country of card, 1h) > count(card, 1h) / 2",
    ])
    #expect(rules.lanes[0].aggregates.map(\.what.distinctMaximum).sorted() == [0, 8, 16])
  }

  @Test func `a rule is judged at its moment, about rows that have its subject`() throws {
    let text = """
      version: 1
      rules:
        - {id: a, title: {en: E, fr: F}, severity: low, when: amount > 1.00 EUR}
        - {id: b, title: {en: E, fr: F}, severity: low, on: answer, when: amount > 1.00 EUR}
        - {id: c, title: {en: E, fr: F}, severity: low, on: reversal, when: amount > 1.00 EUR}
        - {id: d, title: {en: E, fr: F}, severity: low, subject: terminal, when: amount > 1.00 EUR}
      """
    let rules = try RuleSet(yaml: Array(text.utf8))
    var noCard = event()
    noCard.transaction.card = .none
    noCard.transaction.terminal = TerminalID("TERM0001")
    var network = event()
    network.transaction.kind = .network
    let events = [
      event(), event(.answer, .approved), event(.timeout, .unanswered), event(.whole, .approved),
      event(.reversal), event(.other), noCard, network,
    ]
    var columns = ColumnBuffer(rowCapacity: events.count, layout: rules.layout)
    var evaluator = ColumnEvaluator(rules)
    evaluator.prepare(events.span, columns: &columns)
    evaluator.evaluate(rowCount: events.count, columns: &columns)
    let fired = evaluator.fired.map { "\($0.row)\(rules.rules[$0.rule].id)" }
    #expect(fired == ["0a", "1b", "2b", "3a", "3b", "4c", "6d"])
  }

  @Test func `an amount is the one in the currency that it is compared with`() throws {
    let head = "rates: {base: EUR, USD: 0.5}\n"
    let rules = try rules(["amount > 5.00 USD", "amount > 5.00 EUR", "amount > 5 GBP"], head: head)
    func amount(_ minor: Int64?, _ code: String, billed: Int64? = nil) -> MonitorEvent {
      var event = event()
      event.transaction.amountMinor = minor
      event.transaction.currency = Currency(alphabetic: code)
      event.transaction.billingMinor = billed
      event.transaction.billingCurrency = billed == nil ? nil : .euro
      return event
    }
    let events = [
      amount(501, "USD"), amount(251, "EUR"), amount(250, "EUR"), amount(1_003, "USD"),
      amount(400, "USD", billed: 501), amount(600, "GBP"), amount(nil, "EUR"),
    ]
    var columns = ColumnBuffer(rowCapacity: events.count, layout: rules.layout)
    var evaluator = ColumnEvaluator(rules)
    evaluator.prepare(events.span, columns: &columns)
    evaluator.evaluate(rowCount: events.count, columns: &columns)
    let fired = evaluator.fired.map { "\($0.row)r\($0.rule)" }
    // 2.505 EUR for 5.01 USD rounds to 2.51; 10.03 USD are 5.02 EUR.
    #expect(fired == ["0r0", "1r0", "3r0", "3r1", "4r1", "5r2"])
    #expect(evaluator.undecidedCounts == [2, 2, 6])
  }

  @Test func `a list holds until its end`() throws {
    let head = "lists: {bad: {mcc: [7995], until: 2026-02-25}}\n"
    let rules = try rules(["mcc in bad"], head: head)
    // Midnight in Paris is 23:00 UTC.
    let end = try Instant(rfc3339: "2026-02-25T23:00:00Z")
    var events = [event(), event()]
    for index in events.indices { events[index].transaction.category = MCC(7995) }
    events[0].requestTime = end.adding(milliseconds: -1)
    events[1].requestTime = end
    var columns = ColumnBuffer(rowCapacity: 2, layout: rules.layout)
    var evaluator = ColumnEvaluator(rules)
    evaluator.prepare(events.span, columns: &columns)
    evaluator.evaluate(rowCount: 2, columns: &columns)
    #expect(evaluator.fired == [ColumnEvaluator.FiredRule(row: 0, rule: 0)])
    #expect(rules.expiredLists(at: end.adding(milliseconds: -1)).isEmpty)
    #expect(rules.expiredLists(at: end).map(\.name) == ["bad"])
  }

  @Test func `tells lists and segments that no rule reads`() throws {
    let head =
      "lists: {unread: {mcc: [7995]}, read: {mcc: [7995]}}\n"
      + "segments: {s: {default: 5, rows: [{when: mcc in read, value: 6}]}}\n"
    let rules = try rules(["recurring"], head: head)
    #expect(
      rules.findings.map(\.description) == [
        "line 2, column 9: no rule reads the list \"unread\"",
        "line 3, column 12: no rule reads the segment \"s\"",
      ])
  }

  @Test func `reads snoozes by the keys that alerts print`() throws {
    let text = """
      version: 1
      zone: UTC
      rules:
        - id: a
          title: {en: E, fr: F}
          severity: low
          subject: terminal
          when: recurring
          snooze:
            - {key: 30004/TERM0001, until: 2026-12-31}
            - {key: TERM0002, until: 2026-12-31T12:00:00Z, reason: repaired}
      """
    let rules = try RuleSet(yaml: Array(text.utf8))
    var transaction = Transaction()
    transaction.acquirer = AcquirerID("30004")
    transaction.terminal = TerminalID("TERM0001")
    #expect(rules.snoozes.count == 2)
    #expect(rules.snoozes[0].key == SubjectKey(.terminal, of: transaction))
    #expect(rules.snoozes[0].end == (try Instant(rfc3339: "2027-01-01T00:00:00Z")))
    #expect(rules.snoozes[1].end == (try Instant(rfc3339: "2026-12-31T12:00:00Z")))
  }

  // MARK: - The sets that ship

  @Test func `the rules that ship fit into 256 bytes a card and 64 a terminal`() throws {
    let rules = try RuleSet(yaml: RuleSet.defaultText)
    #expect(rules.findings.isEmpty)
    for (lane, byteCount) in zip(rules.lanes, rules.recordByteCounts) {
      #expect(lane.subject != .terminal)
      if lane.subject == .card { #expect(byteCount <= 256) }
    }
  }

  @Test func `the fifty rules of the benchmark compile`() throws {
    let rules = try RuleSet(yaml: Repository.vector("rules/fifty.yaml"))
    #expect(rules.rules.count == 50)
    #expect(rules.findings.isEmpty)
  }

  // MARK: - Fingerprints

  /// FNV-1a, for tests: what matters is that equal inputs give equal results.
  private struct WeakDigest: Digest {
    static let byteCount = 8
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func update(_ bytes: Span<UInt8>) {
      for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x0100_0000_01B3 }
    }

    mutating func finish() -> [UInt8] {
      defer { hash = 0xCBF2_9CE4_8422_2325 }
      return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
  }

  @Test func `fingerprints tell what changed`() throws {
    func prints(_ condition: String, _ head: String = "") throws -> RuleFingerprints {
      var digest = WeakDigest()
      return try rules([condition], head: head).fingerprints(&digest)
    }
    let first = try prints("count(card where declined, 1h) > 3")
    let respelt = try prints("count(  where (declined) , 60m) > 3", "# a comment\n")
    #expect(first == respelt)
    let threshold = try prints("count(card where declined, 1h) > 4")
    #expect(threshold.layout == first.layout && threshold.text != first.text)
    #expect(try prints("count(card where declined, 2h) > 3").layout != first.layout)
    #expect(try prints("count(card where approved, 1h) > 3").layout != first.layout)
    let one = try prints(
      "count(card where mcc in l, 1h) > 3",
      "lists: {l: {mcc: [1, 2]}}\n".replacing("[1, 2]", with: "['0001', '0002']"))
    let two = try prints(
      "count(card where mcc in l, 1h) > 3", "lists: {l: {mcc: ['0001', '0003']}}\n")
    #expect(one.layout != two.layout)
  }
}
