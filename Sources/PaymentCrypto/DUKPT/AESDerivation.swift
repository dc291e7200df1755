internal import CardCore

/// The walk from key to key of AES DUKPT, in one cipher context that takes each key in turn.
struct AESDerivation: ~Copyable, Sendable {
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
  /// - Returns: The key that it comes to, which the cipher takes too.
  mutating func walk(to ksn: AESKSN) throws(CryptoError) -> SecretBytes {
    var block = AESDerivationBlock(countersOf: ksn, algorithm)
    var counter: UInt32 = 0
    var rest = ksn.counter
    while rest.nonzeroBitCount > 1 {
      let bit: UInt32 = 1 << UInt32(31 - rest.leadingZeroBitCount)
      rest ^= bit
      counter |= bit
      block.setCounter(counter)
      try enter(block)
    }
    block.setCounter(ksn.counter)
    let key = try secret(block, algorithm)
    try key.withBytes { bytes throws(CryptoError) in try cipher.rekey(bytes) }
    return key
  }

  private mutating func enter(_ block: AESDerivationBlock) throws(CryptoError) {
    var key = InlineArray<32, UInt8>(repeating: 0)
    defer { wipe(&key) }
    var bytes = key.mutableSpan
    try cipher.run(block.bytes.span.extracting(first: block.byteCount), into: &bytes)
    try cipher.rekey(key.span.extracting(first: algorithm.byteCount))
  }

  /// The key of `algorithm` that `block` makes.
  mutating func secret(
    _ block: AESDerivationBlock, _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> SecretBytes {
    var key = InlineArray<32, UInt8>(repeating: 0)
    defer { wipe(&key) }
    var bytes = key.mutableSpan
    try cipher.run(block.bytes.span.extracting(first: block.byteCount), into: &bytes)
    return SecretBytes(count: algorithm.byteCount) { target in
      for offset in target.indices { target[offset] = key[offset] }
    }
  }
}
