// Operations on the bytes of clear keys: see Testing.swift.

/// Bytes of clear DES keys, for tests and vectors.
@_spi(Testing)
public enum ClearDESKey {
  /// The key with odd parity: the lowest bit of each byte makes its number of one bits odd.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless it is 8, 16 or 24 bytes.
  public static func adjustingParity(of key: Span<UInt8>) throws(CryptoError) -> [UInt8] {
    var adjusted = try bytes(key)
    var span = adjusted.mutableSpan
    DESKey.adjustParity(&span)
    return adjusted
  }

  /// Whether every byte has an odd number of one bits.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless it is 8, 16 or 24 bytes.
  public static func hasOddParity(_ key: Span<UInt8>) throws(CryptoError) -> Bool {
    _ = try KeyAlgorithm.des(byteCount: key.count)
    return DESKey.hasOddParity(key)
  }

  /// The variant of a key: eight times `number` mixed into the first byte of each 8.
  ///
  /// - Parameter number: 0 to 31.
  /// - Throws: ``CryptoError/Code/invalidVariant``, ``CryptoError/Code/invalidKeyLength``.
  public static func variant(
    _ number: Int, of key: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    guard (0...31).contains(number) else {
      throw CryptoError(.invalidVariant, "variant: expected 0 to 31")
    }
    var variant = try bytes(key)
    for offset in stride(from: 0, to: variant.count, by: 8) { variant[offset] ^= UInt8(8 * number) }
    return variant
  }

  private static func bytes(_ key: Span<UInt8>) throws(CryptoError) -> [UInt8] {
    _ = try KeyAlgorithm.des(byteCount: key.count)
    return key.indices.map { key[$0] }
  }
}
