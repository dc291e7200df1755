internal import CardCore

/// The keys of one transaction under TDES DUKPT, where every transaction of a device has its own.
///
///     let keys = try TDESTransactionKeys(base: bdk, ksn: ksn)
///     let pinKey = try keys.pinKey()
///
/// All of them come from one value, which is derived once. They are not adjusted to odd parity: the
/// standard takes the bits as they are.
///
/// Source: the algorithms of ANSI X9.24-1:2009, annex A; its example keys are in
/// `TestVectors/crypto/dukpt-tdes.json`.
public struct TDESTransactionKeys: ~Copyable, Sendable {
  /// The transaction's own value, of which the working keys are variants.
  let register: SecretBytes

  /// What turns the key of one direction into the other one's, and the left into the right in the
  /// algorithms: the mask of the standard.
  private static let mask = DoubleKey(left: 0xC0C0_C0C0_0000_0000, right: 0xC0C0_C0C0_0000_0000)

  /// Derives from the base key, as a host does.
  ///
  /// - Throws: ``CryptoError/Code/invalidKSN`` for counter zero and for more than ten one bits,
  ///   ``CryptoError/Code/invalidKeyLength`` unless the base key is triple DES of 16 bytes.
  public init(
    base: borrowing Key<Usage.BaseDerivation>, ksn: TDESKSN
  ) throws(CryptoError) {
    try ksn.checkCounter()
    try Self.check(base.algorithm)
    register = try base.withBytes(for: .derive) { bytes throws(CryptoError) in
      let initial = Self.initialKey(try DoubleKey(bytes), ksn)
      return Self.transactionKey(initial, ksn).secret()
    }
  }

  /// Derives from the device's initial key.
  ///
  /// - Throws: As ``init(base:ksn:)``.
  public init(
    initial: borrowing Key<Usage.InitialDerivation>, ksn: TDESKSN
  ) throws(CryptoError) {
    try ksn.checkCounter()
    try Self.check(initial.algorithm)
    register = try initial.withBytes(for: .derive) { bytes throws(CryptoError) in
      Self.transactionKey(try DoubleKey(bytes), ksn).secret()
    }
  }

  /// The key that is put into a device (IK, formerly IPEK); the KSN's counter does not matter.
  ///
  /// - Parameters:
  ///   - base: The key of all devices of a set.
  ///   - ksn: Any of the device's.
  ///   - exportability: ``Exportability/exportable`` for a key block that goes to a device.
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless the base key is triple DES of 16 bytes.
  public static func initialKey(
    base: borrowing Key<Usage.BaseDerivation>, ksn: TDESKSN,
    exportability: Exportability = .nonExportable
  ) throws(CryptoError) -> Key<Usage.InitialDerivation> {
    try check(base.algorithm)
    let secret = try base.withBytes(for: .derive) { bytes throws(CryptoError) in
      initialKey(try DoubleKey(bytes), ksn).secret()
    }
    return try Key(secret, .tdes2, exportability: exportability)
  }

  private static func check(_ algorithm: KeyAlgorithm) throws(CryptoError) {
    guard algorithm == .tdes2 else {
      throw CryptoError(.invalidKeyLength, "key of TDES DUKPT: expected 16 bytes of triple DES")
    }
  }

  // MARK: - Derivation

  private static func initialKey(_ base: DoubleKey, _ ksn: TDESKSN) -> DoubleKey {
    var schedules = TDESSchedules()
    schedules.setKey(base)
    let left = schedules.encrypt(ksn.initialBlock)
    schedules.setKey(base ^ mask)
    return DoubleKey(left: left, right: schedules.encrypt(ksn.initialBlock))
  }

  /// One step for each one bit of the counter, the highest first.
  private static func transactionKey(_ initial: DoubleKey, _ ksn: TDESKSN) -> DoubleKey {
    var schedules = TDESSchedules()
    var key = initial
    var register = ksn.initialRegister
    var rest = ksn.counter
    while rest != 0 {
      let bit: UInt32 = 1 << UInt32(31 - rest.leadingZeroBitCount)
      rest ^= bit
      register |= UInt64(bit)
      key = DoubleKey(
        left: step(&schedules, key ^ mask, register), right: step(&schedules, key, register))
    }
    return key
  }

  /// The register enciphered by single DES under the left half, the right half added before and
  /// after.
  private static func step(
    _ schedules: inout TDESSchedules, _ key: DoubleKey, _ register: UInt64
  ) -> UInt64 {
    schedules.setLeft(key.left)
    return schedules.encryptLeft(register ^ key.right) ^ key.right
  }

  // MARK: - Working keys

  /// The key that PIN blocks of the request are enciphered under.
  public func pinKey() throws(CryptoError) -> Key<Usage.PINEncryption> {
    try Key(variant(0xFF).secret(), .tdes2)
  }

  /// The key of the MAC of a request.
  public func requestMACKey() throws(CryptoError) -> Key<Usage.RetailMAC> {
    try Key(variant(0xFF00).secret(), .tdes2)
  }

  /// The key of the MAC of an answer.
  public func responseMACKey() throws(CryptoError) -> Key<Usage.RetailMAC> {
    try Key(variant(0xFF00_0000).secret(), .tdes2)
  }

  /// The key that data of a request are enciphered under.
  public func requestDataKey() throws(CryptoError) -> Key<Usage.DataEncryption> {
    try Key(dataKey(0xFF_0000).secret(), .tdes2)
  }

  /// The key that data of an answer are enciphered under.
  public func responseDataKey() throws(CryptoError) -> Key<Usage.DataEncryption> {
    try Key(dataKey(0xFF_0000_0000).secret(), .tdes2)
  }

  /// The transaction's value with one byte of each half turned over.
  private func variant(_ mask: UInt64) throws(CryptoError) -> DoubleKey {
    let key = try register.withBytes { bytes throws(CryptoError) in try DoubleKey(bytes) }
    return key ^ DoubleKey(left: mask, right: mask)
  }

  /// A variant enciphered under itself, so that who learns a data key learns no other.
  private func dataKey(_ mask: UInt64) throws(CryptoError) -> DoubleKey {
    let key = try variant(mask)
    var schedules = TDESSchedules()
    schedules.setKey(key)
    return DoubleKey(left: schedules.encrypt(key.left), right: schedules.encrypt(key.right))
  }
}
