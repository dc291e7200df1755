import CardCore
import Testing

@testable import CardSimulation

@Suite struct CalendarTests {
  /// Dates of Easter as printed in calendars.
  @Test(arguments: [
    (1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20),
    (2026, 4, 5), (2038, 4, 25),
  ])
  func `knows when Easter is`(year: Int, month: Int, day: Int) {
    #expect(Calendar.easterSunday(year) == Instant(year: year, month: month, day: day))
  }

  @Test func `knows the eleven public holidays of a year in France`() throws {
    var holidays: [String] = []
    var day = try #require(Instant(year: 2025, month: 1, day: 1))
    for _ in 0..<365 {
      if Calendar.isHoliday(day.civil) { holidays.append(String(day.description.prefix(10))) }
      day = day.adding(milliseconds: 86_400_000)
    }
    #expect(
      holidays == [
        "2025-01-01", "2025-04-21", "2025-05-01", "2025-05-08", "2025-05-29", "2025-06-09",
        "2025-07-14", "2025-08-15", "2025-11-01", "2025-11-11", "2025-12-25",
      ])
  }

  @Test func `tells Saturdays, Fridays and days of rest`() throws {
    func kind(_ day: Int) throws -> Calendar.DayKind {
      Calendar.kind(of: try #require(Instant(year: 2025, month: 3, day: day)))
    }
    #expect(try kind(6) == .weekday)
    #expect(try kind(7) == .friday)
    #expect(try kind(8) == .saturday)
    #expect(try kind(9) == .restDay)
  }

  @Test func `a number that no card has is told from all that cards have`() {
    let portfolio = Portfolio(seed: 3, cardCount: 5_000)
    let taken = Set((0..<5_000).map { portfolio.number(of: $0) })
    #expect(taken.count == 5_000)
    var draw = Draw(3, .fraud)
    for _ in 0..<5_000 {
      let number = portfolio.unknownNumber(under: 42_424_207, &draw)
      #expect(!taken.contains(number))
      #expect(number / 100_000_000 == 42_424_207)
    }
    // The multiplier of account numbers and its inverse undo each other.
    #expect(618_033_989 &* Portfolio.inverse % 1_000_000_000 == 1)
  }

  @Test func `a heap hands out by time, and by arrival at one time`() {
    var heap = TimedHeap<Int>()
    var draw = Draw(1, .fraud)
    let times = (0..<500).map { _ in Int64(draw.below(50)) }
    for (index, time) in times.enumerated() { heap.push(index, at: time) }
    var order: [Int] = []
    while let next = heap.pop() { order.append(next) }
    let expected = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    #expect(order == expected)
  }

  @Test func `draws as many as are expected`() {
    var draw = Draw(1, .fault)
    let mean = 40.0
    let total = (0..<2_000).reduce(0) { sum, _ in sum + draw.poisson(mean) }
    #expect(abs(Double(total) - 2_000 * mean) < 5 * (2_000 * mean).squareRoot())
  }
}
