import CardCore
import Testing

struct CardDateTests {
  private func yymm(_ digits: String, near year: Int = 2026) throws -> CardDate {
    try CardDate(yymm: ascii(digits).span, near: year)
  }

  @Test func `reads both orders of year and month`() throws {
    let date = try #require(CardDate(year: 2027, month: 5))
    #expect(try yymm("2705") == date)
    #expect(try CardDate(mmyy: ascii("0527").span, near: 2026) == date)
    #expect(date.description == "2027-05")
  }

  @Test(arguments: [
    (2026, "76", 2076), (2026, "77", 1977), (2026, "00", 2000), (2026, "25", 2025),
    (1999, "01", 2001), (1999, "49", 2049), (1999, "50", 1950), (2050, "99", 2099),
    (2049, "00", 2000), (0, "01", 1), (0, "00", 100), (99_999, "99", 9_999), (99_999, "00", 9_900),
    (Int.min, "50", 50), (Int.max, "50", 9_950),
  ])
  func `puts the year within 49 before and 50 after the reference`(
    reference: Int, digits: String, year: Int
  ) throws {
    #expect(Int(try yymm(digits + "12", near: reference).year) == year)
  }

  @Test func `gives back every four digits that it reads`() throws {
    for year in 0...99 {
      for month in 1...12 {
        var digits: [UInt8] = []
        Digits.append(UInt64(year * 100 + month), width: 4, to: &digits)
        let date = try CardDate(yymm: digits.span, near: 2026)
        var first: [UInt8] = []
        date.appendYYMM(to: &first)
        #expect(first == digits)
        var second: [UInt8] = []
        date.appendMMYY(to: &second)
        #expect(try CardDate(mmyy: second.span, near: 2026) == date)
      }
    }
  }

  @Test(arguments: ["7700", "7713", "7799"])
  func `refuses a month that does not exist`(digits: String) {
    let error = #expect(throws: CardDate.BuildError.noSuchMonth) { try yymm(digits) }
    #expect(error?.description == "card date: expected a month from 01 to 12")
  }

  @Test func `refuses another length and what is no digit`() {
    #expect(throws: CardDate.BuildError.wrongLength(byteCount: 3)) { try yymm("777") }
    let error = #expect(throws: CardDate.BuildError.notADigit(offset: 2, found: .space)) {
      try yymm("77 7")
    }
    #expect(error?.description == "card date at offset 2: expected a digit, found a space")
    #expect(CardDate(year: 2026, month: 0) == nil)
    #expect(CardDate(year: 10_000, month: 1) == nil)
  }

  @Test func `sorts by year, then by month`() throws {
    let dates = try ["9912", "0001", "2512", "2601"].map { try yymm($0) }
    #expect(dates.sorted() == dates)
  }
}
