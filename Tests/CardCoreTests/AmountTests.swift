import CardCore
import Testing

struct AmountTests {
  @Test(
    arguments: [
      (9999, "EUR", "99.99 EUR"), (5, "EUR", "0.05 EUR"), (-5, "EUR", "-0.05 EUR"),
      (0, "EUR", "0.00 EUR"), (100, "EUR", "1.00 EUR"), (500, "JPY", "500 JPY"),
      (1234, "KWD", "1.234 KWD"), (-1_234_567, "CLF", "-123.4567 CLF"), (7, "XAU", "7 XAU"),
      (.max, "EUR", "92233720368547758.07 EUR"), (.min, "EUR", "-92233720368547758.08 EUR"),
    ] as [(Int64, String, String)])
  func `is written with the decimals of its currency, and read back`(
    minorUnits: Int64, currency: String, text: String
  ) throws {
    let currency = try #require(Currency(alphabetic: currency))
    let amount = Amount(minorUnits: minorUnits, currency: currency)
    #expect(amount.description == text)
    #expect(try Amount(text) == amount)
  }

  @Test func `may leave its decimals out altogether`() throws {
    #expect(try Amount("5 EUR").minorUnits == 500)
    #expect(try Amount("-5 KWD").minorUnits == -5000)
  }

  @Test func `keeps a currency that no table knows, without decimals`() throws {
    let currency = try #require(Currency(numeric: 7))
    #expect(Amount(minorUnits: 1234, currency: currency).description == "1234 007")
  }

  @Test(
    arguments: [
      ("5.0 EUR", .wrongDecimalCount(expected: 2, found: 1)),
      ("5.000 EUR", .wrongDecimalCount(expected: 2, found: 3)),
      ("5. EUR", .wrongDecimalCount(expected: 2, found: 0)),
      ("5. JPY", .wrongDecimalCount(expected: 0, found: 0)),
      ("5.00 JPY", .wrongDecimalCount(expected: 0, found: 2)),
      (".50 EUR", .notADigit(offset: 0)), ("-.50 EUR", .notADigit(offset: 1)),
      ("5,00 EUR", .notADigit(offset: 1)), ("+5 EUR", .notADigit(offset: 0)),
      ("--5 EUR", .notADigit(offset: 1)), ("1.2.34 EUR", .wrongDecimalCount(expected: 2, found: 4)),
      ("1e2 EUR", .notADigit(offset: 1)), ("- EUR", .empty), (" EUR", .empty),
      ("5.00", .currencyExpected), ("5.00EUR", .currencyExpected), ("", .currencyExpected),
      ("5.00  EUR", .currencyExpected), ("5.00 EUR ", .currencyExpected),
      ("5.00 eur", .unknownCurrency), ("5.00 EUX", .unknownCurrency),
      ("5.00 978", .unknownCurrency),
      ("92233720368547758.08 EUR", .overflow), ("-92233720368547758.09 EUR", .overflow),
      ("92233720368547759 EUR", .overflow), ("99999999999999999999999 JPY", .overflow),
    ] as [(String, AmountError)])
  func `refuses a text that is not exactly an amount`(text: String, error: AmountError) {
    #expect(throws: error) { try Amount(text) }
  }

  @Test func `is read from the digits of a message`() throws {
    #expect(try amount("000000009999").description == "99.99 EUR")
    #expect(try amount("999999999999").minorUnits == 999_999_999_999)
    #expect(throws: AmountError.empty) { try amount("") }
    #expect(throws: AmountError.notADigit(offset: 3)) { try amount("000 00000500") }
    #expect(throws: AmountError.notADigit(offset: 0)) { try amount("-00000000500") }
    #expect(throws: AmountError.overflow) { try amount("9223372036854775808") }
  }

  @Test func `is read with a sign before the digits`() throws {
    #expect(try signed("C00000500").minorUnits == 500)
    #expect(try signed("D00000500").minorUnits == -500)
    #expect(try signed("D9223372036854775808").minorUnits == .min)
    #expect(throws: AmountError.overflow) { try signed("C9223372036854775808") }
    #expect(throws: AmountError.empty) { try signed("") }
    #expect(throws: AmountError.empty) { try signed("D") }
    #expect(throws: AmountError.signExpected) { try signed("000000500") }
    #expect(throws: AmountError.signExpected) { try signed("c00000500") }
    #expect(throws: AmountError.notADigit(offset: 1)) { try signed("DD0000500") }
  }

  @Test func `adds up in one currency and never beyond 64 bits`() throws {
    let five = try Amount("5.00 EUR")
    let most = Amount(minorUnits: .max, currency: .euro)
    let least = Amount(minorUnits: .min, currency: .euro)
    #expect(try five.adding(five) == Amount("10.00 EUR"))
    #expect(try five.subtracting(Amount("7.50 EUR")) == Amount("-2.50 EUR"))
    #expect(throws: AmountError.currenciesDiffer) { try five.adding(Amount("5 JPY")) }
    #expect(throws: AmountError.currenciesDiffer) { try five.subtracting(Amount("5 JPY")) }
    #expect(throws: AmountError.overflow) { try most.adding(five) }
    #expect(throws: AmountError.overflow) { try least.subtracting(five) }
  }

  private func amount(_ digits: String) throws(AmountError) -> Amount {
    let characters = Array(digits.utf8)
    return try Amount(digits: characters.span, currency: .euro)
  }

  private func signed(_ text: String) throws(AmountError) -> Amount {
    let characters = Array(text.utf8)
    return try Amount(signed: characters.span, currency: .euro)
  }
}
