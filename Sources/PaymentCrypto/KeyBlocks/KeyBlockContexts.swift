import CardCore

/// The two keys of a ``KeyBlockCipher`` of versions A, C, D and E, in contexts of OpenSSL.
struct KeyBlockContexts: ~Copyable, Sendable {
  let version: KeyBlockVersion
  private let algorithm: KeyAlgorithm
  private let encryptionKey: SecretBytes
  /// Each made when it is first needed: most protection keys either wrap or unwrap.
  private var encryption: BlockCipher?
  private var decryption: BlockCipher?
  private var mac: Authenticator

  /// - Precondition: The version takes a protection key of that algorithm, and is not B.
  init(
    _ version: KeyBlockVersion, _ algorithm: KeyAlgorithm, key: Span<UInt8>
  ) throws(CryptoError) {
    let prepared = try Self.prepare(version, algorithm, key)
    mac = prepared.mac
    encryptionKey = prepared.encryptionKey
    self.version = version
    self.algorithm = algorithm
  }

  private struct Prepared: ~Copyable {
    let encryptionKey: SecretBytes
    let mac: Authenticator
  }

  private static func prepare(
    _ version: KeyBlockVersion, _ algorithm: KeyAlgorithm, _ key: Span<UInt8>
  ) throws(CryptoError) -> Prepared {
    guard !version.isVariantBinding else {
      let authenticationKey = variant(of: key, 0x4D)
      let chain = try authenticationKey.withBytes { key throws(CryptoError) in
        try CBCChain(algorithm, key: key)
      }
      return Prepared(encryptionKey: variant(of: key, 0x45), mac: Authenticator(chain))
    }
    // The context that derives both keys then authenticates under one of them.
    var cmac = try CMAC(algorithm, key)
    let purpose = version == .e ? KeyBlockCipher.Purpose.counterEncryption : .encryption
    let encryptionKey = try derive(&cmac, algorithm, purpose)
    let authenticationKey = try derive(&cmac, algorithm, .authentication)
    try authenticationKey.withBytes { key throws(CryptoError) in try cmac.rekey(key) }
    return Prepared(encryptionKey: encryptionKey, mac: Authenticator(cmac))
  }

  private static func variant(of key: Span<UInt8>, _ constant: UInt8) -> SecretBytes {
    SecretBytes(count: key.count) { bytes in
      for offset in key.indices { bytes[offset] = key[offset] ^ constant }
    }
  }

  /// As many blocks of CMAC as the key is long.
  private static func derive(
    _ cmac: inout CMAC, _ algorithm: KeyAlgorithm, _ purpose: KeyBlockCipher.Purpose
  ) throws(CryptoError) -> SecretBytes {
    let count = algorithm.byteCount
    return try SecretBytes(count: count) { bytes throws(CryptoError) in
      var block = InlineArray<64, UInt8>(repeating: 0)
      defer { wipe(&block) }
      let size = cmac.byteCount
      for start in stride(from: 0, to: count, by: size) {
        let number = KeyBlockCipher.derivationInput(UInt64(start / size + 1), purpose, algorithm)
        let input = InlineArray<8, UInt8> {
          UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0))
        }
        try cmac.compute(input.span, into: &block)
        for offset in start..<min(start + size, count) { bytes[offset] = block[offset - start] }
      }
    }
  }

  // MARK: - Blocks

  /// As ``KeyBlockCipher`` does.
  mutating func seal(
    _ bytes: inout MutableSpan<UInt8>, headerByteCount: Int, mac code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    if version.isVariantBinding {
      let vector = Self.front(of: bytes.span)
      try encrypt(&bytes, headerByteCount, vector: vector.span)
      try mac.compute(bytes.span, into: &code)
    } else {
      try mac.compute(bytes.span, into: &code)
      let vector = code.span.extracting(first: version.macByteCount)
      try encrypt(&bytes, headerByteCount, vector: vector)
    }
  }

  /// As ``KeyBlockCipher`` does.
  mutating func open(
    _ bytes: inout MutableSpan<UInt8>, headerByteCount: Int, mac code: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    var expected = InlineArray<64, UInt8>(repeating: 0)
    defer { wipe(&expected) }
    if version.isVariantBinding {
      try mac.compute(bytes.span, into: &expected)
      let vector = Self.front(of: bytes.span)
      try decrypt(&bytes, headerByteCount, vector: vector.span)
    } else {
      try decrypt(&bytes, headerByteCount, vector: code)
      try mac.compute(bytes.span, into: &expected)
    }
    return SecretBytes.constantTimeEqual(
      expected.span.extracting(first: version.macByteCount), code)
  }

  /// The first eight characters of the header, which versions A and C chain from.
  private static func front(of bytes: Span<UInt8>) -> InlineArray<8, UInt8> {
    InlineArray { bytes[$0] }
  }

  private mutating func encrypt(
    _ bytes: inout MutableSpan<UInt8>, _ headerByteCount: Int, vector: Span<UInt8>
  ) throws(CryptoError) {
    if encryption == nil {
      encryption = try makeCipher(version == .e ? .ecb : .cbc, .encrypt)
    }
    guard version != .e else { return try runCounter(&bytes, headerByteCount, from: vector) }
    var data = bytes._mutatingExtracting(headerByteCount..<bytes.count)
    try encryption?.restart(vector: vector)
    try encryption?.run(inPlace: &data)
  }

  private mutating func decrypt(
    _ bytes: inout MutableSpan<UInt8>, _ headerByteCount: Int, vector: Span<UInt8>
  ) throws(CryptoError) {
    guard version != .e else { return try encrypt(&bytes, headerByteCount, vector: vector) }
    if decryption == nil { decryption = try makeCipher(.cbc, .decrypt) }
    var data = bytes._mutatingExtracting(headerByteCount..<bytes.count)
    try decryption?.restart(vector: vector)
    try decryption?.run(inPlace: &data)
  }

  private borrowing func makeCipher(
    _ mode: CipherMode, _ direction: CipherDirection
  ) throws(CryptoError) -> BlockCipher {
    try encryptionKey.withBytes { key throws(CryptoError) in
      try BlockCipher(algorithm, mode, direction, key: key)
    }
  }

  /// Counter mode from the MAC on.
  private mutating func runCounter(
    _ bytes: inout MutableSpan<UInt8>, _ headerByteCount: Int, from start: Span<UInt8>
  ) throws(CryptoError) {
    var counter: UInt128 = 0
    for offset in 0..<16 { counter = counter << 8 | UInt128(start[offset]) }
    var offset = headerByteCount
    while offset < bytes.count {
      let stream = try encryption?.run(counter) ?? 0
      for place in 0..<min(16, bytes.count - offset) {
        bytes[offset + place] ^= UInt8(truncatingIfNeeded: stream >> UInt128(120 - 8 * place))
      }
      offset += 16
      counter &+= 1
    }
  }
}

/// What authenticates a key block: CMAC, or the plain CBC-MAC of versions A and C.
private struct Authenticator: ~Copyable, Sendable {
  private var cmac: CMAC?
  private var chain: CBCChain?

  init(_ cmac: consuming CMAC) {
    self.cmac = consume cmac
    chain = nil
  }

  init(_ chain: consuming CBCChain) {
    self.chain = consume chain
    cmac = nil
  }

  mutating func compute(
    _ message: Span<UInt8>, into code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    try cmac?.compute(message, into: &code)
    try chain?.run(body: message, into: &code)
  }
}
