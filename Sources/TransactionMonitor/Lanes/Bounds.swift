/// An integer that lies between two others; exact where they are equal.
struct Bounds: Hashable, Sendable, BitwiseCopyable {
  var low: Int64
  var high: Int64

  /// Nothing is known.
  static let widest = Bounds(low: .min, high: .max)

  @inline(__always)
  init(low: Int64, high: Int64) {
    self.low = low
    self.high = high
  }

  @inline(__always)
  init(exactly value: Int64) {
    low = value
    high = value
  }

  var isExact: Bool { low == high }
}

/// A real number that lies between two others; exact where they are equal.
struct RealBounds: Hashable, Sendable, BitwiseCopyable {
  var low: Double
  var high: Double

  /// Nothing is known.
  static let widest = RealBounds(low: -.infinity, high: .infinity)
}

/// What is known of a condition.
struct Truth: Hashable, Sendable, BitwiseCopyable {
  var isCertain: Bool
  var isPossible: Bool

  static let unknown = Truth(isCertain: false, isPossible: true)

  @inline(__always)
  init(isCertain: Bool, isPossible: Bool) {
    self.isCertain = isCertain
    self.isPossible = isPossible
  }

  @inline(__always)
  init(_ value: Bool) {
    isCertain = value
    isPossible = value
  }
}

extension Int64 {
  /// The sum, or the end of the range that it lies beyond; the ends stand for "without bound" and
  /// stay.
  @inline(__always)
  func addingBounded(_ other: Int64) -> Int64 {
    if self == .max || self == .min { return self }
    if other == .max || other == .min { return other }
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (self > 0 ? .max : .min) : sum
  }
}
