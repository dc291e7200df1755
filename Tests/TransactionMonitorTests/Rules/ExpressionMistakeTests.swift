import Testing

@testable import TransactionMonitor

/// Each kind of mistake in an expression: the words, the column, and what to do.
@Suite struct ExpressionMistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    /// Of the mistake in the expression, from 0.
    var offset: Int
    var message: String
    var suggestion: String
    var moment: String?

    init(
      _ text: String, _ offset: Int, _ message: String, _ suggestion: String,
      on moment: String? = nil
    ) {
      self.text = text
      self.offset = offset
      self.message = message
      self.suggestion = suggestion
      self.moment = moment
    }

    var testDescription: String { text }
  }

  @Test(arguments: spelling + names + types + codes + moments + windows)
  func `refuses`(_ mistake: Mistake) {
    let errors = RuleText.errors(in: RuleText.file(when: mistake.text, on: mistake.moment))
    #expect(
      errors == [
        RuleError(
          mistake.message, at: TextPosition(line: 6, column: 11 + mistake.offset),
          suggestion: mistake.suggestion)
      ])
  }

  @Test(arguments: [
    ("mcc in quasi", 7, "quasi", "did you mean quasiCash?"),
    ("mcc in quasiCahs", 7, "quasiCahs", "did you mean quasiCash?"),
    ("mcc in [4829, other]", 14, "other", "the lists of this kind are gambling, quasiCash"),
    ("mcc not in gambl", 11, "gambl", "did you mean gambling?"),
    ("bin in ours", 7, "ours", "no list has codes of this kind: add it under lists"),
  ])
  func `says which list was meant`(
    _ text: String, _ offset: Int, _ name: String, _ suggestion: String
  ) {
    let head = """
      lists:
        quasiCash: {mcc: [6051], until: 2027-12-31, reason: it}
        gambling: {mcc: [7995], until: 2027-12-31, reason: it}

      """
    let errors = RuleText.errors(in: RuleText.file(when: text, head: head))
    let kind = text.hasPrefix("mcc") ? "a merchant category code" : "the beginning of a card number"
    #expect(
      errors.first
        == RuleError(
          "\"\(name)\" is neither a list nor \(kind)",
          at: TextPosition(line: 9, column: 11 + offset), suggestion: suggestion))
  }

  private static let grammar = "see the grammar in the documentation of TransactionMonitor"

  static let spelling: [Mistake] = [
    Mistake(
      "amount = 5.00 EUR", 7, "\"=\" has no place in an expression", "compare with =="),
    Mistake("approved; declined", 8, "\";\" has no place in an expression", grammar),
    Mistake(
      "amount > 5.00 EUR &&declined", 18, "\"&\" has no place in an expression", "write and"),
    Mistake(
      "amount >", 8, "expected a value, found the end",
      "write a fact, an aggregate or a literal here"),
    Mistake(
      "(amount > 5.00 EUR", 18, "expected \")\", found the end",
      "write \")\" here, or look at what stands before it"),
    Mistake(
      "recurring recurring", 10,
      "expected the end, and, or, or a comparison, found \"recurring\"",
      "write the end, and, or, or a comparison here, or look at what stands before it"),
    Mistake(
      "1 < count(card, 1h) < 3", 20, "comparisons do not follow one another",
      "join two comparisons by and, or write: value in low..high"),
    Mistake(
      "merchant == 'ABC", 12, "a text that begins here has no end", "close it with '"),
    Mistake(
      "timeOfDay > 25:00", 12, "not a time of day",
      "write hours and minutes, such as 07:30 or 22:00"),
    Mistake(
      "mcc not 7995", 8, "expected in, found a number", "write: value not in list"),
    Mistake(
      "timeOfDay > 10:0", 12, "not a time of day",
      "write hours and minutes, such as 07:30 or 22:00"),
    Mistake(
      "amount > 12345678901234567890 EUR", 9, "not an amount", "write it as in 5.00 EUR"),
    Mistake(
      "count(card, 1h) > 12345678901234567890", 18, "a number of more than 17 digits",
      "put codes and card tokens in quotes"),
  ]

  static let names: [Mistake] = [
    Mistake(
      "amout > 5.00 EUR", 0, "there is no fact, list, segment or code \"amout\" here",
      "did you mean amount?"),
    Mistake(
      "recuring", 0, "there is no fact, list, segment or code \"recuring\" here",
      "did you mean recurring?"),
    Mistake(
      "cuont(card, 1h) > 3", 0, "there is no function \"cuont\"", "did you mean count?"),
    Mistake(
      "card.state == opposed", 0,
      "\"card.state\" cannot be read: the registry of cards is not joined to the monitor in this "
        + "version", "leave it out; the name is kept for when it can"),
    Mistake(
      "amount > 5.00 EUT", 9, "there is no unit or currency \"EUT\"", "did you mean EUR?"),
    Mistake(
      "amount > 5 zorkmids", 9, "there is no unit or currency \"zorkmids\"",
      "units are %, ms, s, m, h, d, km, km/h; currencies are written EUR, USD \u{2026}"),
    Mistake(
      "count(crad, 1h) > 3", 6, "there is no subject \"crad\"", "did you mean card?"),
    Mistake(
      "distinct(merchants of card, 1h) > 3", 9, "distinct cannot look at \"merchants\"",
      "did you mean merchant?"),
    Mistake(
      "sum(mcc of card, 1h) > 3", 4, "sum cannot look at \"mcc\"", "it looks at amount"),
    Mistake(
      "distinct(card of card, 1h) > 3", 9, "a card has one card, always",
      "count the cards of another subject"),
    Mistake(
      "net(amount) > 3", 0, "net stands only inside sum", "write sum(net(amount) of card, 24h)"),
    Mistake(
      "known(approved)", 6,
      "\"approved\" is not known on authorization: the answer is not there yet",
      "judge the rule on: answer, or count earlier ones, as in count(where declined, 10m)"),
    Mistake("known(kind)", 6, "\"kind\" is always known", "leave known out"),
    Mistake(
      "possibly(recurring, recurring)", 0, "possibly takes one argument, found 2",
      "write possibly(condition)"),
  ]

  static let types: [Mistake] = [
    Mistake(
      "amount", 0, "expected a condition, found an amount",
      "compare it with something, as in >= 5.00 EUR"),
    Mistake(
      "country", 0, "expected a condition, found a country",
      "compare it, as in == FR, or write: in a list"),
    Mistake(
      "amount > 5", 7, "an amount is compared with a number",
      "write an amount, such as 5.00 EUR, on the other side"),
    Mistake(
      "count(card, 1h) > 5.00 EUR", 16, "a count is compared with an amount",
      "write a count, such as 4, on the other side"),
    Mistake(
      "count(card, 1h) > 50 %", 16, "a count is compared with a ratio",
      "write a count, such as 4, on the other side"),
    Mistake(
      "card.speed > 500 km", 11, "a speed is compared with a distance",
      "write a speed, such as 900 km/h, on the other side"),
    Mistake(
      "card.distance / card.speed > 3", 27, "a duration is compared with a number",
      "write a duration, such as 10m, on the other side"),
    Mistake(
      "amount * amount > 3", 7,
      "an amount times an amount is nothing that has a unit here",
      "divide like by like, or multiply by a number"),
    Mistake(
      "amount + 10m > 5.00 EUR", 7, "an amount is not added to a duration",
      "give both the same unit"),
    Mistake(
      "timeOfDay + 1h > 10:00", 0, "a time of day cannot be calculated with",
      "calculate with counts, ratios, amounts, durations, distances and speeds"),
    Mistake(
      "amount / 0 > 5.00 EUR", 7, "a division by zero", "divide by something else"),
    Mistake(
      "recurring == true", 10, "a condition is not compared",
      "write the condition alone, or not before it"),
    Mistake(
      "amount > 5.0 EUR", 9, "an amount in EUR has 2 decimals, found 1",
      "write all decimals or none, as in 5.00 EUR"),
    Mistake(
      "amount > 5.00 JPY", 9, "an amount in JPY has 0 decimals, found 2",
      "write it without decimals, as in 500 JPY"),
    Mistake(
      "sum(amount of card, 1h) > 5.00 USD", 26,
      "an amount in USD cannot be changed into EUR: there is no rate",
      "give USD a rate in rates, or write it in EUR"),
    Mistake(
      "amount in 9.00 EUR..5.00 EUR", 10, "the range ends before it begins", "exchange its ends"),
    Mistake(
      "distinct(merchant of card, 1h) > 99", 33, "distinct can tell up to 64 values apart",
      "compare with a number under 64"),
    Mistake("not - recurring", 4, "a condition has no sign", "leave out the -"),
  ]

  static let codes: [Mistake] = [
    Mistake(
      "mcc > 5000", 4, "a merchant category code is neither less nor greater than another",
      "write == or !=, or: in a list"),
    Mistake(
      "mcc == 79955", 7, "not a merchant category code",
      "write four digits, such as 7995, or a range, as in 3000..3999"),
    Mistake(
      "entryMode == magstrip", 13, "not an entry mode", "did you mean magstripe?"),
    Mistake(
      "weekday in [sunday, mondai]", 20, "not a day of the week", "did you mean monday?"),
    Mistake(
      "country == QQ", 11, "not a country",
      "write two or three letters, such as FR, or three digits"),
    Mistake(
      "bin in 497010..49701", 7, "not a range of codes",
      "write 1 to 8 digits, such as 497010, or a range of as many digits"),
    Mistake(
      "card == \"4970101234567893\"", 8, "not a card",
      "write the card's token, 32 hexadecimal digits in quotes; never a card number"),
    Mistake(
      "country == currency", 11, "a country is compared with a currency",
      "write a country, such as FR, on the other side"),
    Mistake(
      "last(country of card, 1d) == mcc", 29, "a country is compared with a merchant category code",
      "write a country, such as FR, on the other side"),
    Mistake(
      "last(country of card, 1d) in [FR]", 0,
      "the code that last gives is compared, not looked for in lists", "write == or !="),
  ]

  static let moments: [Mistake] = [
    Mistake(
      "amount > 5.00 EUR and responseCode == \"51\"", 22,
      "\"responseCode\" is not known on authorization: the answer is not there yet",
      "judge the rule on: answer, or count earlier ones, as in count(where declined, 10m)"),
    Mistake(
      "latency > 5s", 0, "\"latency\" is not known on reversal: the answer is not there yet",
      "judge the rule on: answer", on: "reversal"),
    Mistake(
      "count(where late, 1h) > 1", 12,
      "\"late\" cannot stand in where: history knows what requests say and the outcome",
      "move it out of the aggregate"),
    Mistake(
      "count(where card.firstUse, 1h) > 1", 12,
      "\"card.firstUse\" cannot stand in where or in a segment",
      "use it in the rule itself, beside the aggregate"),
    Mistake(
      "count(where count(card, 1h) > 3, 1h) > 1", 12,
      "an aggregate cannot stand in where or in a segment",
      "use it in the rule itself, joined by and"),
  ]

  static let windows: [Mistake] = [
    Mistake("count(card, 5m) > 1", 12, "a window is 10m to 30d", "write 10m"),
    Mistake("count(card, 31d) > 1", 12, "a window is 10m to 30d", "write 30d"),
    Mistake(
      "count(card, 900s) > 1 or count(card, 901s) > 1", 37,
      "a window is a whole number of minutes", "round it"),
    Mistake(
      "count(card, 5 km) > 1", 12, "a window is a duration", "write 10m, 24h or 30d"),
    Mistake(
      "count(card where recurring) > 1", 26, "expected \",\" and a window, found \")\"",
      "name the time that it looks back, as in count(card where declined, 10m)"),
    Mistake(
      "rate(card, 1h) > 50 %", 11, "a rate without a condition is always 100 %",
      "write what part is meant, as in rate(terminal where declined, 1h)"),
    Mistake(
      "sum(amount of card where reversal, 1h) > 5.00 EUR", 0, "a sum over reversals",
      "write sum(net(amount) \u{2026}), which subtracts them, or count them"),
    Mistake(
      "count(card where approved and declined, 1h) > 1", 17,
      "no event meets the condition: declined cannot be true here",
      "nothing is ever counted: change the condition"),
    Mistake(
      "count(card where recurring or not recurring and true or true, 1h) > 1", 17,
      "the condition is always true", "leave out where"),
  ]
}
