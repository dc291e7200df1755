/// Eight or sixteen bytes at a time over a span, without leaving checked memory.
///
/// The subscripts of ``load(_:at:)`` and ``block(_:at:)`` compile to one bounds check and one
/// unaligned load.
enum Words {
  static let low: UInt64 = 0x0101_0101_0101_0101

  /// The eight bytes from `offset`, the first one lowest.
  @inline(__always)
  static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let tail = bytes.extracting(droppingFirst: offset)
    precondition(tail.count >= 8, "a word needs eight bytes")
    return UInt64(tail[0]) | UInt64(tail[1]) << 8 | UInt64(tail[2]) << 16 | UInt64(tail[3]) << 24
      | UInt64(tail[4]) << 32 | UInt64(tail[5]) << 40 | UInt64(tail[6]) << 48 | UInt64(tail[7])
      << 56
  }

  /// The four bytes from `offset`, the first one lowest.
  @inline(__always)
  static func half(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
    let tail = bytes.extracting(droppingFirst: offset)
    precondition(tail.count >= 4, "half a word needs four bytes")
    return UInt32(tail[0]) | UInt32(tail[1]) << 8 | UInt32(tail[2]) << 16 | UInt32(tail[3]) << 24
  }

  /// The thirty-two bytes from `offset`.
  @inline(__always)
  private static func blocks(_ bytes: Span<UInt8>, at offset: Int) -> (ByteBlock, ByteBlock) {
    let tail = bytes.extracting(droppingFirst: offset)
    precondition(tail.count >= 32, "two blocks have thirty-two bytes")
    let first = ByteBlock(
      tail[0], tail[1], tail[2], tail[3], tail[4], tail[5], tail[6], tail[7], tail[8], tail[9],
      tail[10], tail[11], tail[12], tail[13], tail[14], tail[15])
    let second = ByteBlock(
      tail[16], tail[17], tail[18], tail[19], tail[20], tail[21], tail[22], tail[23], tail[24],
      tail[25], tail[26], tail[27], tail[28], tail[29], tail[30], tail[31])
    return (first, second)
  }

  /// Whether `check` finds nothing to refuse in the bytes `offset ..< offset + count`.
  ///
  /// The last blocks reach back over bytes that were looked at already rather than being cut, and
  /// fewer than thirty-two bytes are looked at together with those before them.
  @inline(__always)
  static func allHold(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, _ check: some ByteCheck
  ) -> Bool {
    let last = offset &+ count &- 32
    guard last >= 0 else { return startHolds(bytes, from: offset, count: count, check) }
    var position = min(offset, last)
    var (first, second) = (ByteBlock(), ByteBlock())
    // One place that loads: in a function that has many the compiler leaves calls.
    while true {
      let (left, right) = blocks(bytes, at: position)
      first |= check.refused(left)
      second |= check.refused(right)
      if position == last { break }
      position = min(position &+ 32, last)
    }
    if count < 32 {
      first = first.from(32 &- count)
      second = second.from(16 &- count)
    }
    return (first | second).isZero
  }

  /// Fewer than thirty-two bytes near the start of the span.
  @inline(never)
  private static func startHolds(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, _ check: some ByteCheck
  ) -> Bool {
    for index in offset..<(offset + count) {
      guard check.refused(ByteBlock(repeating: bytes[index])).isZero else { return false }
    }
    return true
  }

  /// Whether all eight bytes are hexadecimal digits of either case.
  @inline(__always)
  static func isHexadecimal(_ word: UInt64) -> Bool {
    let high = low &* 0x80
    // Additions to seven bits set the eighth one and go no further.
    let digits = word & ~high
    let letters = digits | low &* 0x20
    let isDigit = (digits &+ low &* 0x50) & ~(digits &+ low &* 0x46)
    let isLetter = (letters &+ low &* 0x1F) & ~(letters &+ low &* 0x19)
    return (isDigit | isLetter) & ~word & high == high
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

  /// The eight upper-case hexadecimal digits of `bytes`, the first one lowest.
  @inline(__always)
  static func hexadecimal(of bytes: UInt32) -> UInt64 {
    let quads = UInt64(bytes.byteSwapped)
    let apart = (quads | quads << 16) & 0x0000_FFFF_0000_FFFF
    let pairs = (apart | apart << 8) & 0x00FF_00FF_00FF_00FF
    let nibbles = (pairs >> 4 | pairs << 8) & (low &* 0x0F)
    // Letters stand seven places behind where the digits end.
    let letters = (nibbles &+ low &* 6) >> 4 & low
    return nibbles &+ low &* 0x30 &+ letters &* 7
  }
}
