internal import CardCore

/// A triple DES key of 16 bytes as two integers, while a derivation works on it.
///
/// It lives in registers and on the stack for the time of one operation; what lasts is a ``Key``.
struct DoubleKey: BitwiseCopyable {
  var left: UInt64
  var right: UInt64

  init(left: UInt64, right: UInt64) {
    self.left = left
    self.right = right
  }

  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless there are 16 bytes.
  init(_ bytes: Span<UInt8>) throws(CryptoError) {
    guard bytes.count == 16 else {
      throw CryptoError(.invalidKeyLength, "key of triple DES: expected 16 bytes")
    }
    left = bytes.extracting(first: 8).bigEndianInteger
    right = bytes.extracting(8..<16).bigEndianInteger
  }

  /// The 16 bytes in memory that is overwritten.
  func secret() -> SecretBytes {
    SecretBytes(count: 16) { bytes in
      for offset in 0..<8 {
        bytes[offset] = UInt8(truncatingIfNeeded: left >> UInt64(56 - 8 * offset))
        bytes[8 + offset] = UInt8(truncatingIfNeeded: right >> UInt64(56 - 8 * offset))
      }
    }
  }

  /// The key with an odd number of one bits in each byte.
  func withOddParity() -> DoubleKey {
    DoubleKey(left: Self.oddParity(left), right: Self.oddParity(right))
  }

  /// Sets the lowest bit of each byte so that the byte's one bits are odd in number, all at once.
  static func oddParity(_ half: UInt64) -> UInt64 {
    let lowestBits: UInt64 = 0x0101_0101_0101_0101
    var sums = half ^ half >> 4
    sums ^= sums >> 2
    sums ^= sums >> 1
    return half ^ (~sums & lowestBits)
  }

  static func ^ (key: DoubleKey, mask: DoubleKey) -> DoubleKey {
    DoubleKey(left: key.left ^ mask.left, right: key.right ^ mask.right)
  }
}

extension Span where Element == UInt8 {
  /// The number of up to 8 bytes, the first one most significant.
  var bigEndianInteger: UInt64 {
    precondition(count <= 8)
    var number: UInt64 = 0
    for offset in indices { number = number << 8 | UInt64(self[offset]) }
    return number
  }
}
