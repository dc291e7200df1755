import Testing

@testable import TransactionMonitor

/// Rules that can never fire are told, with the reason; rules that can are left alone.
@Suite struct ReachTests {
  @Test(arguments: [
    (
      "amount > 10.00 EUR and amount < 5.00 EUR",
      "amount is at least 10.01 EUR here, never < 5.00 EUR"
    ),
    (
      "rate(card where declined, 1h) > 50",
      "rate(card where declined, 1h) lies between 0 % and 100 % here, never > 5000 %"
    ),
    ("count(card, 1h) < 0", "count(card, 1h) is at least 0 here, never < 0"),
    ("timeOfDay > 24:00", "timeOfDay lies between 00:00 and 23:59 here, never > 24:00"),
    (
      "card.distance > 30000 km",
      "card.distance lies between 0 km and 20038 km here, never > 30000 km"
    ),
    ("mcc == 7995 and mcc in [4829, 6051]", "no mcc meets all that is asked of it"),
    ("mcc in [4829, 6051] and mcc not in [6051, 4829]", "no mcc meets all that is asked of it"),
    ("recurring and not recurring", "recurring cannot be false here"),
    ("reversal and amount > 5.00 EUR", "reversal cannot be true here"),
    ("kind == network", "no kind meets all that is asked of it"),
    ("false", "it is always false"),
    (
      "(amount < 1.00 EUR or amount > 9.00 EUR) and amount in 2.00 EUR..3.00 EUR",
      "amount lies between 2.00 EUR and 3.00 EUR here, never < 1.00 EUR"
    ),
    (
      "possibly(count(card, 1h) > 3) and not (count(card, 1h) > 3)",
      "count(card, 1h) lies between 0 and 3 here, never > 3"
    ),
    ("pan.length > 19", "pan.length lies between 0 and 19 here, never > 19"),
  ])
  func `tells why a rule can never fire`(condition: String, reason: String) {
    let errors = RuleText.errors(in: RuleText.file(when: "'\(condition)'"))
    #expect(errors.map(\.message) == ["rule \"it\" can never fire: \(reason)"])
    #expect(errors.first?.position == TextPosition(line: 6, column: 11))
  }

  @Test(arguments: [
    "approved and declined", "unanswered and responseCode == \"00\" and approved and unanswered",
  ])
  func `knows that outcomes exclude one another`(condition: String) {
    #expect(RuleText.errors(in: RuleText.file(when: "'\(condition)'", on: "answer")).count == 1)
  }

  @Test(arguments: [
    "amount > 5.00 EUR and amount < 10.00 EUR", "not (amount > 5.00 EUR and amount > 4.00 EUR)",
    "rate(card where declined, 1h) >= 100 %", "count(card, 1h) < 2 and count(card, 2h) > 5",
    "mcc in [4829, 6051] and mcc != 6051", "not (recurring and not cardPresent)",
    "timeOfDay in 22:00..05:00", "amount - amount > 0.00 EUR", "card.speed > 0 km/h or false",
    "possibly(count(card, 1h) > 3) and possibly(count(card, 1h) <= 3)",
    "possibly(count(card, 1h) > 3 and count(card, 1h) <= 3)",
  ])
  func `leaves rules alone that can fire`(condition: String) {
    #expect(RuleText.errors(in: RuleText.file(when: "'\(condition)'")) == [])
  }
}
