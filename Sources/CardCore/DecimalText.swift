/// Numbers written in ASCII digits, as numeric codes and amounts are.
enum DecimalText {
  /// Reads `count` digits; nil if there are more or fewer, or anything else among them.
  static func code(_ characters: Span<UInt8>, count: Int) -> UInt16? {
    guard characters.count == count else { return nil }
    var value: UInt16 = 0
    for index in characters.indices {
      let digit = characters[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + UInt16(digit)
    }
    return value
  }

  /// Writes `value` with at least `count` digits.
  static func padded(_ value: UInt16, count: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
