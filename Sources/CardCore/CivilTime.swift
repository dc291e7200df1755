/// A date and a time of day in UTC, in the Gregorian calendar carried back before its adoption.
public struct CivilTime: Hashable, Sendable, BitwiseCopyable {
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59: a leap second has no number here.
  public let second: Int
  /// 0 to 999.
  public let millisecond: Int

  /// The number of days in `month` (1 to 12) of `year`.
  public static func dayCount(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether `year` has a 29 February.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}

/// The count of days since 1970-01-01 and back.
///
/// Both ways count years from March, so that the leap day ends its year, and by eras of 400 years,
/// all of the same 146,097 days. From March on, the day on which the month `m` (0 to 11) starts is
/// (153 × m + 2) / 5, since every five months have 153 days.
extension CivilTime {
  private static let daysPerEra = 146_097
  /// Days from 0000-03-01, where an era starts, to 1970-01-01.
  private static let daysToEpoch = 719_468

  static func days(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let (era, yearOfEra) = dividingDown(marchYear, by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysPerEra + dayOfEra - daysToEpoch
  }

  init(days: Int, millisecondOfDay: Int) {
    let (era, dayOfEra) = Self.dividingDown(days + Self.daysToEpoch, by: Self.daysPerEra)
    // Take out the leap days passed, so that what is left divides into years of 365 days.
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    year = era * 400 + yearOfEra + (month > 2 ? 0 : 1)
    hour = millisecondOfDay / 3_600_000
    minute = millisecondOfDay / 60_000 % 60
    second = millisecondOfDay / 1_000 % 60
    millisecond = millisecondOfDay % 1_000
  }

  /// Quotient rounded down, and the remainder, which is never negative.
  static func dividingDown(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
