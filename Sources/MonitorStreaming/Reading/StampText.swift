import CardCore

/// Time stamps as logs write them: RFC 3339, with a space for `T`, and without a zone.
enum StampText {
  /// - Parameter zone: Of a stamp that names none.
  static func instant(_ text: Span<UInt8>, zone: ZoneRule) -> Instant? {
    if let instant = try? Instant(rfc3339: text) { return instant }
    // Without a zone: read as UTC, then moved.
    guard text.count < 64 else { return nil }
    var withZone: [UInt8] = []
    withZone.append(copying: text)
    withZone.append(UInt8(ascii: "Z"))
    guard let reading = try? Instant(rfc3339: withZone.span) else { return nil }
    return zone.instant(showing: reading)
  }
}
