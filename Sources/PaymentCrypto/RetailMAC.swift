import CardCore

/// MAC algorithm 3 of ISO/IEC 9797-1, the retail MAC: single DES over the message, triple DES over
/// the last block.
///
/// With zeros for padding it is ANSI X9.19, and the MAC of DUKPT; with method 2 the cryptogram of
/// EMV cards.
public struct RetailMAC: MAC, ~Copyable {
  private var chain: CBCChain
  private var last: BlockCipher
  private let padding: Padding
  public let mode: ModeOfUse

  public init(
    key: borrowing Key<Usage.RetailMAC>, padding: Padding
  ) throws(CryptoError) {
    let mode = key.attributes.mode
    self = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try RetailMAC(bytes, padding: padding, mode: mode)
    }
  }

  /// Takes 16 bytes that this module derived, such as a session key.
  init(
    _ key: Span<UInt8>, padding: Padding, mode: ModeOfUse = .generateAndVerify,
    library: OpenSSL = .shared
  ) throws(CryptoError) {
    guard key.count == 16 else {
      throw CryptoError(.invalidKeyLength, "key of the retail MAC: expected 16 bytes")
    }
    let chain = try CBCChain(.des, key: key.extracting(first: 8), library: library)
    let last = try BlockCipher(.tdes2, key: key, library: library)
    self.chain = chain
    self.last = last
    self.padding = padding
    self.mode = mode
  }

  /// Takes another key of 16 bytes, without an allocation.
  mutating func rekey(_ key: Span<UInt8>) throws(CryptoError) {
    guard key.count == 16 else {
      throw CryptoError(.invalidKeyLength, "key of the retail MAC: expected 16 bytes")
    }
    try chain.rekey(key.extracting(first: 8))
    try last.rekey(key)
  }

  public var byteCount: Int { 8 }

  public mutating func compute(
    _ message: Span<UInt8>, into code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    let block = LastBlock(message, blockByteCount: 8, padding: padding)
    for offset in 0..<8 { code[offset] = 0 }
    let body = message.extracting(first: block.bodyByteCount)
    if padding == .lengthAndZeros {
      let head = Padding.lengthBlock(message.count, 8)
      try chain.run(head: head.span.extracting(first: 8), body: body, into: &code)
    } else if !body.isEmpty {
      try chain.run(body: body, into: &code)
    }
    // E(K1) D(K2) E(K1) of the last block is what algorithm 3 does to it, in one call.
    let input = UInt64(bigEndianBytes: code.span) ^ UInt64(bigEndianBytes: block.bytes.span)
    try last.run(input).writeBigEndian(to: &code)
  }
}
