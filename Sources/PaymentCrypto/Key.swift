import CardCore

/// A key of one purpose, which the compiler knows.
///
/// Not copyable, so it exists once and printing it does not compile; its bytes are overwritten when
/// it goes and leave under another key only. There are four ways to get one: draw it, derive it
/// from another key, take it from an authenticated key block, or join the components of a ceremony.
public struct Key<Use: KeyUsage>: ~Copyable, Sendable {
  let material: KeyMaterial

  /// Takes a key whose own attributes name this purpose.
  ///
  /// - Throws: ``CryptoError/Code/wrongKeyUsage`` if they name another,
  ///   ``CryptoError/Code/invalidKeyLength`` if the purpose has no keys of that algorithm or
  ///   length.
  public init(_ material: consuming KeyMaterial) throws(CryptoError) {
    try Self.check(material.attributes)
    self.material = material
  }

  /// Draws a new key, with odd parity if it is one of triple DES.
  ///
  /// - Parameters:
  ///   - mode: What may be done with it; what is usual for the purpose if nil.
  ///   - generator: ``SecureRandom`` for any key that will protect something.
  public init(
    generating algorithm: KeyAlgorithm, mode: ModeOfUse? = nil,
    exportability: Exportability = .nonExportable, allowing legacy: Legacy = [],
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) {
    let secret = SecretBytes(count: algorithm.byteCount) { bytes in
      generator.fill(&bytes)
      if algorithm.isDES { DESKey.adjustParity(&bytes) }
    }
    try self.init(
      secret, algorithm, mode: mode, exportability: exportability, allowing: legacy)
  }

  /// Makes a key of bytes that this module derived, unwrapped or joined.
  init(
    _ secret: consuming SecretBytes, _ algorithm: KeyAlgorithm, mode: ModeOfUse? = nil,
    exportability: Exportability = .nonExportable, allowing legacy: Legacy = []
  ) throws(CryptoError) {
    let attributes = KeyAttributes(
      usage: Use.codes[0], algorithm: algorithm, mode: mode ?? Use.defaultMode,
      exportability: exportability)
    try self.init(KeyMaterial(secret, attributes, allowing: legacy))
  }

  private static func check(_ attributes: KeyAttributes) throws(CryptoError) {
    guard Use.codes.contains(attributes.usage) else { throw .wrongKeyUsage }
    guard Use.allows(attributes.algorithm) else {
      throw CryptoError(.invalidKeyLength, "key: its use has no keys of this algorithm and length")
    }
  }

  /// Algorithm, mode of use and exportability.
  public var attributes: KeyAttributes { material.attributes }

  public var algorithm: KeyAlgorithm { material.attributes.algorithm }

  /// Lends the bytes to an operation of this module that has asked whether the act is allowed.
  func withBytes<R: ~Copyable>(
    for act: ModeOfUse.Act, _ body: (Span<UInt8>) throws(CryptoError) -> R
  ) throws(CryptoError) -> R {
    try material.require(act)
    return try material.secret.withBytes(body)
  }
}
