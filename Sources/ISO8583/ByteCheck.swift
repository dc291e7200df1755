/// Sixteen bytes of a message side by side.
///
/// Everything here is one or a few vector instructions on any 64-bit processor.
typealias ByteBlock = SIMD16<UInt8>

extension SIMD16 where Scalar == UInt8 {
  /// `byte` in every lane.
  @inline(__always)
  static func all(_ byte: UInt8) -> Self { Self(repeating: byte) }

  /// By how much each byte is over `limit`; zero where it is not.
  @inline(__always)
  func excess(over limit: UInt8) -> Self {
    replacing(with: .all(limit), where: self .< .all(limit)) &- .all(limit)
  }

  /// By how much each byte lies behind `last`, going round from `first`; zero from `first` to
  /// `last`.
  @inline(__always)
  func excess(outside first: UInt8, _ last: UInt8) -> Self {
    (self &- .all(first)).excess(over: last &- first)
  }

  /// The lesser of each two bytes: zero where one of them is.
  @inline(__always)
  func lesser(_ other: Self) -> Self { replacing(with: other, where: other .< self) }

  /// Whether no bit is set.
  @inline(__always)
  var isZero: Bool {
    var bits: UInt8 = 0
    for index in 0..<16 { bits |= self[index] }
    return bits == 0
  }

  /// 0 to 15.
  @inline(__always)
  private static var positions: Self {
    Self(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  }

  /// The bytes from `position` on, and zeros for those before; `position` is less than 128.
  @inline(__always)
  func from(_ position: Int) -> Self {
    let first = Int8(truncatingIfNeeded: position)
    let isBefore = SIMD16<Int8>(truncatingIfNeeded: Self.positions) .< .init(repeating: first)
    return replacing(with: Self(), where: isBefore)
  }
}

/// A check of sixteen bytes at once, without a branch.
protocol ByteCheck {
  /// Zero in the lanes of bytes that are let through, another number in those of all others.
  func refused(_ block: ByteBlock) -> ByteBlock
}

/// Characters from one to another.
struct RangeCheck: ByteCheck {
  let first: UInt8
  let last: UInt8

  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock { block.excess(outside: first, last) }
}

/// Hexadecimal digits of either case.
struct HexadecimalCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock {
    block.excess(outside: 0x30, 0x39).lesser((block | .all(0x20)).excess(outside: 0x61, 0x66))
  }
}

/// Hexadecimal digits whose letters are upper-case.
struct UpperCaseHexadecimalCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock {
    block.excess(outside: 0x30, 0x39).lesser(block.excess(outside: 0x41, 0x46))
  }
}

/// Letters, digits and blanks of ASCII.
struct AlphanumericCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock {
    block.excess(outside: 0x30, 0x39).lesser((block | .all(0x20)).excess(outside: 0x61, 0x7A))
      .lesser(block ^ .all(0x20))
  }
}

/// The code set of tracks 2 and 3, `0` to `?`, and `D`.
struct TrackCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock {
    block.excess(outside: 0x30, 0x3F).lesser(block ^ .all(0x44))
  }
}

/// The digits of EBCDIC, F0 to F9.
struct EBCDICDigitCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock { block.excess(outside: 0xF0, 0xF9) }
}

/// Packed decimals: both nibbles of every byte at most nine.
struct PackedDecimalCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock {
    block.excess(over: 0x9F) | (block & .all(0x0F)).excess(over: 0x09)
  }
}

/// Packed track data: each nibble at most nine, or D, the separator.
struct PackedTrackCheck: ByteCheck {
  @inline(__always)
  func refused(_ block: ByteBlock) -> ByteBlock {
    let (high, low) = (block & .all(0xF0), block & .all(0x0F))
    return high.excess(over: 0x90).lesser(high ^ .all(0xD0))
      | low.excess(over: 0x09).lesser(low ^ .all(0x0D))
  }
}
