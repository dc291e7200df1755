import CardCore

/// One key of a block cipher made ready for one mode and one direction.
///
/// This is what the operations of the module are built on; it knows nothing of purposes. Keep one
/// as long as its key is used: making one costs an allocation and a key schedule, running it
/// neither.
struct BlockCipher: ~Copyable, Sendable {

  let algorithm: KeyAlgorithm
  /// Single DES as triple DES under three times the same key, where there is no other.
  private let isTripled: Bool
  private var context: CipherContext

  /// - Throws: ``CryptoError/Code/invalidKeyLength`` if `key` is not of the algorithm's length.
  init(
    _ algorithm: KeyAlgorithm, _ mode: CipherMode = .ecb, _ direction: CipherDirection = .encrypt,
    key: Span<UInt8>, library: OpenSSL = .shared
  ) throws(CryptoError) {
    guard let byteCount = algorithm.blockByteCount, byteCount > 0,
      key.count == algorithm.byteCount
    else {
      throw CryptoError(.invalidKeyLength, "key: the length is not that of the block cipher")
    }
    let isTripled = algorithm == .des && !library.hasSingleDES
    let cipher = try library.cipher(BlockCipher.name(isTripled ? .tdes3 : algorithm, mode))
    let encrypts = direction == .encrypt
    context = try BlockCipher.withKey(key, isTripled: isTripled) { key throws(CryptoError) in
      try CipherContext(cipher, key: key, encrypts: encrypts)
    }
    self.algorithm = algorithm
    self.isTripled = isTripled
  }

  private static func withKey<R: ~Copyable>(
    _ key: Span<UInt8>, isTripled: Bool, _ body: (Span<UInt8>) throws(CryptoError) -> R
  ) throws(CryptoError) -> R {
    guard isTripled else { return try body(key) }
    var tripled = InlineArray<24, UInt8> { key[$0 % 8] }
    defer { wipe(&tripled) }
    return try body(tripled.span)
  }

  private static func name(_ algorithm: KeyAlgorithm, _ mode: CipherMode) -> OpenSSL.CipherName {
    switch (algorithm, mode) {
    case (.des, .ecb): .desECB
    case (.des, .cbc): .desCBC
    case (.tdes2, .ecb): .tdes2ECB
    case (.tdes2, .cbc): .tdes2CBC
    case (.tdes3, .ecb): .tdes3ECB
    case (.tdes3, .cbc): .tdes3CBC
    case (.aes128, .ecb): .aes128ECB
    case (.aes128, .cbc): .aes128CBC
    case (.aes192, .ecb): .aes192ECB
    case (.aes192, .cbc): .aes192CBC
    case (.aes256, .ecb), (.hmac, .ecb): .aes256ECB
    case (.aes256, .cbc), (.hmac, .cbc): .aes256CBC
    }
  }

  /// The length of a block, in bytes: 8 or 16.
  var blockByteCount: Int { algorithm.isDES ? 8 : 16 }

  /// Takes another key of the same length: the way to use many keys once, without an allocation.
  mutating func rekey(_ key: Span<UInt8>) throws(CryptoError) {
    guard key.count == algorithm.byteCount else {
      throw CryptoError(.invalidKeyLength, "key: the length is not that of the block cipher")
    }
    try BlockCipher.withKey(key, isTripled: isTripled) { key throws(CryptoError) in
      try context.rekey(key)
    }
  }

  /// Begins a chain of CBC with an initialization vector of one block.
  @inline(__always)
  mutating func restart(vector: Span<UInt8>) throws(CryptoError) {
    precondition(vector.count == blockByteCount)
    try context.restart(vector: vector)
  }

  /// Begins a chain of CBC with zeros.
  @inline(__always)
  mutating func restart() throws(CryptoError) {
    let zeros = InlineArray<16, UInt8>(repeating: 0)
    try context.restart(vector: zeros.span.extracting(first: blockByteCount))
  }

  /// Runs whole blocks; in CBC the chain goes on from the call before.
  ///
  /// - Precondition: `output` is at least as long as `input`, and they do not overlap.
  @inline(__always)
  mutating func run(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    try context.run(input, into: &output)
  }

  /// Runs whole blocks where they stand: the first `byteCount` bytes, or all.
  @inline(__always)
  mutating func run(
    inPlace bytes: inout MutableSpan<UInt8>, first byteCount: Int? = nil
  ) throws(CryptoError) {
    try context.run(inPlace: &bytes, first: byteCount)
  }

  /// Runs a block of DES held in an integer, the first byte most significant.
  @inline(__always)
  mutating func run(_ block: UInt64) throws(CryptoError) -> UInt64 {
    precondition(algorithm.isDES)
    return try context.run(block)
  }

  /// Runs a block of AES held in an integer, the first byte most significant.
  @inline(__always)
  mutating func run(_ block: UInt128) throws(CryptoError) -> UInt128 {
    precondition(algorithm.isAES)
    return try context.run(block)
  }
}

/// Overwrites a buffer on the stack that held something secret.
@inline(__always)
func wipe<let size: Int>(_ bytes: inout InlineArray<size, UInt8>) {
  var span = bytes.mutableSpan
  SecretBytes.wipe(&span)
}
