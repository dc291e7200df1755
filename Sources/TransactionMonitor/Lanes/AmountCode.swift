/// An amount in four bytes: exact up to 2³¹ − 1 minor units, then to one part in 2²⁶.
///
/// Below 2³¹ the code is the amount. Above, the lower 26 bits are its first digits in binary and
/// five bits say by how many places they were shifted: the amount lies between two neighbours of
/// that scale. All ones: nothing is known but that it is not negative.
struct AmountCode: Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt32

  static let unknown = AmountCode(rawValue: .max)

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The code of an amount that lies between two bounds; amounts are never negative.
  @inline(__always)
  init(_ bounds: Bounds) {
    self = bounds.isExact && bounds.low >= 0 ? AmountCode(UInt64(bounds.low)) : .unknown
  }

  @inline(__always)
  private init(_ amount: UInt64) {
    guard amount >= 1 << 31 else {
      rawValue = UInt32(truncatingIfNeeded: amount)
      return
    }
    let shift = UInt64(64 - 26 - amount.leadingZeroBitCount)
    guard shift < 31 else {
      self = .unknown
      return
    }
    rawValue = 1 << 31 | UInt32(shift) << 26 | UInt32(amount >> shift & (1 << 26 - 1))
  }

  @inline(__always)
  var bounds: Bounds {
    guard rawValue >= 1 << 31 else { return Bounds(exactly: Int64(rawValue)) }
    guard rawValue != .max else { return Bounds(low: 0, high: .max) }
    let shift = Int64(rawValue >> 26 & 31)
    let low = Int64(rawValue & (1 << 26 - 1)) << shift
    return Bounds(low: low, high: low + (1 << shift) - 1)
  }
}
