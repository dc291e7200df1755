/// A natural number of fixed width, and its passage from and to numerals of a radix.
///
/// FF1 and FF3-1 need no more of long arithmetic than this: sums modulo a power of the radix are
/// made numeral by numeral.
struct RadixNumber {
  /// 32 bits each, the least significant first.
  private var limbs: [UInt32]
  private let radix: Radix

  /// - Parameters:
  ///   - limbCount: The width in 32-bit limbs; what does not fit is lost.
  init(limbCount: Int, radix: Radix) {
    limbs = [UInt32](repeating: 0, count: limbCount)
    self.radix = radix
  }

  /// Overwrites the number: it says as much as the numerals that it was made of.
  mutating func wipe() {
    var span = limbs.mutableSpan
    OpenSSL.cleanse(&span)
  }

  // MARK: - From and to numerals

  /// Takes the number that the numerals write, the first one most significant.
  mutating func load(_ numerals: Span<UInt16>) {
    for index in limbs.indices { limbs[index] = 0 }
    var offset = 0
    while offset < numerals.count {
      let end = min(numerals.count, offset + radix.chunkCount)
      var chunk: UInt32 = 0
      var scale: UInt32 = 1
      for index in offset..<end {
        chunk = chunk &* radix.value &+ UInt32(numerals[index])
        scale = scale &* radix.value
      }
      multiply(by: scale, adding: chunk)
      offset = end
    }
  }

  /// Writes the lowest `count` numerals of the number, the last one lowest; what is left is the
  /// number divided by as many powers of the radix.
  mutating func unload(into numerals: inout [UInt16], count: Int) {
    var end = count
    while end > 0 {
      var chunk = divide(by: radix.chunkScale)
      let start = max(0, end - radix.chunkCount)
      for index in (start..<end).reversed() {
        numerals[index] = UInt16(truncatingIfNeeded: chunk % radix.value)
        chunk /= radix.value
      }
      end = start
    }
  }

  private mutating func multiply(by factor: UInt32, adding addend: UInt32) {
    var carry = UInt64(addend)
    for index in limbs.indices {
      carry &+= UInt64(limbs[index]) &* UInt64(factor)
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry &>>= 32
    }
  }

  /// Divides and gives the remainder.
  private mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      let part = remainder &<< 32 | UInt64(limbs[index])
      limbs[index] = UInt32(truncatingIfNeeded: part / UInt64(divisor))
      remainder = part % UInt64(divisor)
    }
    return UInt32(truncatingIfNeeded: remainder)
  }

  // MARK: - Bits

  /// The width.
  var limbCount: Int { limbs.count }

  /// Sets 32 bits of the number; the least significant are at 0.
  mutating func setLimb(_ index: Int, to value: UInt32) { limbs[index] = value }

  /// The byte of the number with `place` bytes below it.
  func byte(at place: Int) -> UInt8 {
    guard place / 4 < limbs.count else { return 0 }
    return UInt8(truncatingIfNeeded: limbs[place / 4] &>> UInt32(8 * (place % 4)))
  }

  /// The number of bits without leading zeros.
  var bitCount: Int {
    guard let highest = limbs.lastIndex(where: { $0 != 0 }) else { return 0 }
    return 32 * highest + 32 - limbs[highest].leadingZeroBitCount
  }
}
