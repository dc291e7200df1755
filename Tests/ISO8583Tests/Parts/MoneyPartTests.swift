import CardCore
import ISO8583
import Testing

struct MoneyPartTests {
  @Test func `a processing code has a type and two accounts`() throws {
    let code = try #require(ProcessingCode("092030"))
    #expect(code.transactionType == 9)
    #expect(code.fromAccount == 20)
    #expect(code.toAccount == 30)
    #expect(code.transactionTypeText == "goods and services with cash")
    #expect(code.fromAccountText == "cheque account")
    #expect(code.toAccountText == "credit account")
    #expect(code.effect == .debit)
    #expect(code.text == "092030")
    #expect(ProcessingCode(number: 92_030) == code)
    #expect(ProcessingCode("200000")?.effect == .credit)
    #expect(ProcessingCode("310000")?.effect == .inquiry)
    #expect(ProcessingCode("920000")?.effect == nil)
  }

  @Test func `refuses what is no processing code`() {
    for text in ["", "00000", "0000000", "00000A"] { #expect(ProcessingCode(text) == nil) }
  }

  @Test(arguments: [
    ("C00000150", 150), ("D00000150", -150), ("C0", 0),
    ("D999999999999999999", -999_999_999_999_999_999),
  ])
  func `reads a signed amount and writes it back`(text: String, minorUnits: Int) throws {
    let amount = try #require(SignedAmount(signed: text))
    #expect(amount.minorUnits == Int64(minorUnits))
    #expect(amount.signedText(width: text.utf8.count - 1) == text)
  }

  // The overpunch digits of zoned decimals: { and A to I plus, } and J to R minus.
  @Test(arguments: [
    ("0000012C", 123), ("0000012L", -123), ("0000000{", 0), ("0000000}", 0), ("1I", 19),
    ("1R", -19),
    ("{", 0),
  ])
  func `reads a zoned amount and writes it back`(text: String, minorUnits: Int) throws {
    let amount = try #require(SignedAmount(zoned: text))
    #expect(amount.minorUnits == Int64(minorUnits))
    #expect(amount.zonedText(width: text.utf8.count) == text)
  }

  @Test func `a zoned amount without a sign is a credit`() {
    #expect(SignedAmount(zoned: "0123")?.minorUnits == 123)
    #expect(SignedAmount(minorUnits: -5).signedText(width: 8) == "D00000005")
    #expect(SignedAmount(minorUnits: 100).signedText(width: 2) == nil)
  }

  @Test func `refuses what is no amount`() {
    for text in ["", "C", "X1", "1", "C1A", "C1234567890123456789", "É1"] {
      #expect(SignedAmount(signed: text) == nil)
    }
    for text in ["", "A1", "1S", "12é", "1234567890123456789"] {
      #expect(SignedAmount(zoned: text) == nil)
    }
  }

  // Two balances and a cash part, laid out by hand from the format.
  @Test func `reads additional amounts in groups of twenty`() throws {
    let text = "0001978C0000000123451002978D0000000100000040840C000000002000"
    let amounts = try #require(AdditionalAmount.parse(text))
    #expect(amounts.map(\.accountType) == [0, 10, 0])
    #expect(amounts.map(\.amountType) == [1, 2, 40])
    #expect(amounts.map(\.currency.numeric) == [978, 978, 840])
    #expect(amounts.map(\.amount.minorUnits) == [12_345, -10_000, 2_000])
    #expect(amounts.map(\.amountTypeText) == ["ledger balance", "available balance", "cash"])
    #expect(amounts.map(\.text).joined() == text)
    #expect(AdditionalAmount.parse("")?.isEmpty == true)
  }

  @Test func `refuses additional amounts that are cut or not numbers`() {
    let group = "0001978C000000012345"
    #expect(AdditionalAmount.parse(String(group.dropLast())) == nil)
    #expect(AdditionalAmount.parse("00X1978C000000012345") == nil)
    #expect(AdditionalAmount.parse("0001EURC000000012345") == nil)
    #expect(AdditionalAmount.parse("0001978 000000012345") == nil)
    #expect(AdditionalAmount.parse(String(repeating: group, count: 7)) == nil)
  }
}
