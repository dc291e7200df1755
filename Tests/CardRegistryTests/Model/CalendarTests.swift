import CardCore
import CardRegistry
import Testing

/// Days, months and terms.
@Suite struct CalendarTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  /// Easter Sundays as the tables of the churches print them.
  @Test(arguments: [
    "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25",
  ])
  func `Good Friday and Easter Monday are no business days`(sunday: String) throws {
    let easter = try day(sunday)
    #expect(!DayCalendar.businessDays.counts(easter.adding(days: -2)))
    #expect(DayCalendar.workingDays.counts(easter.adding(days: -2)))
    #expect(!DayCalendar.businessDays.counts(easter.adding(days: 1)))
    #expect(!DayCalendar.workingDays.counts(easter.adding(days: 1)))
    #expect(DayCalendar.businessDays.counts(easter.adding(days: 2)))
    #expect(!DayCalendar.businessDays.counts(easter.adding(days: 39)))
    #expect(!DayCalendar.workingDays.counts(easter.adding(days: 50)))
  }

  @Test func `a term leaves out what its calendar leaves out`() throws {
    let eve = try day("2026-12-24")
    #expect(DayCalendar.businessDays.day(1, after: eve) == (try day("2026-12-28")))
    #expect(DayCalendar.workingDays.day(1, after: eve) == (try day("2026-12-26")))
    #expect(DayCalendar.calendarDays.day(1, after: eve) == (try day("2026-12-25")))
    #expect(
      DayCalendar.businessDays.day(0, after: try day("2026-05-01")) == (try day("2026-05-04")))
    #expect(DayCalendar.businessDays.day(0, after: eve) == eve)
  }

  @Test func `months end on their last day`() throws {
    #expect(try day("2026-01-31").adding(months: 1) == (try day("2026-02-28")))
    #expect(try day("2027-08-31").adding(months: 6) == (try day("2028-02-29")))
    #expect(try day("2026-03-31").adding(months: -13) == (try day("2025-02-28")))
  }

  @Test func `a day begins at midnight in Paris`() throws {
    #expect(try day("2026-07-01").start() == CardBench.instant("2026-06-30T22:00:00Z"))
    #expect(try day("2026-12-01").start() == CardBench.instant("2026-11-30T23:00:00Z"))
    #expect(Day(of: CardBench.instant("2026-11-30T23:00:00Z")) == (try day("2026-12-01")))
    #expect(try day("2026-11-25").weekday == 3)
    #expect(try day("1969-12-28").weekday == 7)
    #expect(try day("1969-12-28").description == "1969-12-28")
  }

  @Test func `refuses days that do not exist`() {
    for text in ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-01", "2026-01-01T", ""] {
      #expect(Day(text) == nil)
    }
  }
}
