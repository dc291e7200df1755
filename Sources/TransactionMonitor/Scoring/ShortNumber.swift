/// A number that is not negative in few bits: an exponent of base 2 and the first bits of the
/// significand, rounded to the nearest. 0 is 0; what is too small becomes 0, what is too large the
/// greatest there is.
struct ShortNumber: Sendable {
  private let exponentBits: UInt64
  private let significandBits: UInt64
  /// The code of the smallest number less one, in the place of a double's bits.
  private let offset: UInt64

  /// - Parameter smallest: The exponent of the smallest number over 0.
  init(exponentBits: UInt64, significandBits: UInt64, smallest: Int) {
    self.exponentBits = exponentBits
    self.significandBits = significandBits
    offset = UInt64(1_022 + smallest) << significandBits
  }

  @inline(__always)
  func code(_ value: Double) -> UInt64 {
    let dropped = 52 &- significandBits
    let rounded = (value.bitPattern &+ 1 &<< (dropped &- 1)) &>> dropped
    guard rounded >= offset &+ 1 &<< significandBits else { return 0 }
    return min(rounded &- offset, 1 &<< (exponentBits &+ significandBits) &- 1)
  }

  @inline(__always)
  func value(_ code: UInt64) -> Double {
    code == 0 ? 0 : Double(bitPattern: (code &+ offset) &<< (52 &- significandBits))
  }
}
