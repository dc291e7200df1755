/// The two keys that a protection key makes for one version of key blocks, ready to run.
///
/// Versions B, D and E derive them by CMAC and authenticate the clear key data, so that decryption
/// comes before the check: until ``open(_:headerByteCount:mac:)`` says that the MAC holds, nothing
/// decrypted is looked at. Versions A and C change the protection key by a constant and
/// authenticate the ciphertext.
///
/// Source: ANSI TR-31:2018, 5.3, and ISO 20038:2017, as OpenEMV's `tr31` and psec implement them.
struct KeyBlockCipher: ~Copyable, Sendable {
  let version: KeyBlockVersion
  /// Of version B.
  private let schedules: KeyBlockSchedules?
  /// Of all others.
  private var contexts: KeyBlockContexts?

  /// What a derived key is for.
  enum Purpose: UInt8 {
    case encryption = 0
    case authentication = 1
    case counterEncryption = 2
  }

  /// - Throws: ``CryptoError/Code/invalidKeyLength`` if the version takes no protection key of that
  ///   algorithm.
  init(
    _ version: KeyBlockVersion, _ algorithm: KeyAlgorithm, key: Span<UInt8>
  ) throws(CryptoError) {
    guard Self.takes(algorithm, version), key.count == algorithm.byteCount else {
      throw CryptoError(
        .invalidKeyLength, "key block protection key: expected a key of the version's algorithm")
    }
    contexts = version == .b ? nil : try KeyBlockContexts(version, algorithm, key: key)
    schedules = version == .b ? KeyBlockSchedules(algorithm, key: key) : nil
    self.version = version
  }

  /// Version B begins with 16 bytes; the single DES that A and C once took is ``Legacy``.
  private static func takes(_ algorithm: KeyAlgorithm, _ version: KeyBlockVersion) -> Bool {
    switch version {
    case .a, .c: algorithm.isDES
    case .b: algorithm.isDES && algorithm != .des
    case .d, .e: algorithm.isAES
    }
  }

  /// What CMAC makes block `number`, from 1, of a derived key from: the number, the purpose, the
  /// algorithm and the length in bits. The first byte is the most significant.
  static func derivationInput(
    _ number: UInt64, _ purpose: Purpose, _ algorithm: KeyAlgorithm
  ) -> UInt64 {
    let code: UInt64 =
      switch algorithm {
      case .tdes3: 1
      case .aes128: 2
      case .aes192: 3
      case .aes256: 4
      case .des, .tdes2, .hmac: 0
      }
    return number << 56 | UInt64(purpose.rawValue) << 40 | code << 16
      | UInt64(8 * algorithm.byteCount)
  }

  /// Computes the MAC of a header and clear key data, and enciphers the latter where they stand.
  ///
  /// - Parameter bytes: The header, then the key data.
  mutating func seal(
    _ bytes: inout MutableSpan<UInt8>, headerByteCount: Int, mac code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    schedules?.seal(&bytes, headerByteCount: headerByteCount, mac: &code)
    try contexts?.seal(&bytes, headerByteCount: headerByteCount, mac: &code)
  }

  /// Deciphers key data where they stand and says whether the MAC holds.
  ///
  /// - Parameters:
  ///   - bytes: The header, then the enciphered key data.
  ///   - code: The MAC as received.
  mutating func open(
    _ bytes: inout MutableSpan<UInt8>, headerByteCount: Int, mac code: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    if version == .b {
      return schedules?.open(&bytes, headerByteCount: headerByteCount, mac: code) ?? false
    }
    return try contexts?.open(&bytes, headerByteCount: headerByteCount, mac: code) ?? false
  }
}
