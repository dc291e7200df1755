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
      | UInt64(tail[4]) << 32 | UInt64(tail[5]) << 40 | UInt64(tail[6]) << 48 | UInt64(tail[7])
      << 56
  }

  /// Whether `check` finds nothing to refuse in the bytes `offset ..< offset + count`.
  ///
  /// The last block or word reaches back over bytes that were looked at already rather than being
  /// cut.
  @inline(__always)
  static func allHold(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, _ check: some LaneCheck
  ) -> Bool {
    if count >= 32 { return blocksHold(bytes, from: offset, count: count, check) }
    if count >= 8 {
      var refused: UInt64 = 0
      var position = offset
      let last = offset &+ count &- 8
      while position < last {
        refused |= check.violations(load(bytes, at: position))
        position &+= 8
      }
      return refused | check.violations(load(bytes, at: last)) == 0
    }
    return violations(inLast: count, of: bytes, at: offset, check) == 0
  }

  /// At least thirty-two bytes: blocks of them become vector instructions.
  @inline(never)
  private static func blocksHold(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, _ check: some LaneCheck
  ) -> Bool {
    var refused: UInt8 = 0
    var position = offset
    let last = offset &+ count &- 32
    while true {
      let block = bytes.extracting(droppingFirst: min(position, last))
      precondition(block.count >= 32, "a block has 32 bytes")
      for index in 0..<32 { refused |= check.violations(block[index]) }
      if position >= last { return refused == 0 }
      position &+= 32
    }
  }

  /// Fewer than eight bytes.
  @inline(__always)
  private static func violations(
    inLast count: Int, of bytes: Span<UInt8>, at offset: Int, _ check: some LaneCheck
  ) -> UInt64 {
    if count == 0 { return 0 }
    if offset &+ 8 <= bytes.count {
      let wanted = UInt64.max &>> UInt64(truncatingIfNeeded: (8 &- count) &* 8)
      return check.violations(load(bytes, at: offset)) & wanted
    }
    return UInt64(violations(atEnd: count, of: bytes, at: offset, check))
  }

  /// Fewer than eight bytes, the last ones of the span.
  @inline(never)
  private static func violations(
    atEnd count: Int, of bytes: Span<UInt8>, at offset: Int, _ check: some LaneCheck
  ) -> UInt8 {
    var refused: UInt8 = 0
    for index in 0..<count { refused |= check.violations(bytes[offset &+ index]) }
    return refused
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

/// Bytes side by side in one number: one of them or eight.
protocol Lanes: FixedWidthInteger, UnsignedInteger {
  /// `byte` in every lane.
  static func all(_ byte: UInt8) -> Self
}

extension UInt8: Lanes {
  @inline(__always)
  static func all(_ byte: UInt8) -> UInt8 { byte }
}

extension UInt64: Lanes {
  @inline(__always)
  static func all(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}

/// A check of one or eight bytes at once, without a branch.
///
/// Additions cannot carry from one lane into the next: the high bits are masked off before adding,
/// and bytes that have theirs set are refused by it.
protocol LaneCheck {
  /// Some bit of every byte of `word` that is refused, and no bit of the others.
  func violations<Word: Lanes>(_ word: Word) -> Word
}

extension Lanes {
  /// The high bit of each lane whose seven low bits are `first` to `last`.
  @inline(__always)
  func isIn(_ first: UInt8, _ last: UInt8) -> Self {
    (self &+ .all(0x80 &- first)) & ~(self &+ .all(0x7F &- last))
  }

  @inline(__always)
  var low7: Self { self & .all(0x7F) }

  /// The high bit of each byte that is over 7F or that `isAdmitted` does not mark.
  @inline(__always)
  func refused(unless isAdmitted: Self) -> Self { (self | ~isAdmitted) & .all(0x80) }
}

/// ASCII characters from one to another.
struct RangeCheck: LaneCheck {
  let first: UInt8
  let last: UInt8

  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    word.refused(unless: word.low7.isIn(first, last))
  }
}

/// Hexadecimal digits of either case.
struct HexadecimalCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    let isLetter = (word.low7 | .all(0x20)).isIn(0x61, 0x66)
    return word.refused(unless: word.low7.isIn(0x30, 0x39) | isLetter)
  }
}

/// Characters of ASCII that are no lower-case letters.
struct UpperCaseCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    (word | word.low7.isIn(0x61, 0x7A)) & .all(0x80)
  }
}

/// Letters, digits and blanks of ASCII.
struct AlphanumericCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    let isLetter = (word.low7 | .all(0x20)).isIn(0x61, 0x7A)
    let isOther = word.low7.isIn(0x30, 0x39) | word.low7.isIn(0x20, 0x20)
    return word.refused(unless: isLetter | isOther)
  }
}

/// The code set of tracks 2 and 3, `0` to `?`, and `D`.
struct TrackCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    word.refused(unless: word.low7.isIn(0x30, 0x3F) | word.low7.isIn(0x44, 0x44))
  }
}

/// The digits of EBCDIC, F0 to F9.
struct EBCDICDigitCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    (~word & .all(0x80)) | (word.low7.isIn(0x70, 0x79) ^ .all(0x80)) & .all(0x80)
  }
}

/// Packed track data: each nibble at most nine, or D, the separator.
struct PackedTrackCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    // Each nibble's bits, brought to its highest place: 8, 4, 2 and 1.
    let (eight, four, two, one) = (word, word &<< 1, word &<< 2, word &<< 3)
    let isSeparator = four & one & ~two
    return eight & (four | two) & ~isSeparator & .all(0x88)
  }
}

/// Packed decimals: both nibbles of every byte at most nine.
struct PackedDecimalCheck: LaneCheck {
  @inline(__always)
  func violations<Word: Lanes>(_ word: Word) -> Word {
    word & ((word &<< 1) | (word &<< 2)) & .all(0x88)
  }
}
