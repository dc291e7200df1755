import CardCore

/// A key whose purpose is known at run time only: what comes out of a key block or a ceremony.
///
/// No operation takes one. It becomes a ``Key`` of the purpose that its attributes name, or of
/// none.
public struct KeyMaterial: ~Copyable, Sendable {
  public let attributes: KeyAttributes
  /// The key's bytes, of the length that the algorithm says.
  let secret: SecretBytes

  /// The one door for bytes that become a key: generation, derivation, an authenticated key block,
  /// a ceremony of components, and tests.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength``, ``CryptoError/Code/legacyNotAllowed`` for
  ///   single DES, ``CryptoError/Code/weakKey`` for triple DES that is none.
  init(
    _ secret: consuming SecretBytes, _ attributes: KeyAttributes, allowing legacy: Legacy = []
  ) throws(CryptoError) {
    try KeyMaterial.check(secret, attributes.algorithm, legacy)
    self.attributes = attributes
    self.secret = secret
  }

  private static func check(
    _ secret: borrowing SecretBytes, _ algorithm: KeyAlgorithm, _ legacy: Legacy
  ) throws(CryptoError) {
    guard secret.count == algorithm.byteCount else {
      throw CryptoError(.invalidKeyLength, "key: the length is not that of its algorithm")
    }
    if case .hmac(let byteCount) = algorithm {
      guard (1...KeyAlgorithm.hmacByteCountMax).contains(byteCount) else {
        throw CryptoError(.invalidKeyLength, "key of HMAC: expected 1 to 1024 bytes")
      }
    }
    guard !legacy.contains(.singleDES) else { return }
    guard algorithm != .des else { throw .singleDES }
    guard !(algorithm.isDES && secret.withBytes(DESKey.hasEqualParts)) else {
      throw CryptoError(.weakKey, "key of triple DES: two parts are equal, which is single DES")
    }
  }

  /// What may be done.
  func require(_ act: ModeOfUse.Act) throws(CryptoError) {
    guard attributes.mode.allows(act) else { throw .wrongModeOfUse }
  }
}
