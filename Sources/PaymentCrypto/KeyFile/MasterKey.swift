public import CardCore

/// Where the master key of a key file comes from.
public enum MasterKey {
  /// What the first line of a file with a random master key says.
  private static let heading = Array("monetique-master-key/1\n".utf8)
  private static let byteCount = 32

  /// The shortest passphrase, in bytes.
  public static let passphraseByteCountMin = 12

  /// Draws a master key and writes it as its file holds it: a heading, then 64 digits.
  ///
  /// - Parameter generator: ``SecureRandom`` for any file that will protect something.
  public static func generate(using generator: inout some RandomNumberGenerator) -> SecretBytes {
    let key = SecretBytes(count: byteCount) { generator.fill(&$0) }
    return key.withBytes { key in
      SecretBytes(count: heading.count + 2 * byteCount + 1) { text in
        for offset in heading.indices { text[offset] = heading[offset] }
        for offset in key.indices {
          text[heading.count + 2 * offset] = KeyBlockText.digit(key[offset] >> 4)
          text[heading.count + 2 * offset + 1] = KeyBlockText.digit(key[offset] & 0x0F)
        }
        text[text.count - 1] = 0x0A
      }
    }
  }

  /// Reads the content of a master key file.
  ///
  /// - Throws: ``KeyStoreError/notAMasterKey``
  public static func read(
    _ text: Span<UInt8>
  ) throws(KeyStoreError) -> Key<Usage.KeyBlockProtection> {
    guard text.count == heading.count + 2 * byteCount + 1, text[text.count - 1] == 0x0A,
      heading.indices.allSatisfy({ text[$0] == heading[$0] }),
      (0..<(2 * byteCount)).allSatisfy({ KeyBlockText.nibble(text[heading.count + $0]) != nil })
    else { throw .notAMasterKey }
    return try key { bytes throws(CryptoError) in
      for offset in 0..<byteCount {
        let place = heading.count + 2 * offset
        let high = KeyBlockText.nibble(text[place]) ?? 0
        bytes[offset] = high << 4 | (KeyBlockText.nibble(text[place + 1]) ?? 0)
      }
    }
  }

  /// Derives the master key of a passphrase, which stays the caller's to overwrite.
  ///
  /// - Throws: ``KeyStoreError/passphraseTooShort(minimum:)``,
  ///   ``KeyStoreError/passphraseParameters``.
  public static func derive(
    from passphrase: Span<UInt8>, _ parameters: PassphraseParameters
  ) throws(KeyStoreError) -> Key<Usage.KeyBlockProtection> {
    guard passphrase.count >= passphraseByteCountMin else {
      throw .passphraseTooShort(minimum: passphraseByteCountMin)
    }
    return try key { bytes throws(CryptoError) in
      try OpenSSL.scrypt(
        passphrase, salt: parameters.salt.span, n: UInt64(parameters.n), r: UInt64(parameters.r),
        p: UInt64(parameters.p), byteCountMax: UInt64(PassphraseParameters.byteCountMax) * 2,
        into: &bytes)
    }
  }

  private static func key(
    _ body: (inout MutableSpan<UInt8>) throws(CryptoError) -> Void
  ) throws(KeyStoreError) -> Key<Usage.KeyBlockProtection> {
    try KeyStoreError.mapping { () throws(CryptoError) in
      try Key(SecretBytes(count: byteCount, filling: body), .aes256)
    }
  }
}

/// How a passphrase becomes a master key: scrypt's parameters, which the key file tells.
///
/// Source: RFC 7914.
public struct PassphraseParameters: Hashable, Sendable {
  /// The cost, a power of two from 2^14 to 2^20.
  public let n: Int
  /// The block size, 1 to 32.
  public let r: Int
  /// The parallelization, 1 to 16.
  public let p: Int
  /// 16 bytes.
  public let salt: [UInt8]

  static let saltByteCount = 16
  /// What deriving may need, in bytes.
  static let byteCountMax = 1 << 28

  /// 32 MiB and about a tenth of a second, with a fresh salt.
  public init(using generator: inout some RandomNumberGenerator) {
    var salt = [UInt8](repeating: 0, count: Self.saltByteCount)
    var span = salt.mutableSpan
    generator.fill(&span)
    (n, r, p) = (1 << 15, 8, 1)
    self.salt = salt
  }

  /// - Throws: ``KeyStoreError/passphraseParameters`` out of bounds: too weak, or more memory than
  ///   a file may make a program take.
  public init(n: Int, r: Int, p: Int, salt: [UInt8]) throws(KeyStoreError) {
    guard (1 << 14...1 << 20).contains(n), n & (n - 1) == 0, (1...32).contains(r),
      (1...16).contains(p), 128 * n * r <= Self.byteCountMax, salt.count == Self.saltByteCount
    else { throw .passphraseParameters }
    (self.n, self.r, self.p) = (n, r, p)
    self.salt = salt
  }
}
