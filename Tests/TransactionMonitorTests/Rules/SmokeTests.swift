import CardCore
import Testing

@testable import TransactionMonitor

@Suite struct RuleSetTests {
  @Test func `compiles and fires`() throws {
    let text = """
      version: 1
      lists:
        quasiCash: {mcc: [4829, 6051], until: 2027-12-31, reason: "quasi-cash"}
      segments:
        large:
          default: 1000.00 EUR
          rows:
            - {when: mcc in quasiCash, value: 300.00 EUR}
      rules:
        - id: big
          title: {en: Big, fr: Gros}
          severity: high
          when: amount > large and country != FR
        - id: testing
          title: {en: T, fr: T}
          severity: high
          when: amount <= 5.00 EUR and count(card where declined, 10m) >= 4
      """
    let rules: RuleSet
    do { rules = try RuleSet(yaml: Array(text.utf8)) } catch {
      Issue.record("\(error)")
      return
    }
    var columns = ColumnBuffer(rowCapacity: 8, layout: rules.layout)
    var evaluator = ColumnEvaluator(rules)
    var events: [MonitorEvent] = []
    for (amount, mcc, country) in [
      (50_000, 4829, 840), (50_000, 4829, 250), (50_000, 5411, 840), (500, 5411, 250),
    ] {
      var t = Transaction(
        sequence: 0, time: Instant(millisecondsSince1970: 1_700_000_000_000), mti: .vacant,
        kind: .authorization, phase: .request)
      t.card = CardToken(high: 1, low: 2)
      t.amountMinor = Int64(amount)
      t.currency = .euro
      t.category = MCC(mcc)
      t.country = Country(numeric: country)
      events.append(MonitorEvent(t, stage: .request))
    }
    evaluator.prepare(events.span, columns: &columns)
    for lane in rules.lanes {
      for asked in lane.aggregates {
        for r in 0..<4 {
          columns.integers[asked.column * 8 + r] = 3
          columns.integers[(asked.column + 1) * 8 + r] = 5
        }
      }
    }
    evaluator.evaluate(rowCount: 4, columns: &columns)
    #expect(evaluator.fired == [.init(row: 0, rule: 0)])
    #expect(evaluator.undecidedCounts == [0, 1])
  }
}
