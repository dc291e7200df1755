import CardCore

/// A clear key as a file of its own holds it.
enum KeyFileText {
  /// Reads `byteCount` bytes, or twice as many hexadecimal digits in either case and perhaps a line
  /// end after them.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength``, ``CryptoError/Code/invalidDigits``.
  static func key(_ content: Span<UInt8>, byteCount: Int) throws(CryptoError) -> SecretBytes {
    if content.count == byteCount {
      return SecretBytes(count: byteCount) { target in
        for offset in content.indices { target[offset] = content[offset] }
      }
    }
    var digitCount = content.count
    if digitCount > 0, content[digitCount - 1] == 0x0A { digitCount -= 1 }
    if digitCount > 0, content[digitCount - 1] == 0x0D { digitCount -= 1 }
    guard digitCount == 2 * byteCount else {
      throw CryptoError(
        .invalidKeyLength, "key file: expected the bytes of the key, or two digits for each")
    }
    return try SecretBytes(count: byteCount) { target throws(CryptoError) in
      for offset in 0..<byteCount {
        guard let high = HexadecimalDigit.value(of: content[2 * offset]),
          let low = HexadecimalDigit.value(of: content[2 * offset + 1])
        else { throw CryptoError(.invalidDigits, "key file: expected hexadecimal digits") }
        target[offset] = high << 4 | low
      }
    }
  }
}
