import CardCore

/// Rules of the bytes of single and triple DES keys.
enum DESKey {
  /// Whether two neighbouring parts of 8 bytes have the same 56 bits, which undoes one of the three
  /// passes of triple DES; parity does not count.
  static func hasEqualParts(_ key: Span<UInt8>) -> Bool {
    var isFound = false
    for start in stride(from: 8, to: key.count - 7, by: 8) {
      var difference: UInt8 = 0
      for offset in 0..<8 { difference |= (key[start - 8 + offset] ^ key[start + offset]) & 0xFE }
      isFound = isFound || difference == 0
    }
    return isFound
  }

  /// Makes the number of one bits in each byte odd, by the lowest bit.
  static func adjustParity(_ key: inout MutableSpan<UInt8>) {
    for offset in key.indices where key[offset].nonzeroBitCount % 2 == 0 { key[offset] ^= 1 }
  }

  static func hasOddParity(_ key: Span<UInt8>) -> Bool {
    var isOdd = true
    for offset in key.indices { isOdd = key[offset].nonzeroBitCount % 2 == 1 && isOdd }
    return isOdd
  }
}
