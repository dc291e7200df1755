/// Two numbers between which a value lies; the value is exact where they are the same.
struct Bracket: Hashable, Sendable {
  var low: Double
  var high: Double

  static let open = Bracket(low: -.infinity, high: .infinity)

  init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  init(_ exact: Double) {
    self.init(low: exact, high: exact)
  }

  var isExact: Bool { low == high }

  /// An integer of a column: the open bounds are the infinities.
  @inline(__always)
  static func real(_ cell: Int64) -> Double {
    cell == ColumnBuffer.openLow
      ? -.infinity : cell == ColumnBuffer.openHigh ? .infinity : Double(cell)
  }

  func plus(_ other: Bracket) -> Bracket {
    Bracket(low: low + other.low, high: high + other.high)
  }

  func minus(_ other: Bracket) -> Bracket {
    Bracket(low: low - other.high, high: high - other.low)
  }

  func times(_ other: Bracket) -> Bracket {
    Self.around(
      Self.product(low, other.low), Self.product(low, other.high), Self.product(high, other.low),
      Self.product(high, other.high))
  }

  /// Anything, where the divisor may be nothing.
  func divided(by other: Bracket) -> Bracket {
    if other.low <= 0, other.high >= 0 { return .open }
    return Self.around(
      Self.quotient(low, other.low), Self.quotient(low, other.high),
      Self.quotient(high, other.low), Self.quotient(high, other.high))
  }

  /// Nothing times an open bound is nothing: the bound itself is no value.
  private static func product(_ left: Double, _ right: Double) -> Double {
    left == 0 || right == 0 ? 0 : left * right
  }

  private static func quotient(_ left: Double, _ right: Double) -> Double {
    let quotient = left / right
    return quotient.isNaN ? 0 : quotient
  }

  private static func around(
    _ one: Double, _ two: Double, _ three: Double, _ four: Double
  ) -> Bracket {
    Bracket(
      low: min(min(one, two), min(three, four)), high: max(max(one, two), max(three, four)))
  }
}
