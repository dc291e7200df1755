import CardCore

/// Time stamps as older jPOS logs write them: `Mon Nov 23 13:07:50 CET 2026.123`.
enum JPOSStamp {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  /// Minutes east of UTC of the zones that can be told by their letters.
  private static let zones = [
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "CET": 60, "WEST": 60, "CEST": 120, "EET": 120,
    "EEST": 180,
  ]

  /// - Parameter zone: Of a stamp whose zone is not known by its letters.
  static func instant(_ text: String, zone: ZoneRule) -> Instant? {
    let words = text.split(separator: " ")
    guard words.count == 6, let month = months.firstIndex(of: String(words[1])),
      let day = Int(words[2])
    else { return nil }
    let clock = words[3].split(separator: ":").compactMap { Int($0) }
    let year = words[5].split(separator: ".", maxSplits: 1)
    guard clock.count == 3, let number = year.first.flatMap({ Int($0) }) else { return nil }
    let millisecond = year.count == 2 ? Int(year[1]) ?? 0 : 0
    guard
      let reading = Instant(
        year: number, month: month + 1, day: day, hour: clock[0], minute: clock[1],
        second: clock[2], millisecond: millisecond)
    else { return nil }
    guard let minutes = zones[String(words[4])] else { return zone.instant(showing: reading) }
    return ZoneRule.fixed(minutes: minutes).instant(showing: reading)
  }
}

/// Dumps of bytes in text: lines of an offset, bytes in hexadecimal, and the same as characters.
enum HexDump {
  /// Appends the bytes of every line of `text` that looks like one of a dump.
  static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != 0x0A { end += 1 }
      appendLine(text.extracting(start..<end), to: &bytes)
      start = end + 1
    }
  }

  private static func appendLine(_ line: Span<UInt8>, to bytes: inout [UInt8]) {
    var offset = 0
    while offset < line.count, line[offset] <= 0x20 { offset += 1 }
    let place = offset
    while offset < line.count, digit(line[offset]) != nil { offset += 1 }
    guard offset - place >= 4, offset < line.count, line[offset] == 0x20 else { return }
    var pairs = 0
    while pairs < 16 {
      var blanks = 0
      while offset < line.count, line[offset] == 0x20 {
        offset += 1
        blanks += 1
      }
      // Three blanks or more set the characters apart.
      guard blanks > 0, blanks < 3 || pairs == 0, offset + 1 < line.count,
        let high = digit(line[offset]), let low = digit(line[offset + 1]),
        offset + 2 == line.count || line[offset + 2] <= 0x20
      else { return }
      bytes.append(high << 4 | low)
      offset += 2
      pairs += 1
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
