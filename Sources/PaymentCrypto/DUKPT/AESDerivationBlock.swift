internal import CardCore

/// What is enciphered to make a key of AES DUKPT: 16 bytes for the first half of the key, 16 more
/// for what is longer.
///
///     byte       0        1        2..3    4..5        6..7    8..15
///     content    version  counter  usage   algorithm   bits    identifiers and counter
///
/// Source: the derivation data of ANSI X9.24-3:2017.
struct AESDerivationBlock {
  /// The bytes for both halves, which differ in the second byte.
  private(set) var bytes: InlineArray<32, UInt8>

  /// How many of the bytes a key takes: whole blocks.
  let byteCount: Int

  private init(usage: UInt16, algorithm: KeyAlgorithm, identifiers: UInt64) {
    let head: UInt64 =
      0x0101 << 48 | UInt64(usage) << 32 | UInt64(Self.code(algorithm)) << 16
      | UInt64(8 * algorithm.byteCount)
    let block = UInt128(head) << 64 | UInt128(identifiers)
    bytes = InlineArray { UInt8(truncatingIfNeeded: block >> UInt128(120 - 8 * ($0 % 16))) }
    bytes[17] = 2
    byteCount = algorithm.byteCount > 16 ? 32 : 16
  }

  /// What makes the initial key of a device.
  init(initialKeyOf ksn: AESKSN, _ algorithm: KeyAlgorithm) {
    self.init(usage: 0x8001, algorithm: algorithm, identifiers: ksn.initialKeyID)
  }

  /// What makes the key of a counter, which others are derived from: set ``setCounter(_:)`` first.
  init(countersOf ksn: AESKSN, _ algorithm: KeyAlgorithm) {
    self.init(usage: 0x8000, algorithm: algorithm, identifiers: ksn.initialKeyID << 32)
  }

  /// What makes a working key of the KSN's transaction.
  init(usage: UInt16, _ algorithm: KeyAlgorithm, of ksn: AESKSN) {
    // The last four bytes of the initial key's identifier, then the counter.
    self.init(
      usage: usage, algorithm: algorithm,
      identifiers: ksn.initialKeyID << 32 | UInt64(ksn.counter))
  }

  mutating func setCounter(_ counter: UInt32) {
    for index in 0..<4 {
      let byte = UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * index))
      bytes[12 + index] = byte
      bytes[28 + index] = byte
    }
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
