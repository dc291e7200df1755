public import CardCore

/// A day of the calendar, with no time of day.
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before.
  public let number: Int

  /// Takes days since 1970-01-01.
  public init(number: Int) { self.number = number }

  /// nil for a day that does not exist or a year outside 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard let midnight = Instant(year: year, month: month, day: day) else { return nil }
    number = Day.number(showing: midnight)
  }

  /// The day that the clocks of `zone` show at `instant`.
  public init(of instant: Instant, in zone: ZoneRule = .paris) {
    number = Day.number(
      showing: instant.adding(milliseconds: zone.offsetMilliseconds(at: instant)))
  }

  /// Reads `YYYY-MM-DD`; nil for any other text or a day that does not exist.
  public init?(_ text: String) {
    guard text.utf8.count == 10, let midnight = try? Instant(rfc3339: text + "T00:00:00Z") else {
      return nil
    }
    number = Day.number(showing: midnight)
  }

  private static func number(showing reading: Instant) -> Int {
    let milliseconds = Int(reading.millisecondsSince1970)
    let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    return rest < 0 ? days - 1 : days
  }

  /// Year, month and day.
  public var civil: CivilTime {
    Instant(millisecondsSince1970: Int64(number) * 86_400_000).civil
  }

  /// 1 for Monday to 7 for Sunday.
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    let rest = (number + 3) % 7
    return (rest < 0 ? rest + 7 : rest) + 1
  }

  /// The instant at which the day begins by the clocks of `zone`.
  public func start(in zone: ZoneRule = .paris) -> Instant {
    zone.instant(showing: Instant(millisecondsSince1970: Int64(number) * 86_400_000))
  }

  /// The day `count` days later, or earlier if negative.
  public func adding(days count: Int) -> Day { Day(number: number + count) }

  /// The same day of the month `count` months later, or the last day of that month.
  public func adding(months count: Int) -> Day {
    let civil = self.civil
    let months = civil.year * 12 + civil.month - 1 + count
    let year = months / 12
    let month = months % 12 + 1
    let day = min(civil.day, CivilTime.dayCount(ofMonth: month, year: year))
    return Day(year: year, month: month, day: day) ?? self
  }

  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day: CustomStringConvertible {
  /// `2026-11-25`.
  public var description: String { String("\(start(in: .utc))".prefix(10)) }
}

extension CardDate {
  /// The first instant at which a card of this expiry is no longer valid: the end of the month by
  /// the clocks of `zone`.
  public func end(in zone: ZoneRule = .paris) -> Instant { dayAfter.start(in: zone) }

  /// The first day after the month.
  var dayAfter: Day {
    let first = Day(year: Int(year), month: Int(month), day: 1) ?? Day(number: 0)
    return first.adding(months: 1)
  }

  /// The month `count` months later.
  func adding(months count: Int) -> CardDate? {
    let months = Int(year) * 12 + Int(month) - 1 + count
    return CardDate(year: months / 12, month: months % 12 + 1)
  }
}
