/// Eight bytes at a time over a span, without leaving checked memory.
///
/// The eight subscripts of ``load(_:at:)`` compile to one bounds check and one unaligned load.
enum Words {
  static let low: UInt64 = 0x0101_0101_0101_0101
  static let high: UInt64 = 0x8080_8080_8080_8080
  /// Eight ASCII zeros: neutral in every text check, and valid packed decimal.
  static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// The eight bytes from `offset`, the first one lowest.
  @inline(__always)
  static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let tail = bytes.extracting(droppingFirst: offset)
    precondition(tail.count >= 8, "a word needs eight bytes")
    return UInt64(tail[0]) | UInt64(tail[1]) << 8 | UInt64(tail[2]) << 16 | UInt64(tail[3]) << 24
      | UInt64(tail[4]) << 32 | UInt64(tail[5]) << 40 | UInt64(tail[6]) << 48 | UInt64(tail[7]) << 56
  }

  /// Whether `violations` gives zero for every byte of `offset ..< offset + count`.
  ///
  /// - Parameter violations: A non-zero word if any byte of its argument is refused; it must accept ``zeros``.
  @inline(__always)
  static func allHold(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, violations: (UInt64) -> UInt64
  ) -> Bool {
    if count >= 8 {
      var refused: UInt64 = 0
      var position = offset
      let last = offset &+ count &- 8
      while position < last {
        refused |= violations(load(bytes, at: position))
        position &+= 8
      }
      return (refused | violations(load(bytes, at: last))) == 0
    }
    return violations(shortWord(bytes, at: offset, count: count)) == 0
  }

  /// The `count` (fewer than eight) bytes from `offset`, filled up with ASCII zeros.
  @inline(__always)
  static func shortWord(_ bytes: Span<UInt8>, at offset: Int, count: Int) -> UInt64 {
    if offset &+ 8 <= bytes.count {
      let mask: UInt64 = (1 << UInt64(truncatingIfNeeded: count &* 8)) &- 1
      return (load(bytes, at: offset) & mask) | (zeros & ~mask)
    }
    var word = zeros
    for index in 0..<count {
      let shift = UInt64(truncatingIfNeeded: index &* 8)
      word = (word & ~(0xFF << shift)) | UInt64(bytes[offset &+ index]) << shift
    }
    return word
  }

  // Each of the following sets a high bit in every byte that is refused. Additions cannot carry from one
  // byte into the next: bytes over 0x7F are refused first and masked before adding.

  @inline(__always)
  static func notASCII(_ word: UInt64) -> UInt64 { word & high }

  @inline(__always)
  static func notDigits(_ word: UInt64) -> UInt64 {
    let low7 = word & ~high
    let aboveNine = low7 &+ (low &* (0x80 - 0x3A))
    let fromZero = low7 &+ (low &* (0x80 - 0x30))
    return (word | aboveNine | ~fromZero) & high
  }

  @inline(__always)
  static func notPrintable(_ word: UInt64) -> UInt64 {
    let low7 = word & ~high
    let delete = low7 &+ low
    let fromBlank = low7 &+ (low &* (0x80 - 0x20))
    return (word | delete | ~fromBlank) & high
  }

  @inline(__always)
  static func notHexadecimal(_ word: UInt64) -> UInt64 {
    let low7 = word & ~high
    let folded = low7 | (low &* 0x20)
    let isDigit = (low7 &+ (low &* (0x80 - 0x30))) & ~(low7 &+ (low &* (0x80 - 0x3A)))
    let isLetter = (folded &+ (low &* (0x80 - 0x61))) & ~(folded &+ (low &* (0x80 - 0x67)))
    return (word | ~(isDigit | isLetter)) & high
  }

  /// Packed decimal: both nibbles of every byte at most nine.
  @inline(__always)
  static func notPackedDecimal(_ word: UInt64) -> UInt64 {
    word & ((word << 1) | (word << 2)) & (low &* 0x88)
  }

  /// The four bytes that eight hexadecimal digits write, the first one highest.
  ///
  /// The digits must have been checked: each byte's low four bits count, plus nine for a letter.
  @inline(__always)
  static func bytes(ofHexadecimal word: UInt64) -> UInt32 {
    let nibbles = (word & (low &* 0x0F)) &+ ((word >> 6) & low) &* 9
    let pairs = ((nibbles << 4) | (nibbles >> 8)) & 0x00FF_00FF_00FF_00FF
    let quads = (pairs | (pairs >> 8)) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: quads | (quads >> 16)).byteSwapped
  }
}
