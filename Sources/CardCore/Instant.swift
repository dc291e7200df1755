/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// There is no "now" here: time comes from messages and from the command line, as an argument.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
  public let millisecondsSince1970: Int64

  @inlinable
  public init(millisecondsSince1970: Int64) {
    self.millisecondsSince1970 = millisecondsSince1970
  }

  /// The instant of a date and a time of day in UTC.
  ///
  /// - Returns: nil for a date or a time that does not exist, second 60, or a year outside 1 to
  ///   9999.
  public init?(
    year: Int, month: Int, day: Int,
    hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
  ) {
    guard (1...9_999).contains(year), (1...12).contains(month),
      (1...CivilTime.dayCount(ofMonth: month, year: year)).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999).contains(millisecond)
    else { return nil }
    let seconds = (hour * 60 + minute) * 60 + second
    let days = CivilTime.days(year: year, month: month, day: day)
    self.init(millisecondsSince1970: Int64((days * 86_400 + seconds) * 1_000 + millisecond))
  }

  /// 0001-01-01T00:00:00Z, the first instant that text can write.
  public static let earliest = Instant(millisecondsSince1970: -62_135_596_800_000)

  /// 9999-12-31T23:59:59.999Z, the last instant that text can write.
  public static let latest = Instant(millisecondsSince1970: 253_402_300_799_999)

  /// The date and the time of day in UTC.
  public var civil: CivilTime {
    let (days, rest) = CivilTime.dividingDown(Int(millisecondsSince1970), by: 86_400_000)
    return CivilTime(days: days, millisecondOfDay: rest)
  }

  /// The instant `milliseconds` later, or earlier if negative.
  public func adding(milliseconds: Int64) -> Instant {
    Instant(millisecondsSince1970: millisecondsSince1970 + milliseconds)
  }

  /// Milliseconds from `start` to `end`; negative if `end` comes first.
  public static func - (end: Instant, start: Instant) -> Int64 {
    end.millisecondsSince1970 - start.millisecondsSince1970
  }

  public static func < (left: Instant, right: Instant) -> Bool {
    left.millisecondsSince1970 < right.millisecondsSince1970
  }
}
