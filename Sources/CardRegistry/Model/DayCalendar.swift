internal import CardCore

/// Which days a term counts.
public enum DayCalendar: String, Hashable, Sendable, CaseIterable {
  /// Every day.
  case calendarDays
  /// Monday to Friday, neither a French holiday nor a day on which TARGET is closed: the business
  /// days of a payment service provider.
  case businessDays
  /// Monday to Saturday, no French holiday.
  case workingDays

  /// Whether the term counts `day`.
  public func counts(_ day: Day) -> Bool {
    switch self {
    case .calendarDays: true
    case .businessDays:
      day.weekday <= 5 && !Holidays.areFrench(day) && !Holidays.closeTARGET(day)
    case .workingDays: day.weekday <= 6 && !Holidays.areFrench(day)
    }
  }

  /// The last day of a term of `count` days that starts on `day`, which is not counted.
  ///
  /// With a count of 0, `day` itself or the first one after it that the calendar counts.
  public func day(_ count: Int, after day: Day) -> Day {
    var current = day
    var left = count
    if left == 0 {
      while !counts(current) { current = current.adding(days: 1) }
    }
    while left > 0 {
      current = current.adding(days: 1)
      if counts(current) { left -= 1 }
    }
    return current
  }
}

/// Days on which the year stops, by the rules that are in force since 2000.
private enum Holidays {
  /// The eleven holidays of the Code du travail, L3133-1.
  static func areFrench(_ day: Day) -> Bool {
    let civil = day.civil
    switch (civil.month, civil.day) {
    case (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25): return true
    default:
      let distance = day.number - easterSunday(civil.year).number
      return distance == 1 || distance == 39 || distance == 50
    }
  }

  /// New Year, Good Friday, Easter Monday, 1 May, Christmas and the day after it.
  static func closeTARGET(_ day: Day) -> Bool {
    let civil = day.civil
    switch (civil.month, civil.day) {
    case (1, 1), (5, 1), (12, 25), (12, 26): return true
    default:
      let distance = day.number - easterSunday(civil.year).number
      return distance == -2 || distance == 1
    }
  }

  /// Easter in the Gregorian calendar, by the method that Nature printed in 1876.
  private static func easterSunday(_ year: Int) -> Day {
    let golden = year % 19
    let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
    let leapCorrection = century / 4
    let moonCorrection = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - leapCorrection - moonCorrection + 15) % 30
    let weekdays =
      (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
    let shift = (golden + 11 * epact + 22 * weekdays) / 451
    let total = epact + weekdays - 7 * shift + 114
    return Day(year: year, month: total / 31, day: total % 31 + 1) ?? Day(number: 0)
  }
}
