public import CardCore

/// Card tokens: a PAN enciphered as one block of AES-256, another value as HMAC-SHA-256 cut to 128
/// bits.
///
/// The block is that of ``PAN/withTokenBlock(_:)``, so that no two PANs have the same token. A
/// token is the PAN for whoever holds the key; it is not a hash.
///
/// May be used from any thread. Known answer: `TestVectors/crypto/card-token.json`.
public final class AESPANTokenizer: PANTokenizer, Sendable {
  public let checkValue: String
  private let key: Key<Usage.PANTokenization>
  private let ciphers = ContextPool<BlockCipher>()
  private let codes = ContextPool<HMACContext>()

  /// As many PANs as enter the cipher at once.
  private static let pansPerCall = 128

  public init(key: consuming Key<Usage.PANTokenization>) throws(CryptoError) {
    checkValue = try key.checkValue().hex
    self.key = key
    // What can fail does so here: OpenSSL may lack an algorithm.
    try ciphers.with(making: makeCipher) { _ in }
    try codes.with(making: makeCode) { _ in }
  }

  /// Reads the key from the content of a key file: 32 bytes, or 64 hexadecimal digits and perhaps a
  /// line end.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` for another length,
  ///   ``CryptoError/Code/invalidDigits`` for another character.
  public convenience init(keyFile content: Span<UInt8>) throws(CryptoError) {
    let secret = try KeyFileText.key(content, byteCount: 32)
    try self.init(key: Key(secret, .aes256))
  }

  private func makeCipher() throws(CryptoError) -> BlockCipher {
    try key.withBytes(for: .encrypt) { bytes throws(CryptoError) in
      try BlockCipher(.aes256, key: bytes)
    }
  }

  private func makeCode() throws(CryptoError) -> HMACContext {
    try key.withBytes(for: .encrypt) { bytes throws(CryptoError) in
      try HMACContext(.sha256, key: bytes)
    }
  }

  public func tokenize(_ pans: Span<PAN>, into tokens: inout MutableSpan<CardToken>) {
    precondition(tokens.count >= pans.count, "a token for each PAN")
    do throws(CryptoError) {
      try ciphers.with(making: makeCipher) { cipher throws(CryptoError) in
        for start in stride(from: 0, to: pans.count, by: AESPANTokenizer.pansPerCall) {
          let end = min(start + AESPANTokenizer.pansPerCall, pans.count)
          try AESPANTokenizer.run(&cipher, pans, start..<end, into: &tokens)
        }
      }
    } catch {
      preconditionFailure("OpenSSL refused a block under a key that it had taken")
    }
  }

  private static func run(
    _ cipher: inout BlockCipher, _ pans: Span<PAN>, _ range: Range<Int>,
    into tokens: inout MutableSpan<CardToken>
  ) throws(CryptoError) {
    var blocks = InlineArray<2048, UInt8>(repeating: 0)
    for index in range {
      let start = 16 * (index - range.lowerBound)
      pans[index].withTokenBlock { block in
        for offset in 0..<16 { blocks[start + offset] = block[offset] }
      }
    }
    // In place, so that no PAN is left behind.
    var span = blocks.mutableSpan
    try cipher.run(inPlace: &span, first: 16 * range.count)
    for index in range {
      let start = 16 * (index - range.lowerBound)
      let block = blocks.span
      tokens[index] = CardToken(
        high: UInt64(bigEndianBytes: block.extracting(start..<start + 8)),
        low: UInt64(bigEndianBytes: block.extracting(start + 8..<start + 16)))
    }
  }

  public func tokenizeOther(_ value: Span<UInt8>) -> CardToken {
    var code = InlineArray<32, UInt8>(repeating: 0)
    do throws(CryptoError) {
      try codes.with(making: makeCode) { context throws(CryptoError) in
        var span = code.mutableSpan
        try context.code(value, into: &span)
      }
    } catch {
      preconditionFailure("OpenSSL refused a code under a key that it had taken")
    }
    return CardToken(
      high: UInt64(bigEndianBytes: code.span),
      low: UInt64(bigEndianBytes: code.span.extracting(8..<16)))
  }
}
