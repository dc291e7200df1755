internal import CardCore

/// The time of day in a zone; its distance from UTC is looked up once an hour of event time.
struct LocalClock {
  private let zone: ZoneRule
  /// Zones change their distance on the hour of UTC.
  private var hour = Int64.min
  private var offset: Int64 = 0

  init(_ zone: ZoneRule) {
    self.zone = zone
  }

  private mutating func local(_ instant: Instant) -> Int64 {
    let milliseconds = instant.millisecondsSince1970
    let hour = Self.quotient(milliseconds, 3_600_000)
    if hour != self.hour {
      self.hour = hour
      offset = zone.offsetMilliseconds(at: instant)
    }
    return milliseconds &+ offset
  }

  mutating func millisecondOfDay(_ instant: Instant) -> Int64 {
    let local = local(instant)
    return local - Self.quotient(local, 86_400_000) * 86_400_000
  }

  /// 0 for Monday; 1970-01-01 was a Thursday.
  mutating func weekday(_ instant: Instant) -> Int64 {
    let days = Self.quotient(local(instant), 86_400_000) + 3
    return days - Self.quotient(days, 7) * 7
  }

  /// Rounded down.
  private static func quotient(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value < 0 && quotient * divisor != value ? quotient - 1 : quotient
  }
}
