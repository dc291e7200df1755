public import CardCore

/// Turns the times of messages into instants: it knows the zones, and the year that most messages
/// leave out.
///
/// It moves on with the messages, so that a log may run over the end of a year, and it reads no
/// clock of this machine.
public struct MessageClock: Sendable {
  /// What the year of the next message is chosen by: the nearest one to this.
  public var reference: Instant?
  /// The zone of DE 7.
  public var transmissionZone: ZoneRule
  /// The zone of DE 12 and 13.
  public var localZone: ZoneRule
  /// The last month and day that was read, with the midnight it stood for.
  private var lastMonthDay: UInt64 = 0
  private var lastMidnight = Instant.earliest

  /// - Parameters:
  ///   - reference: A time near that of the first message; nil where a frame's stamp or a year in
  ///     the messages will tell.
  ///   - transmissionZone: Of DE 7.
  ///   - localZone: Of DE 12 and 13.
  public init(
    near reference: Instant? = nil, transmissionZone: ZoneRule = .utc, localZone: ZoneRule = .paris
  ) {
    self.reference = reference
    self.transmissionZone = transmissionZone
    self.localZone = localZone
  }

  /// The instant of a DE 7, which `MMDDhhmmss` writes, in the year that brings it nearest to
  /// `near`.
  @inline(__always)
  mutating func transmitted(_ digits: UInt64, near: Instant) -> Instant? {
    let reading = reading(monthDay: digits / 1_000_000, time: digits % 1_000_000, near: near)
    guard let reading, transmissionZone != .utc else { return reading }
    return transmissionZone.instant(showing: reading)
  }

  /// The reading `MMDDhhmmss`, as if it were UTC, in the year that brings it nearest to `near`.
  ///
  /// - Returns: nil if there is no such date or time.
  @inline(__always)
  mutating func reading(monthDay: UInt64, time: UInt64, near: Instant) -> Instant? {
    guard let milliseconds = Self.milliseconds(ofDay: time) else { return nil }
    let halfYear: Int64 = 180 * 86_400_000
    if monthDay == lastMonthDay {
      let reading = lastMidnight.adding(milliseconds: milliseconds)
      if (reading - near).magnitude < halfYear { return reading }
    }
    return search(monthDay: monthDay, milliseconds: milliseconds, near: near)
  }

  private mutating func search(
    monthDay: UInt64, milliseconds: Int64, near: Instant
  ) -> Instant? {
    var nearest: Instant?
    let year = near.civil.year
    for year in year - 1...year + 1 {
      guard let midnight = Self.midnight(year: UInt64(max(0, year)), monthDay: monthDay) else {
        continue
      }
      let reading = midnight.adding(milliseconds: milliseconds)
      if let best = nearest, (best - near).magnitude <= (reading - near).magnitude { continue }
      nearest = reading
      lastMonthDay = monthDay
      lastMidnight = midnight
    }
    return nearest
  }

  /// The reading `YYMMDDhhmmss`, or `CCYYMMDDhhmmss` where `hasCentury`, as if it were UTC.
  ///
  /// Two digits of a year are of the years 1970 to 2069.
  static func reading(dated digits: UInt64, hasCentury: Bool) -> Instant? {
    guard let milliseconds = milliseconds(ofDay: digits % 1_000_000) else { return nil }
    let date = digits / 1_000_000
    var year = date / 10_000
    if !hasCentury { year += year < 70 ? 2_000 : 1_900 }
    return midnight(year: year, monthDay: date % 10_000)?.adding(milliseconds: milliseconds)
  }

  /// The reading `hhmmss` on the day that brings it nearest to `near`.
  static func reading(time: UInt64, near: Instant) -> Instant? {
    guard let milliseconds = milliseconds(ofDay: time) else { return nil }
    let day: Int64 = 86_400_000
    let midnight = near.millisecondsSince1970 / day * day
    let reading = Instant(millisecondsSince1970: midnight + milliseconds)
    let distance = reading - near
    if distance > day / 2 { return reading.adding(milliseconds: -day) }
    return distance < -day / 2 ? reading.adding(milliseconds: day) : reading
  }

  @inline(__always)
  private static func milliseconds(ofDay time: UInt64) -> Int64? {
    let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64(truncatingIfNeeded: ((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000)
  }

  private static func midnight(year: UInt64, monthDay: UInt64) -> Instant? {
    Instant(year: Int(year), month: Int(monthDay / 100), day: Int(monthDay % 100))
  }
}
