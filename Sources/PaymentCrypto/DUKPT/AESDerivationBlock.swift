/// The 16 bytes that are enciphered to make a key of AES DUKPT, once for each 16 bytes of the key.
///
///     byte       0        1        2..3    4..5        6..7    8..15
///     content    version  counter  usage   algorithm   bits    identifiers and counter
///
/// Source: the derivation data of ANSI X9.24-3:2017.
struct AESDerivationBlock {
  /// For the first 16 bytes of the key.
  let first: UInt128

  /// For those after them.
  var second: UInt128 { first + (1 << 112) }

  private init(usage: UInt16, algorithm: KeyAlgorithm, identifiers: UInt64) {
    let head: UInt64 =
      0x0101 << 48 | UInt64(usage) << 32 | UInt64(Self.code(algorithm)) << 16
      | UInt64(8 * algorithm.byteCount)
    first = UInt128(head) << 64 | UInt128(identifiers)
  }

  /// What makes the initial key of a device.
  init(initialKeyOf ksn: AESKSN, _ algorithm: KeyAlgorithm) {
    self.init(usage: 0x8001, algorithm: algorithm, identifiers: ksn.initialKeyID)
  }

  /// What makes the key of a counter, which others are derived from.
  init(counter: UInt32, of ksn: AESKSN, _ algorithm: KeyAlgorithm) {
    self.init(
      usage: 0x8000, algorithm: algorithm,
      identifiers: Self.identifiers(of: ksn, counter: counter))
  }

  /// What makes a working key of the KSN's transaction.
  init(usage: UInt16, _ algorithm: KeyAlgorithm, of ksn: AESKSN) {
    self.init(
      usage: usage, algorithm: algorithm,
      identifiers: Self.identifiers(of: ksn, counter: ksn.counter))
  }

  /// The last four bytes of the initial key's identifier, then the counter.
  private static func identifiers(of ksn: AESKSN, counter: UInt32) -> UInt64 {
    ksn.initialKeyID << 32 | UInt64(counter)
  }

  private static func code(_ algorithm: KeyAlgorithm) -> UInt16 {
    switch algorithm {
    case .des, .tdes2: 0
    case .tdes3: 1
    case .aes128: 2
    case .aes192: 3
    case .aes256: 4
    case .hmac: 5
    }
  }
}
