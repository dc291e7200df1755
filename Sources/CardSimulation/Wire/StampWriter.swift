import CardCore

/// Writes the time stamp before a line of hexadecimal digits: `2025-01-01T08:30:00.250Z` and a
/// blank.
struct StampWriter {
  private var shown = ShownDate()

  mutating func append(_ time: Int64, to output: inout [UInt8]) {
    shown.take(time)
    let date = shown.date
    Digits.append(UInt64(date.year), width: 4, to: &output)
    output.append(UInt8(ascii: "-"))
    Digits.append(UInt64(date.month), width: 2, to: &output)
    output.append(UInt8(ascii: "-"))
    Digits.append(UInt64(date.day), width: 2, to: &output)
    output.append(UInt8(ascii: "T"))
    let clock = shown.time
    Digits.append(clock / 10_000, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    Digits.append(clock / 100 % 100, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    Digits.append(clock % 100, width: 2, to: &output)
    output.append(UInt8(ascii: "."))
    Digits.append(UInt64(shown.millisecondOfDay % 1_000), width: 3, to: &output)
    output.append(UInt8(ascii: "Z"))
    output.append(UInt8(ascii: " "))
  }
}
