import CardCore

// Part of the testing surface: clear keys into and out of key blocks, for vectors.

/// Key blocks of clear keys under clear protection keys, with the fill given.
@_spi(Testing)
public enum ClearKeyBlock {
  /// Wraps `key` under a header whose length field is right already.
  ///
  /// - Parameters:
  ///   - header: 16 characters and the optional blocks, padding block included.
  ///   - fill: The bytes behind the key.
  public static func wrap(
    _ key: Span<UInt8>, fill: Span<UInt8>, header text: [UInt8], under protectionKey: Span<UInt8>,
    allowing legacy: Legacy = []
  ) throws(CryptoError) -> [UInt8] {
    let header = try KeyBlockHeader(parsing: text.span)
    guard try OptionalBlock.walk(text.span, { _, _ in }) == text.count else {
      throw CryptoError(.keyBlockHeader, "key block: expected nothing behind the optional blocks")
    }
    var protector = try protector(header.version, protectionKey, legacy)
    guard let algorithm = header.algorithm.algorithm(byteCount: key.count) else {
      throw CryptoError(.invalidKeyLength, "key: the length is not that of its algorithm")
    }
    try protector.check(algorithm)
    let dataCount = 2 + key.count + fill.count
    guard dataCount % header.version.dataMultiple == 0,
      let length = Digits.value(of: text.span.extracting(1..<5)),
      length == text.count + 2 * (dataCount + header.version.macByteCount)
    else {
      throw CryptoError(.keyBlockLength, "key block: expected fill and length field to agree")
    }
    return try protector.seal(text, key: key, fill: fill)
  }

  /// Unwraps a block; `body` gets its header and the clear key.
  public static func unwrap<R>(
    _ block: Span<UInt8>, under protectionKey: Span<UInt8>, allowing legacy: Legacy = [],
    _ body: (KeyBlockHeader, Span<UInt8>) -> R
  ) throws(CryptoError) -> R {
    let frame = try KeyBlockFrame(block)
    var protector = try protector(frame.version, protectionKey, legacy)
    let unwrapped = try protector.unwrap(block, frame)
    return unwrapped.key.secret.withBytes { body(unwrapped.header, $0) }
  }

  private static func protector(
    _ version: KeyBlockVersion, _ key: Span<UInt8>, _ legacy: Legacy
  ) throws(CryptoError) -> KeyBlockProtector {
    let algorithm =
      version.usesAES
      ? try KeyAlgorithm.aes(byteCount: key.count) : try KeyAlgorithm.des(byteCount: key.count)
    return try KeyBlockProtector(key, algorithm, .encryptAndDecrypt, version, legacy)
  }
}
