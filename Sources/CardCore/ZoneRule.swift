/// How far a country's clocks are from UTC, and when: enough for logs, without a time-zone file.
public enum ZoneRule: Hashable, Sendable, BitwiseCopyable {
  /// The same distance all year, in minutes east of UTC: -1,080 to 1,080 have a use.
  case fixed(minutes: Int)
  /// The European Union's summer time: `standardMinutes` east of UTC, and an hour more from the
  /// last Sunday of March to the last of October, changing at 01:00 UTC.
  ///
  /// These rules hold from 1996 on; earlier years are read by them all the same.
  case europeanSummerTime(standardMinutes: Int)

  public static let utc = ZoneRule.fixed(minutes: 0)

  /// Paris, and with it most of continental Europe.
  public static let paris = ZoneRule.europeanSummerTime(standardMinutes: 60)

  /// Milliseconds to add to `instant` to get what the clocks show.
  public func offsetMilliseconds(at instant: Instant) -> Int64 {
    switch self {
    case .fixed(let minutes): return Int64(minutes) * 60_000
    case .europeanSummerTime(let minutes):
      let standard = Int64(minutes) * 60_000
      return Self.isSummer(instant) ? standard + 3_600_000 : standard
    }
  }

  /// The instant at which the clocks show `reading`.
  ///
  /// Of an hour that the clocks show twice the first one is meant; a reading in the hour that they
  /// leave out is taken by the time that held before.
  ///
  /// - Parameter reading: Date and time of day as shown, taken as if they were UTC.
  public func instant(showing reading: Instant) -> Instant {
    switch self {
    case .fixed(let minutes): return reading.adding(milliseconds: -Int64(minutes) * 60_000)
    case .europeanSummerTime(let minutes):
      let inStandardTime = reading.adding(milliseconds: -Int64(minutes) * 60_000)
      let inSummerTime = inStandardTime.adding(milliseconds: -3_600_000)
      return Self.isSummer(inSummerTime) ? inSummerTime : inStandardTime
    }
  }

  private static func isSummer(_ instant: Instant) -> Bool {
    let year = instant.civil.year
    return instant >= change(month: 3, year: year) && instant < change(month: 10, year: year)
  }

  /// 01:00 UTC on the last Sunday of a month of 31 days.
  private static func change(month: Int, year: Int) -> Instant {
    let last = CivilTime.days(year: year, month: month, day: 31)
    // 1970-01-01 was a Thursday, so that day 3 was a Sunday.
    let daysPastSunday = CivilTime.dividingDown(last - 3, by: 7).remainder
    let hours = Int64(last - daysPastSunday) * 24 + 1
    return Instant(millisecondsSince1970: hours * 3_600_000)
  }
}
