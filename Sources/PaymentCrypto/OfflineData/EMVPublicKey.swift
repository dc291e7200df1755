/// A public key of offline data authentication: a payment system's (CA), an issuer's or a card's.
///
/// Source: EMV Book 2, annexes A2.1 and B2.1.
public struct EMVPublicKey: Hashable, Sendable {
  /// 64 to 248 bytes, the first not zero, odd.
  public let modulus: [UInt8]
  /// 3 or 65,537, in as many bytes as it came in.
  public let exponent: [UInt8]

  /// The lengths that a modulus may have, in bytes.
  public static let modulusByteCounts = 64...248

  /// - Throws: ``CryptoError/Code/invalidCertificate`` unless both are as the standard has them.
  public init(modulus: Span<UInt8>, exponent: Span<UInt8>) throws(CryptoError) {
    guard Self.modulusByteCounts.contains(modulus.count), modulus[0] != 0,
      modulus[modulus.count - 1] & 1 == 1, Self.isAllowed(exponent)
    else { throw .invalidCertificate }
    self.modulus = modulus.indices.map { modulus[$0] }
    self.exponent = exponent.indices.map { exponent[$0] }
  }

  private static func isAllowed(_ exponent: Span<UInt8>) -> Bool {
    guard (1...3).contains(exponent.count) else { return false }
    let number = exponent.bigEndianInteger
    return number == 3 || number == 65_537
  }

  /// The text that the holder of the private key signed, with its frame checked.
  ///
  /// - Throws: ``CryptoError/Code/invalidCertificate``.
  func recover(_ signature: Span<UInt8>, format: UInt8) throws(CryptoError) -> RecoveredData {
    guard signature.count == modulus.count, isUnderModulus(signature),
      let bytes = OpenSSL.power(signature, exponent.span, modulo: modulus.span)
    else { throw .invalidCertificate }
    return try RecoveredData(bytes, format: format)
  }

  /// A greater number of the same length would stand for the same text.
  private func isUnderModulus(_ number: Span<UInt8>) -> Bool {
    for offset in number.indices where number[offset] != modulus[offset] {
      return number[offset] < modulus[offset]
    }
    return false
  }
}

extension CryptoError {
  /// The one answer to every way that a certificate or a signature of a card can be wrong.
  static let invalidCertificate = CryptoError(
    .invalidCertificate, "the certificate or signature does not hold")
}
