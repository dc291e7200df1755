/// RFC 3339 text: `2026-11-23T13:07:50.123Z`.
extension Instant: CustomStringConvertible {
  /// Why a text is no instant, and at which byte.
  public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Expected: String, Hashable, Sendable {
      case digit = "a digit"
      case dash = "`-`"
      case timeMark = "`T`"
      case colon = "`:`"
      case zone = "`Z` or an offset from UTC"
      case end = "the end"
      case year = "a year from 0001 to 9999"
      case month = "a month from 01 to 12"
      case day = "a day of that month"
      case hour = "an hour from 00 to 23"
      case minute = "a minute from 00 to 59"
      case second = "a second from 00 to 59"
      case yearInUTC = "a year from 0001 to 9999 in UTC too"
    }

    /// 0-based, in bytes: the offending byte, or the first byte of a number out of range.
    public let offset: Int
    public let expected: Expected
    /// nil where the byte is of the right class and the number that it starts is out of range.
    public let found: ByteClass?

    public var description: String {
      let rest = found.map { ", found \($0)" } ?? ""
      return "time at offset \(offset): expected \(expected.rawValue)\(rest)"
    }
  }

  /// Reads an instant from RFC 3339 text.
  ///
  /// A fraction may have any number of digits, of which those past the millisecond are cut off.
  /// `T` and `Z` may be in lower case and `T` may be a space, as RFC 3339 section 5.6 allows.
  /// Second 60 is refused: this count of time has no number for a leap second.
  ///
  /// - Throws: ``ParseError`` at the first byte that cannot be read.
  public init(rfc3339 text: Span<UInt8>) throws(ParseError) {
    var offset = 0
    let date = try RFC3339Reader.date(text, at: &offset)
    try RFC3339Reader.mark([0x54, 0x74, 0x20], expected: .timeMark, text, at: &offset)
    let timeOfDay = try RFC3339Reader.timeOfDay(text, at: &offset)
    let zone = try RFC3339Reader.zone(text, at: &offset)
    guard offset == text.count else {
      throw RFC3339Reader.error(.end, text, at: offset)
    }
    self.init(millisecondsSince1970: Int64(date * 86_400_000 + timeOfDay - zone))
    guard (Instant.earliest...Instant.latest).contains(self) else {
      throw ParseError(offset: 0, expected: .yearInUTC, found: nil)
    }
  }

  /// Reads an instant from RFC 3339 text, as ``init(rfc3339:)-(Span<UInt8>)`` does.
  public init(rfc3339 text: some StringProtocol) throws(ParseError) {
    try self.init(rfc3339: Array(text.utf8).span)
  }

  /// RFC 3339 text in UTC: `2026-11-23T13:07:50.123Z`, without the fraction where it is zero.
  ///
  /// Outside the years 0001 to 9999 the year takes more digits or a minus sign, and the text can
  /// no longer be read back.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    appendRFC3339(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the bytes of ``description``.
  public func appendRFC3339(to bytes: inout [UInt8]) {
    let civil = self.civil
    if civil.year < 0 { bytes.append(0x2D) }
    let year = UInt64(civil.year.magnitude)
    Digits.append(year, width: year < 10_000 ? 4 : "\(year)".utf8.count, to: &bytes)
    append(0x2D, civil.month, to: &bytes)
    append(0x2D, civil.day, to: &bytes)
    append(0x54, civil.hour, to: &bytes)
    append(0x3A, civil.minute, to: &bytes)
    append(0x3A, civil.second, to: &bytes)
    if civil.millisecond != 0 { append(0x2E, civil.millisecond, width: 3, to: &bytes) }
    bytes.append(0x5A)
  }

  private func append(_ mark: UInt8, _ value: Int, width: Int = 2, to bytes: inout [UInt8]) {
    bytes.append(mark)
    Digits.append(UInt64(value), width: width, to: &bytes)
  }
}

/// The parts of RFC 3339 text; each function reads one at `offset` and moves past it.
private enum RFC3339Reader {
  /// Reads `2026-11-23` as days since 1970-01-01.
  static func date(_ text: Span<UInt8>, at offset: inout Int) throws(Instant.ParseError) -> Int {
    let year = try number(4, in: 1...9_999, expected: .year, text, at: &offset)
    try mark([0x2D], expected: .dash, text, at: &offset)
    let month = try number(2, in: 1...12, expected: .month, text, at: &offset)
    try mark([0x2D], expected: .dash, text, at: &offset)
    let lastDay = CivilTime.dayCount(ofMonth: month, year: year)
    let day = try number(2, in: 1...lastDay, expected: .day, text, at: &offset)
    return CivilTime.days(year: year, month: month, day: day)
  }

  /// Reads `13:07:50` and the fraction after it, if any, as milliseconds since midnight.
  static func timeOfDay(
    _ text: Span<UInt8>, at offset: inout Int
  ) throws(Instant.ParseError) -> Int {
    let minutes = try hourAndMinute(text, at: &offset)
    try mark([0x3A], expected: .colon, text, at: &offset)
    let second = try number(2, in: 0...59, expected: .second, text, at: &offset)
    return (minutes * 60 + second) * 1_000 + (try fraction(text, at: &offset))
  }

  /// Reads `.123456`, if it stands here, as milliseconds.
  private static func fraction(
    _ text: Span<UInt8>, at offset: inout Int
  ) throws(Instant.ParseError) -> Int {
    guard offset < text.count, text[offset] == 0x2E else { return 0 }
    offset += 1
    var milliseconds = try number(1, in: 0...9, expected: .digit, text, at: &offset) * 100
    var weight = 10
    while offset < text.count, Digits.isDigit(text[offset]) {
      milliseconds += Int(text[offset] - Digits.zero) * weight
      weight /= 10
      offset += 1
    }
    return milliseconds
  }

  /// Reads `Z`, `+02:00` or `-02:00` as the milliseconds by which local time is ahead of UTC.
  static func zone(_ text: Span<UInt8>, at offset: inout Int) throws(Instant.ParseError) -> Int {
    let start = offset
    try mark([0x5A, 0x7A, 0x2B, 0x2D], expected: .zone, text, at: &offset)
    switch text[start] {
    case 0x2B: return try hourAndMinute(text, at: &offset) * 60_000
    case 0x2D: return try hourAndMinute(text, at: &offset) * -60_000
    default: return 0
    }
  }

  private static func hourAndMinute(
    _ text: Span<UInt8>, at offset: inout Int
  ) throws(Instant.ParseError) -> Int {
    let hour = try number(2, in: 0...23, expected: .hour, text, at: &offset)
    try mark([0x3A], expected: .colon, text, at: &offset)
    return hour * 60 + (try number(2, in: 0...59, expected: .minute, text, at: &offset))
  }

  static func mark(
    _ bytes: [UInt8], expected: Instant.ParseError.Expected,
    _ text: Span<UInt8>, at offset: inout Int
  ) throws(Instant.ParseError) {
    guard offset < text.count, bytes.contains(text[offset]) else {
      throw error(expected, text, at: offset)
    }
    offset += 1
  }

  private static func number(
    _ width: Int, in range: ClosedRange<Int>, expected: Instant.ParseError.Expected,
    _ text: Span<UInt8>, at offset: inout Int
  ) throws(Instant.ParseError) -> Int {
    let start = offset
    var value = 0
    for _ in 0..<width {
      guard offset < text.count, Digits.isDigit(text[offset]) else {
        throw error(.digit, text, at: offset)
      }
      value = value * 10 + Int(text[offset] - Digits.zero)
      offset += 1
    }
    guard range.contains(value) else {
      throw Instant.ParseError(offset: start, expected: expected, found: nil)
    }
    return value
  }

  static func error(
    _ expected: Instant.ParseError.Expected, _ text: Span<UInt8>, at offset: Int
  ) -> Instant.ParseError {
    Instant.ParseError(
      offset: offset, expected: expected, found: ByteClass(at: offset, of: text))
  }
}
