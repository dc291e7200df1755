// Blocks of ciphers as integers, the first byte most significant.

extension UInt64 {
  /// The number that the first 8 bytes write, the first one most significant.
  @inline(__always)
  init(bigEndianBytes bytes: Span<UInt8>) {
    self = 0
    for offset in 0..<8 { self = self &<< 8 | UInt64(bytes[offset]) }
  }

  @inline(__always)
  func writeBigEndian<let size: Int>(to bytes: inout InlineArray<size, UInt8>) {
    for offset in 0..<8 {
      bytes[offset] = UInt8(truncatingIfNeeded: self &>> UInt64(56 - 8 * offset))
    }
  }

  @inline(__always)
  func writeBigEndian(to bytes: inout MutableSpan<UInt8>) {
    for offset in 0..<8 {
      bytes[offset] = UInt8(truncatingIfNeeded: self &>> UInt64(56 - 8 * offset))
    }
  }
}

extension UInt128 {
  /// The number that the first 16 bytes write, the first one most significant.
  @inline(__always)
  init(bigEndianBytes bytes: Span<UInt8>) {
    self = 0
    for offset in 0..<16 { self = self &<< 8 | UInt128(bytes[offset]) }
  }

  @inline(__always)
  func writeBigEndian<let size: Int>(to bytes: inout InlineArray<size, UInt8>) {
    for offset in 0..<16 {
      bytes[offset] = UInt8(truncatingIfNeeded: self &>> UInt128(120 - 8 * offset))
    }
  }

  @inline(__always)
  func writeBigEndian(to bytes: inout MutableSpan<UInt8>) {
    for offset in 0..<16 {
      bytes[offset] = UInt8(truncatingIfNeeded: self &>> UInt128(120 - 8 * offset))
    }
  }
}
