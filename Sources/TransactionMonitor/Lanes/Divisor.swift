/// A number that many others are divided by: by one multiplication each.
struct Divisor: Hashable, Sendable, BitwiseCopyable {
  private let divisor: UInt64
  private let reciprocal: UInt64

  init(_ divisor: UInt64) {
    precondition(divisor > 0, "a divisor is not zero")
    self.divisor = divisor
    reciprocal = .max / divisor
  }

  /// The whole quotient, exact for every dividend.
  @inline(__always)
  func quotient(of dividend: UInt64) -> UInt64 {
    // The reciprocal is too small by at most 1 in 2^64, so that this is by at most 1.
    let quotient = dividend.multipliedFullWidth(by: reciprocal).high
    return dividend &- quotient &* divisor >= divisor ? quotient &+ 1 : quotient
  }
}
