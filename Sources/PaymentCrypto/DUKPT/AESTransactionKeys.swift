internal import CardCore
internal import Synchronization

/// The keys of one transaction under AES DUKPT, where every transaction of a device has its own.
///
///     let keys = try AESTransactionKeys(base: bdk, ksn: ksn)
///     let pinKey = try keys.pinKey(.aes128)
///
/// The base key may be AES of any length, and no working key is stronger than it is.
///
/// Source: the algorithms of ANSI X9.24-3:2017; its example keys are in
/// `TestVectors/crypto/dukpt-aes.json`.
public struct AESTransactionKeys: ~Copyable, Sendable {
  /// The key that this transaction's working keys are derived from.
  let register: SecretBytes

  /// Under that key; a working key takes it for the time of one derivation.
  private let derivation: Mutex<AESDerivation>

  /// AES of the base key's length.
  public let algorithm: KeyAlgorithm

  /// The transaction's.
  public let ksn: AESKSN

  /// Derives from the base key, as a host does.
  ///
  /// - Throws: ``CryptoError/Code/invalidKSN`` for counter zero and for more than 16 one bits,
  ///   ``CryptoError/Code/invalidKeyLength`` unless the base key is AES.
  public init(
    base: borrowing Key<Usage.BaseDerivation>, ksn: AESKSN
  ) throws(CryptoError) {
    try ksn.checkCounter()
    let algorithm = base.algorithm
    try Self.check(algorithm)
    var derivation = try base.withBytes(for: .derive) { bytes throws(CryptoError) in
      try AESDerivation(bytes, algorithm)
    }
    try derivation.enterInitialKey(of: ksn)
    register = try derivation.walk(to: ksn)
    self.derivation = Mutex(derivation)
    self.algorithm = algorithm
    self.ksn = ksn
  }

  /// Derives from the device's initial key.
  ///
  /// - Throws: As ``init(base:ksn:)``.
  public init(
    initial: borrowing Key<Usage.InitialDerivation>, ksn: AESKSN
  ) throws(CryptoError) {
    try ksn.checkCounter()
    let algorithm = initial.algorithm
    try Self.check(algorithm)
    var derivation = try initial.withBytes(for: .derive) { bytes throws(CryptoError) in
      try AESDerivation(bytes, algorithm)
    }
    register = try derivation.walk(to: ksn)
    self.derivation = Mutex(derivation)
    self.algorithm = algorithm
    self.ksn = ksn
  }

  /// The key that is put into a device (IK); the KSN's counter does not matter.
  ///
  /// - Parameters:
  ///   - base: The key of all devices of a set.
  ///   - ksn: Any of the device's.
  ///   - exportability: ``Exportability/exportable`` for a key block that goes to a device.
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless the base key is AES.
  public static func initialKey(
    base: borrowing Key<Usage.BaseDerivation>, ksn: AESKSN,
    exportability: Exportability = .nonExportable
  ) throws(CryptoError) -> Key<Usage.InitialDerivation> {
    let algorithm = base.algorithm
    try check(algorithm)
    let secret = try base.withBytes(for: .derive) { bytes throws(CryptoError) in
      var derivation = try AESDerivation(bytes, algorithm)
      return try derivation.secret(AESDerivationBlock(initialKeyOf: ksn, algorithm), algorithm)
    }
    return try Key(secret, algorithm, exportability: exportability)
  }

  private static func check(_ algorithm: KeyAlgorithm) throws(CryptoError) {
    guard algorithm.isAES else {
      throw CryptoError(.invalidKeyLength, "key of AES DUKPT: expected 16, 24 or 32 bytes of AES")
    }
  }

  // MARK: - Working keys

  /// Which side makes what the key is for; the names are those of the device that began the
  /// transaction.
  public enum Direction: Hashable, Sendable, CaseIterable {
    /// The device generates or enciphers, the host verifies or deciphers.
    case request
    /// The device verifies or deciphers, the host generates or enciphers.
    case response
    /// Both sides do either.
    case both
  }

  /// The key that PIN blocks are enciphered under.
  ///
  /// - Throws: ``CryptoError/Code/keyTooStrong`` if it would be stronger than the base key,
  ///   ``CryptoError/Code/invalidKeyLength`` for single DES and HMAC.
  public func pinKey(
    _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> Key<Usage.PINEncryption> {
    try Key(workingKey(0x1000, block: algorithm), algorithm)
  }

  /// A key that keys are enciphered under.
  ///
  /// - Throws: As ``pinKey(_:)``.
  public func keyEncryptionKey(
    _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> Key<Usage.KeyEncryption> {
    try Key(workingKey(0x0002, block: algorithm), algorithm)
  }

  /// A key of CMAC.
  ///
  /// - Throws: As ``pinKey(_:)``.
  public func cmacKey(
    _ direction: Direction, _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> Key<Usage.CMAC> {
    try Key(workingKey(Self.usage(0x2000, direction), block: algorithm), algorithm)
  }

  /// A key of HMAC, of 16, 24 or 32 bytes.
  ///
  /// - Throws: ``CryptoError/Code/keyTooStrong`` if it would be stronger than the base key,
  ///   ``CryptoError/Code/invalidKeyLength`` for another length.
  public func hmacKey(
    _ direction: Direction, byteCount: Int
  ) throws(CryptoError) -> Key<Usage.HMAC> {
    guard byteCount == 16 || byteCount == 24 || byteCount == 32 else {
      throw CryptoError(.invalidKeyLength, "key of HMAC under DUKPT: expected 16, 24 or 32 bytes")
    }
    let algorithm = KeyAlgorithm.hmac(byteCount: byteCount)
    return try Key(workingKey(Self.usage(0x2000, direction), algorithm), algorithm)
  }

  /// A key that data are enciphered under.
  ///
  /// - Throws: As ``pinKey(_:)``.
  public func dataKey(
    _ direction: Direction, _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> Key<Usage.DataEncryption> {
    try Key(workingKey(Self.usage(0x3000, direction), block: algorithm), algorithm)
  }

  private static func usage(_ first: UInt16, _ direction: Direction) -> UInt16 {
    switch direction {
    case .request: first
    case .response: first + 1
    case .both: first + 2
    }
  }

  private func workingKey(
    _ usage: UInt16, block algorithm: KeyAlgorithm
  ) throws(CryptoError) -> SecretBytes {
    guard algorithm.blockByteCount != nil, algorithm != .des else {
      throw CryptoError(.invalidKeyLength, "working key: expected triple DES or AES")
    }
    return try workingKey(usage, algorithm)
  }

  private func workingKey(
    _ usage: UInt16, _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> SecretBytes {
    guard algorithm.strengthBits <= self.algorithm.strengthBits else {
      throw CryptoError(.keyTooStrong, "working key: stronger than the key it is derived from")
    }
    let block = AESDerivationBlock(usage: usage, algorithm, of: ksn)
    return try derivation.withLock { derivation throws(CryptoError) in
      try derivation.secret(block, algorithm)
    }
  }
}
