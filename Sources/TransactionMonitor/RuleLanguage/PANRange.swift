internal import CardCore

/// Card numbers that begin with digits from `low` to `high`, both of the same length.
struct PANRange: Hashable, Comparable, Sendable {
  var low: UInt32
  var high: UInt32
  /// 1 to 8.
  var digitCount: UInt8

  static let digitCountMax = 8

  /// Reads both ends; nil unless they have the same number of digits, 1 to 8, and are in order.
  init?(_ first: String, _ last: String) {
    guard first.utf8.count == last.utf8.count, let low = Self.number(first),
      let high = Self.number(last), low <= high
    else { return nil }
    self.low = low
    self.high = high
    digitCount = UInt8(first.utf8.count)
  }

  private static func number(_ text: String) -> UInt32? {
    guard (1...digitCountMax).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UInt32(text)
  }

  static func < (left: PANRange, right: PANRange) -> Bool {
    (left.digitCount, left.low, left.high) < (right.digitCount, right.low, right.high)
  }
}
