import CardCore

/// Wraps keys into key blocks under one protection key, and unwraps them.
///
/// Keep one as long as its protection key is used: making it derives two keys and sets up their
/// ciphers. Not copyable and changed by each call, so that two threads cannot be in it at once.
///
///     var protector = try KeyBlockProtector(key: kbpk)
///     let pinKey = try protector.unwrap(block.span, as: Usage.PINEncryption.self)
///
/// Source: ANSI TR-31:2018 and X9.143:2021, ISO 20038:2017 (version E), as OpenEMV's `tr31` and
/// psec implement them. Vectors: `TestVectors/crypto/key-block.json`.
public struct KeyBlockProtector: ~Copyable, Sendable {
  private let algorithm: KeyAlgorithm
  private let mode: ModeOfUse
  private let legacy: Legacy
  private var cipher: KeyBlockCipher

  /// - Parameters:
  ///   - key: Triple DES for versions A, B and C, AES for D and E.
  ///   - version: Of the blocks to read and write.
  ///   - legacy: ``Legacy/variantKeyBlocks`` for versions A and C, ``Legacy/weakKeyProtection`` for
  ///     keys stronger than `key`, ``Legacy/singleDES`` for keys of single DES.
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` if the version takes no such key,
  ///   ``CryptoError/Code/legacyNotAllowed`` for versions A and C.
  public init(
    key: borrowing Key<Usage.KeyBlockProtection>, version: KeyBlockVersion = .d,
    allowing legacy: Legacy = []
  ) throws(CryptoError) {
    try Self.check(version, legacy)
    let (algorithm, mode) = (key.algorithm, key.attributes.mode)
    self = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try KeyBlockProtector(bytes, algorithm, mode, version, legacy)
    }
  }

  /// Takes the bytes of a key that this module holds; whether its version is out of date is asked
  /// at the end, when nothing else is wrong.
  init(
    _ key: Span<UInt8>, _ algorithm: KeyAlgorithm, _ mode: ModeOfUse,
    _ version: KeyBlockVersion, _ legacy: Legacy
  ) throws(CryptoError) {
    cipher = try KeyBlockCipher(version, algorithm, key: key)
    self.algorithm = algorithm
    self.mode = mode
    self.legacy = legacy
  }

  /// The version that this writes and reads.
  public var version: KeyBlockVersion { cipher.version }

  // MARK: - Unwrapping

  /// The key in `block`, with what its authenticated header says of it.
  ///
  /// Nothing of the block is read before its MAC holds but where its parts stand.
  ///
  /// - Throws: ``CryptoError`` with a code `keyBlock…`; ``CryptoError/Code/keyBlockMAC`` alike for
  ///   a changed block and for the wrong key. ``CryptoError/Code/keyBlockVersion`` if the block is
  ///   of another version; ``CryptoError/Code/legacyNotAllowed``, ``CryptoError/Code/weakKey``.
  public mutating func unwrap(_ block: Span<UInt8>) throws(CryptoError) -> UnwrappedKey {
    guard mode.allows(.decrypt) else { throw .wrongModeOfUse }
    let frame = try KeyBlockFrame(block)
    guard frame.version == version else {
      throw CryptoError(.keyBlockVersion, "key block: of another version than its protection key")
    }
    return try unwrap(block, frame)
  }

  /// The key in `block` if its header says that it is for `use`.
  ///
  /// - Throws: As ``unwrap(_:)``, and ``CryptoError/Code/wrongKeyUsage``.
  public mutating func unwrap<Use: KeyUsage>(
    _ block: Span<UInt8>, as use: Use.Type
  ) throws(CryptoError) -> Key<Use> {
    try Key<Use>(unwrap(block).takeKey())
  }

  /// A component of a key, which has none of a key's rules: its halves may be equal.
  mutating func unwrapComponent(_ block: Span<UInt8>) throws(CryptoError) -> KeyMaterial {
    try unwrap(block, KeyBlockFrame(block), allowing: .singleDES).takeKey()
  }

  mutating func unwrap(
    _ block: Span<UInt8>, _ frame: KeyBlockFrame, allowing more: Legacy = []
  ) throws(CryptoError) -> UnwrappedKey {
    let clear = try open(block, frame)
    let header = try KeyBlockHeader(parsing: block)
    let secret = try Self.key(in: clear, after: frame.headerCharacterCount, header)
    guard let algorithm = header.algorithm.algorithm(byteCount: secret.count) else {
      throw CryptoError(.keyBlockHeader, "key block: expected an algorithm that is supported")
    }
    try check(algorithm)
    let attributes = KeyAttributes(
      usage: header.usage, algorithm: algorithm, mode: header.modeOfUse,
      exportability: header.exportability)
    return UnwrappedKey(
      header: header, key: try KeyMaterial(secret, attributes, allowing: legacy.union(more)))
  }

  /// The header and the clear key data of a block whose MAC holds.
  private mutating func open(
    _ block: Span<UInt8>, _ frame: KeyBlockFrame
  ) throws(CryptoError) -> SecretBytes {
    // The length says that some whole number of characters is there, not that of cipher blocks.
    guard frame.dataByteCount % version.dataMultiple == 0 else { throw Self.wrongMAC }
    let headerCount = frame.headerCharacterCount
    return try SecretBytes(
      count: headerCount + frame.dataByteCount
    ) { bytes throws(CryptoError) in
      for offset in 0..<headerCount { bytes[offset] = block[offset] }
      var data = bytes._mutatingExtracting(headerCount..<bytes.count)
      frame.copyBytes(of: block, from: 0, into: &data)
      var code = InlineArray<16, UInt8>(repeating: 0)
      var received = code.mutableSpan
      var mac = received._mutatingExtracting(first: version.macByteCount)
      frame.copyBytes(of: block, from: frame.dataByteCount, into: &mac)
      guard
        try cipher.open(
          &bytes, headerByteCount: headerCount,
          mac: code.span.extracting(first: version.macByteCount))
      else {
        throw Self.wrongMAC
      }
    }
  }

  /// Behind two bytes that count its bits.
  private static func key(
    in clear: borrowing SecretBytes, after headerCount: Int, _ header: KeyBlockHeader
  ) throws(CryptoError) -> SecretBytes {
    try clear.withBytes { bytes throws(CryptoError) in
      let bitCount = Int(bytes[headerCount]) << 8 | Int(bytes[headerCount + 1])
      let count = bitCount / 8
      let start = headerCount + 2
      guard bitCount % 8 == 0, count <= bytes.count - start,
        header.algorithm.allows(byteCount: count)
      else {
        throw CryptoError(.keyBlockKeyLength, "key block: the length of the key is impossible")
      }
      return SecretBytes(count: count) { key in
        for offset in 0..<count { key[offset] = bytes[start + offset] }
      }
    }
  }

  static let wrongMAC = CryptoError(.keyBlockMAC, "key block: not authentic under this key")

  // MARK: - Wrapping

  /// The key block of `key` under `header`, whose version must be this one's.
  ///
  /// The key data are filled up so that their length does not tell the key's. A header without `WP`
  /// block gets one if the protection key is the weaker of both.
  ///
  /// - Parameters:
  ///   - key: What is wrapped.
  ///   - header: What the block says of the key.
  ///   - generator: ``SecureRandom``, for the fill.
  /// - Throws: ``CryptoError/Code/keyBlockHeader`` if the header is not of `key` or of this
  ///   version, ``CryptoError/Code/keyBlockLength`` if the block would be too long,
  ///   ``CryptoError/Code/legacyNotAllowed``.
  public mutating func wrap(
    _ key: borrowing KeyMaterial, header: KeyBlockHeader,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) -> [UInt8] {
    guard mode.allows(.encrypt) else { throw .wrongModeOfUse }
    try Self.check(header, describes: key.attributes)
    guard header.version == version else {
      throw CryptoError(.keyBlockHeader, "key block: expected a header of this version")
    }
    try check(key.attributes.algorithm)
    let header = try withPedigree(header, for: key.attributes.algorithm)
    let count = key.secret.count
    let shown = max(count, header.algorithm.hiddenByteCount ?? count) + 2
    let dataCount = (shown + version.dataMultiple - 1) / version.dataMultiple * version.dataMultiple
    let fill = SecretBytes(count: dataCount - 2 - count) { generator.fill(&$0) }
    let text = try header.text(bodyCharacterCount: 2 * (dataCount + version.macByteCount))
    return try key.secret.withBytes { key throws(CryptoError) in
      try fill.withBytes { fill throws(CryptoError) in try seal(text, key: key, fill: fill) }
    }
  }

  /// The key block of a key that knows its purpose, as the one of a key that does not.
  public mutating func wrap<Use: KeyUsage>(
    _ key: borrowing Key<Use>, header: KeyBlockHeader,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) -> [UInt8] {
    try wrap(key.material, header: header, using: &generator)
  }

  /// - Precondition: Key and fill are whole blocks together with the two bytes of a length.
  mutating func seal(
    _ header: [UInt8], key: Span<UInt8>, fill: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    var code = InlineArray<64, UInt8>(repeating: 0)
    let sealed = try SecretBytes(
      count: header.count + 2 + key.count + fill.count
    ) { bytes throws(CryptoError) in
      for offset in header.indices { bytes[offset] = header[offset] }
      let bits = UInt16(8 * key.count)
      bytes[header.count] = UInt8(bits >> 8)
      bytes[header.count + 1] = UInt8(truncatingIfNeeded: bits)
      let start = header.count + 2
      for offset in key.indices { bytes[start + offset] = key[offset] }
      for offset in fill.indices { bytes[start + key.count + offset] = fill[offset] }
      try cipher.seal(&bytes, headerByteCount: header.count, mac: &code)
    }
    var block = header
    block.reserveCapacity(header.count + 2 * (sealed.count - header.count + version.macByteCount))
    sealed.withBytes { bytes in
      KeyBlockText.append(hex: bytes.extracting(header.count..<bytes.count), to: &block)
    }
    KeyBlockText.append(hex: code.span.extracting(first: version.macByteCount), to: &block)
    return block
  }

  private static func check(
    _ header: KeyBlockHeader, describes key: KeyAttributes
  ) throws(CryptoError) {
    guard header.usage == key.usage, header.modeOfUse == key.mode,
      header.exportability == key.exportability,
      header.algorithm.algorithm(byteCount: key.algorithm.byteCount) == key.algorithm
    else {
      throw CryptoError(.keyBlockHeader, "key block: expected a header that describes the key")
    }
  }

  /// The header with the fact that its protection key is weaker than the key.
  private func withPedigree(
    _ header: KeyBlockHeader, for algorithm: KeyAlgorithm
  ) throws(CryptoError) -> KeyBlockHeader {
    guard isWeaker(than: algorithm), header["WP"] == nil else { return header }
    return try header.adding(OptionalBlock("WP", "001"))
  }

  // MARK: - Rules

  /// Asks last whether a version and a strength that are out of date are allowed.
  func check(_ key: KeyAlgorithm) throws(CryptoError) {
    try Self.check(version, legacy)
    guard !isWeaker(than: key) || legacy.contains(.weakKeyProtection) else {
      throw CryptoError(
        .legacyNotAllowed,
        "key block: the protection key is weaker: allow Legacy.weakKeyProtection to use it")
    }
  }

  /// An HMAC key may be longer than any cipher's: its strength is that of a hash.
  private func isWeaker(than key: KeyAlgorithm) -> Bool {
    key.blockByteCount != nil && algorithm.strengthBits < key.strengthBits
  }

  private static func check(
    _ version: KeyBlockVersion, _ legacy: Legacy
  ) throws(CryptoError) {
    guard !version.isVariantBinding || legacy.contains(.variantKeyBlocks) else {
      throw CryptoError(
        .legacyNotAllowed,
        "key block: versions A and C are out of date: allow Legacy.variantKeyBlocks to use them")
    }
  }
}
