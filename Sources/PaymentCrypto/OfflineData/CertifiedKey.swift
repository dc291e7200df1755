public import CardCore

/// A public key that a certificate vouches for, and what the certificate says with it.
///
/// Whether it has run out, or was revoked by its serial number, is the caller's to ask.
public struct CertifiedKey: Hashable, Sendable {
  /// What verifies the next signature of the chain.
  public let key: EMVPublicKey
  /// Whom the certificate was made for.
  public let subject: Subject
  /// Four ASCII digits: the month, then the year.
  public let expiry: String
  /// Three bytes.
  public let serialNumber: [UInt8]

  /// The holder of the key.
  public enum Subject: Hashable, Sendable {
    /// An issuer, by the 3 to 8 digits that its cards begin with.
    case issuer(identifier: String)
    /// A card, by its number.
    case card(PAN)
  }
}

extension EMVPublicKey {
  /// Recovers an issuer's key from its certificate; this key is the payment system's (CA).
  ///
  /// - Parameters:
  ///   - certificate: Tag 90, as long as this key's modulus.
  ///   - remainder: Tag 92: what of the issuer's modulus the certificate has no room for; else
  ///     empty.
  ///   - exponent: Tag 9F32.
  ///   - pan: The card's, which the issuer's identifier must be the beginning of.
  /// - Throws: ``CryptoError/Code/invalidCertificate`` for whatever does not hold.
  ///
  /// Source: EMV Book 2, 5.3. Vectors: `TestVectors/crypto/offline-data.json`.
  public func issuerKey(
    certificate: Span<UInt8>, remainder: Span<UInt8>, exponent: Span<UInt8>, pan: PAN
  ) throws(CryptoError) -> CertifiedKey {
    let parts = KeyParts(remainder, exponent)
    let recovered = try recover(certificate, format: 0x02)
    let key = try parts.key(in: recovered, after: 4, hashedWith: [])
    let content = Array(recovered.content)
    guard let identifier = PackedDigits.digits(content[0..<4]), (3...8).contains(identifier.count),
      pan.withDigits({ $0.starts(with: identifier) })
    else { throw .invalidCertificate }
    return try CertifiedKey(
      key: key, subject: .issuer(identifier: String(decoding: identifier, as: UTF8.self)),
      expiry: KeyParts.expiry(content[4..<6]), serialNumber: Array(content[6..<9]))
  }

  /// Recovers a card's key from its certificate; this key is the issuer's.
  ///
  /// - Parameters:
  ///   - certificate: Tag 9F46, as long as this key's modulus.
  ///   - remainder: Tag 9F48: what of the card's modulus the certificate has no room for; else
  ///     empty.
  ///   - exponent: Tag 9F47.
  ///   - staticData: The static data to be authenticated.
  ///   - pan: The card's, which must be that of the certificate.
  /// - Throws: ``CryptoError/Code/invalidCertificate`` for whatever does not hold.
  ///
  /// Source: EMV Book 2, 6.4. Vectors: `TestVectors/crypto/offline-data.json`.
  public func cardKey(
    certificate: Span<UInt8>, remainder: Span<UInt8>, exponent: Span<UInt8>,
    staticData: Span<UInt8>, pan: PAN
  ) throws(CryptoError) -> CertifiedKey {
    let parts = KeyParts(remainder, exponent)
    let recovered = try recover(certificate, format: 0x04)
    let key = try parts.key(
      in: recovered, after: 10, hashedWith: staticData.indices.map { staticData[$0] })
    let content = Array(recovered.content)
    guard let digits = PackedDigits.digits(content[0..<10]),
      pan.withDigits({ $0.count == digits.count && $0.starts(with: digits) })
    else { throw .invalidCertificate }
    return try CertifiedKey(
      key: key, subject: .card(pan), expiry: KeyParts.expiry(content[10..<12]),
      serialNumber: Array(content[12..<15]))
  }
}

/// The parts of a public key that come with its certificate and not inside it.
private struct KeyParts {
  let remainder: [UInt8]
  let exponent: [UInt8]

  init(_ remainder: Span<UInt8>, _ exponent: Span<UInt8>) {
    self.remainder = remainder.indices.map { remainder[$0] }
    self.exponent = exponent.indices.map { exponent[$0] }
  }

  /// Reads the key behind the holder's identification, and checks the hash over all of it.
  ///
  ///     4 or 10         2       3       1         1          1        1         …
  ///     identification  expiry  serial  hash      signature  modulus  exponent  modulus
  ///                             number  function  scheme     length   length
  ///
  /// - Parameter outside: What is hashed after the key's own parts.
  func key(
    in recovered: RecoveredData, after identificationByteCount: Int, hashedWith outside: [UInt8]
  ) throws(CryptoError) -> EMVPublicKey {
    let content = Array(recovered.content)
    let start = identificationByteCount + 5
    guard content.count > start + 4, content[start] == RecoveredData.hashIndicator,
      content[start + 1] == RecoveredData.keyIndicator
    else { throw .invalidCertificate }
    let modulusByteCount = Int(content[start + 2])
    let room = content.count - (start + 4)
    guard Int(content[start + 3]) == exponent.count,
      remainder.count == max(0, modulusByteCount - room)
    else { throw .invalidCertificate }
    try recovered.checkHash(with: remainder + exponent + outside)
    let modulus = content[(start + 4)...].prefix(modulusByteCount) + remainder
    return try EMVPublicKey(modulus: modulus.span, exponent: exponent.span)
  }

  static func expiry(_ bytes: ArraySlice<UInt8>) throws(CryptoError) -> String {
    guard let digits = PackedDigits.digits(bytes), digits.count == 4 else {
      throw .invalidCertificate
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

extension Span where Element == UInt8 {
  fileprivate func starts(with bytes: [UInt8]) -> Bool {
    count >= bytes.count && bytes.indices.allSatisfy { self[$0] == bytes[$0] }
  }
}
