/// Eight bytes at a time over a span, without leaving checked memory.
///
/// The eight subscripts of ``load(_:at:)`` compile to one bounds check and one unaligned load.
enum Words {
  static let low: UInt64 = 0x0101_0101_0101_0101
  static let high: UInt64 = 0x8080_8080_8080_8080
  /// The eight bytes from `offset`, the first one lowest.
  @inline(__always)
  static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let tail = bytes.extracting(droppingFirst: offset)
    precondition(tail.count >= 8, "a word needs eight bytes")
    return UInt64(tail[0]) | UInt64(tail[1]) << 8 | UInt64(tail[2]) << 16 | UInt64(tail[3]) << 24
      | UInt64(tail[4]) << 32 | UInt64(tail[5]) << 40 | UInt64(tail[6]) << 48 | UInt64(tail[7]) << 56
  }

  /// Whether `check` finds nothing to refuse in the bytes `offset ..< offset + count`.
  @inline(__always)
  static func allHold(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, _ check: some WordCheck
  ) -> Bool {
    if count >= 8 {
      var refused: UInt64 = 0
      var position = offset
      let last = offset &+ count &- 8
      while position < last {
        refused |= check.violations(load(bytes, at: position))
        position &+= 8
      }
      return (refused | check.violations(load(bytes, at: last))) == 0
    }
    if offset &+ 8 <= bytes.count, count > 0 {
      let wanted = UInt64.max &>> UInt64(truncatingIfNeeded: (8 &- count) &* 8)
      return check.violations(load(bytes, at: offset)) & wanted == 0
    }
    var refused: UInt64 = 0
    for index in 0..<count {
      refused |= check.violations(UInt64(bytes[offset &+ index])) & 0xFF
    }
    return refused == 0
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

/// A check of eight bytes at once.
protocol WordCheck {
  /// Some bit of every byte of `word` that is refused, and no bit of the others.
  func violations(_ word: UInt64) -> UInt64
}

// Additions cannot carry from one byte into the next: the high bits are masked off before adding, and bytes that
// have theirs set are refused by it.

/// ASCII characters from one to another.
struct RangeCheck: WordCheck {
  /// What carries the first allowed character to 80.
  let toFirst: UInt64
  /// What carries the character after the last allowed one to 80.
  let pastLast: UInt64

  @inline(__always)
  init(first: UInt8, last: UInt8) {
    toFirst = Words.low &* UInt64(0x80 &- first)
    pastLast = Words.low &* UInt64(0x7F &- last)
  }

  @inline(__always)
  func violations(_ word: UInt64) -> UInt64 {
    let low7 = word & ~Words.high
    return (word | (low7 &+ pastLast) | ~(low7 &+ toFirst)) & Words.high
  }
}

/// Hexadecimal digits of either case.
struct HexadecimalCheck: WordCheck {
  @inline(__always)
  func violations(_ word: UInt64) -> UInt64 {
    let low7 = word & ~Words.high
    let folded = low7 | (Words.low &* 0x20)
    let isDigit =
      (low7 &+ (Words.low &* (0x80 - 0x30))) & ~(low7 &+ (Words.low &* (0x80 - 0x3A)))
    let isLetter =
      (folded &+ (Words.low &* (0x80 - 0x61))) & ~(folded &+ (Words.low &* (0x80 - 0x67)))
    return (word | ~(isDigit | isLetter)) & Words.high
  }
}

/// Letters, digits and blanks of ASCII.
struct AlphanumericCheck: WordCheck {
  @inline(__always)
  func violations(_ word: UInt64) -> UInt64 {
    let low7 = word & ~Words.high
    let folded = low7 | (Words.low &* 0x20)
    let isDigit =
      (low7 &+ (Words.low &* (0x80 - 0x30))) & ~(low7 &+ (Words.low &* (0x80 - 0x3A)))
    let isLetter =
      (folded &+ (Words.low &* (0x80 - 0x61))) & ~(folded &+ (Words.low &* (0x80 - 0x7B)))
    let isBlank = ~((low7 ^ (Words.low &* 0x20)) &+ (Words.low &* 0x7F))
    return (word | ~(isDigit | isLetter | isBlank)) & Words.high
  }
}

/// The code set of tracks 2 and 3, `0` to `?`, and `D`.
struct TrackCheck: WordCheck {
  @inline(__always)
  func violations(_ word: UInt64) -> UInt64 {
    let low7 = word & ~Words.high
    let isTrack =
      (low7 &+ (Words.low &* (0x80 - 0x30))) & ~(low7 &+ (Words.low &* (0x80 - 0x40)))
    let isSeparator = ~((low7 ^ (Words.low &* 0x44)) &+ (Words.low &* 0x7F))
    return (word | ~(isTrack | isSeparator)) & Words.high
  }
}

/// The digits of EBCDIC, F0 to F9.
struct EBCDICDigitCheck: WordCheck {
  @inline(__always)
  func violations(_ word: UInt64) -> UInt64 {
    let digits = word ^ (Words.low &* 0xF0)
    return (digits | (digits &+ (Words.low &* 6))) & (Words.low &* 0xF0)
  }
}

/// Packed decimals: both nibbles of every byte at most nine.
struct PackedDecimalCheck: WordCheck {
  @inline(__always)
  func violations(_ word: UInt64) -> UInt64 {
    word & ((word << 1) | (word << 2)) & (Words.low &* 0x88)
  }
}
