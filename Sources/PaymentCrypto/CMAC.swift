import CardCore

/// CMAC of AES or triple DES: NIST SP 800-38B, algorithm 5 of ISO/IEC 9797-1.
///
/// Run on a kept CBC context rather than on OpenSSL's own CMAC, which is slower to start anew.
public struct CMAC: MAC, ~Copyable {
  private var chain: CBCChain
  /// One for a last block that the message fills, then one for a block that is filled up; they are
  /// not the key, and forge codes all the same.
  private var subkeys: SecretBytes
  public let mode: ModeOfUse

  public init(key: borrowing Key<Usage.CMAC>) throws(CryptoError) {
    let (algorithm, mode) = (key.algorithm, key.attributes.mode)
    self = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try CMAC(algorithm, bytes, mode: mode)
    }
  }

  /// Takes the bytes of a key that this module holds, such as a key block's.
  init(
    _ algorithm: KeyAlgorithm, _ key: Span<UInt8>, mode: ModeOfUse = .generateAndVerify,
    library: OpenSSL = .shared
  ) throws(CryptoError) {
    var chain = try CBCChain(algorithm, key: key, library: library)
    subkeys = try CMAC.subkeys(&chain)
    self.chain = chain
    self.mode = mode
  }

  /// Takes another key of the same length.
  mutating func rekey(_ key: Span<UInt8>) throws(CryptoError) {
    try chain.rekey(key)
    subkeys = try CMAC.subkeys(&chain)
  }

  /// Twice and four times the enciphered zeros in the field of the block's size, from the left.
  private static func subkeys(_ chain: inout CBCChain) throws(CryptoError) -> SecretBytes {
    var block = InlineArray<64, UInt8>(repeating: 0)
    defer { wipe(&block) }
    let zeros = InlineArray<16, UInt8>(repeating: 0)
    try chain.run(body: zeros.span.extracting(first: chain.blockByteCount), into: &block)
    let width = UInt128(8 * chain.blockByteCount)
    let left = UInt128(bigEndianBytes: block.span)
    let whole = CMAC.double(left, width)
    let filled = CMAC.double(whole, width)
    return SecretBytes(count: 32) { bytes in
      for offset in 0..<16 {
        let shift = UInt128(120 - 8 * offset)
        bytes[offset] = UInt8(truncatingIfNeeded: whole &>> shift)
        bytes[16 + offset] = UInt8(truncatingIfNeeded: filled &>> shift)
      }
    }
  }

  /// - Parameter value: A block in the highest bits.
  private static func double(_ value: UInt128, _ width: UInt128) -> UInt128 {
    let polynomial: UInt128 = width == 64 ? 0x1B : 0x87
    let carry = value &>> 127
    return value &<< 1 ^ (polynomial &* carry) &<< (128 - width)
  }

  /// 8 or 16.
  public var byteCount: Int { chain.blockByteCount }

  public mutating func compute(
    _ message: Span<UInt8>, into code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    let size = chain.blockByteCount
    var last = LastBlock(message, blockByteCount: size, opensNew: false, mark: 0x80)
    let start = last.isWhole ? 0 : 16
    subkeys.withBytes { subkeys in
      for offset in 0..<size { last.bytes[offset] ^= subkeys[start + offset] }
    }
    try chain.run(
      body: message.extracting(first: last.bodyByteCount),
      last: last.bytes.span.extracting(first: size), into: &code)
  }
}
