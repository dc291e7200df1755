internal import CardCore

/// The walk from key to key of AES DUKPT, in one cipher context that takes each key in turn.
struct AESDerivation: ~Copyable {
  private var cipher: BlockCipher
  /// AES: every key on the way has its length.
  private let algorithm: KeyAlgorithm

  /// - Parameter key: Of the length that `algorithm` says.
  init(_ key: Span<UInt8>, _ algorithm: KeyAlgorithm) throws(CryptoError) {
    cipher = try BlockCipher(algorithm, key: key)
    self.algorithm = algorithm
  }

  /// Goes on to the initial key of the KSN's device.
  mutating func enterInitialKey(of ksn: AESKSN) throws(CryptoError) {
    try enter(AESDerivationBlock(initialKeyOf: ksn, algorithm))
  }

  /// Goes from the initial key to that of the KSN's counter: a step for each one bit of it, the
  /// highest first.
  ///
  /// - Returns: The last key, which the cipher does not take any more.
  mutating func walk(to ksn: AESKSN) throws(CryptoError) -> SecretBytes {
    var counter: UInt32 = 0
    var rest = ksn.counter
    while rest.nonzeroBitCount > 1 {
      let bit: UInt32 = 1 << UInt32(31 - rest.leadingZeroBitCount)
      rest ^= bit
      counter |= bit
      try enter(AESDerivationBlock(counter: counter, of: ksn, algorithm))
    }
    return try secret(AESDerivationBlock(counter: ksn.counter, of: ksn, algorithm), algorithm)
  }

  private mutating func enter(_ block: AESDerivationBlock) throws(CryptoError) {
    var key = InlineArray<32, UInt8>(repeating: 0)
    defer { wipe(&key) }
    var bytes = key.mutableSpan
    try derive(block, into: &bytes)
    try cipher.rekey(key.span.extracting(first: algorithm.byteCount))
  }

  /// The key of `algorithm` that `block` makes.
  mutating func secret(
    _ block: AESDerivationBlock, _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> SecretBytes {
    try SecretBytes(count: algorithm.byteCount) { bytes throws(CryptoError) in
      try derive(block, into: &bytes)
    }
  }

  /// Fills up to 32 bytes.
  private mutating func derive(
    _ block: AESDerivationBlock, into bytes: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    var half = try cipher.run(block.first)
    for offset in bytes.indices {
      if offset == 16 { half = try cipher.run(block.second) }
      bytes[offset] = UInt8(truncatingIfNeeded: half >> UInt128(120 - 8 * (offset % 16)))
    }
  }
}
