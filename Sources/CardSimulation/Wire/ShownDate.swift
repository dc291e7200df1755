import CardCore

/// The digits of dates and times, remembering the day that was asked for last.
struct ShownDate {
  private var day = Int64.min
  private(set) var date = Instant.earliest.civil
  private(set) var millisecondOfDay: Int64 = 0

  /// Takes a reading in milliseconds since 1970.
  @inline(__always)
  mutating func take(_ reading: Int64) {
    let day = reading >= 0 ? reading / 86_400_000 : (reading - 86_399_999) / 86_400_000
    millisecondOfDay = reading - day * 86_400_000
    guard day != self.day else { return }
    self.day = day
    date = Instant(millisecondsSince1970: reading).civil
  }

  /// hhmmss.
  @inline(__always)
  var time: UInt64 {
    let second = UInt64(millisecondOfDay) / 1_000
    return second / 3_600 * 10_000 + second / 60 % 60 * 100 + second % 60
  }

  /// MMDD.
  var monthDay: UInt64 { UInt64(date.month * 100 + date.day) }

  /// The day of the year, 1 to 366.
  var dayOfYear: UInt64 {
    var days = date.day
    for month in 1..<date.month { days += CivilTime.dayCount(ofMonth: month, year: date.year) }
    return UInt64(days)
  }
}
