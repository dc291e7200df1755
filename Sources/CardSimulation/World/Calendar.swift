import CardCore

/// Days in Paris: what kind of day it is and how much people pay in its hours.
enum Calendar {
  enum DayKind: Int, CaseIterable {
    case weekday
    case friday, saturday, restDay
  }

  /// - Parameter reading: Midnight of the day as clocks in Paris show it.
  static func kind(of reading: Instant) -> DayKind {
    let civil = reading.civil
    if isHoliday(civil) { return .restDay }
    // 1970-01-01 was a Thursday.
    let day = Int(reading.millisecondsSince1970 / 86_400_000)
    switch ((day + 3) % 7 + 7) % 7 {
    case 4: return .friday
    case 5: return .saturday
    case 6: return .restDay
    default: return .weekday
    }
  }

  /// How much is paid in a day, 1 on average over a week.
  static func volume(of kind: DayKind, _ civil: CivilTime) -> Double {
    let season = civil.month == 12 && civil.day < 25 ? 1.25 : civil.month == 8 ? 0.92 : 1
    switch kind {
    case .weekday: return 0.97 * season
    case .friday: return 1.12 * season
    case .saturday: return 1.3 * season
    case .restDay: return 0.7 * season
    }
  }

  /// The shares of a day's payments by hour, up to each one.
  static let hours: [[Double]] = DayKind.allCases.map { kind -> [Double] in
    switch kind {
    case .weekday, .friday:
      [3, 1.5, 1, 0.7, 0.7, 1.5, 6, 18, 30, 36, 44, 62, 78, 60, 46, 48, 58, 80, 88, 66, 40, 26]
        + [kind == .friday ? 22 : 15, kind == .friday ? 14 : 8]
    case .saturday:
      [8, 5, 3, 1.5, 1, 1, 3, 9, 26, 52, 74, 80, 70, 56, 66, 76, 80, 78, 68, 50, 40, 32, 24, 16]
    case .restDay:
      [10, 7, 4, 2, 1, 1, 2, 6, 20, 38, 50, 52, 50, 38, 28, 28, 32, 36, 40, 42, 38, 26, 16, 9]
    }
  }.map { $0.cumulative }

  /// The public holidays of France.
  static func isHoliday(_ date: CivilTime) -> Bool {
    switch (date.month, date.day) {
    case (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25): return true
    default: break
    }
    let day = Instant(year: date.year, month: date.month, day: date.day)
    let easter = easterSunday(date.year)
    // Easter Monday, Ascension, Whit Monday.
    return [1, 39, 50].contains { day == easter?.adding(milliseconds: $0 * 86_400_000) }
  }

  /// Easter Sunday of the Gregorian calendar, after the formula of New Scientist, 1961.
  static func easterSunday(_ year: Int) -> Instant? {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let g = (8 * b + 13) / 25
    let h = (19 * a + b - b / 4 - g + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 19 * l) / 433
    let month = (h + l - 7 * m + 90) / 25
    return Instant(year: year, month: month, day: (h + l - 7 * m + 33 * month + 19) % 32)
  }
}
