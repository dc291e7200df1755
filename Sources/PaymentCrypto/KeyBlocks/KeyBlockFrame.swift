import CardCore

/// Where the parts of a key block stand, as far as that must be known before its MAC is checked.
///
/// Nothing here says what the key is for: ``KeyBlockHeader`` does, and is read once the MAC holds.
struct KeyBlockFrame {
  let version: KeyBlockVersion
  /// The header with its optional blocks, in characters.
  let headerCharacterCount: Int
  /// The enciphered key data, in bytes.
  let dataByteCount: Int

  /// - Throws: ``CryptoError`` with code `keyBlockVersion`, `keyBlockLength`, `keyBlockHeader` or
  ///   `keyBlockEncoding`.
  init(_ text: Span<UInt8>) throws(CryptoError) {
    version = try Self.version(text)
    try Self.checkLength(text, version)
    headerCharacterCount = try OptionalBlock.walk(text) { _, _ in }
    let bodyCharacterCount = text.count - headerCharacterCount
    dataByteCount = bodyCharacterCount / 2 - version.macByteCount
    guard bodyCharacterCount % 2 == 0, dataByteCount >= max(version.dataMultiple, 3) else {
      throw CryptoError(.keyBlockLength, "key block: expected key data and a MAC")
    }
    for index in headerCharacterCount..<text.count where KeyBlockText.nibble(text[index]) == nil {
      throw CryptoError(.keyBlockEncoding, "key block: expected upper-case hexadecimal digits")
    }
  }

  /// Writes the bytes that the text behind the header writes, beginning with byte `start`.
  func copyBytes(of text: Span<UInt8>, from start: Int, into bytes: inout MutableSpan<UInt8>) {
    var place = headerCharacterCount + 2 * start
    for index in bytes.indices {
      let high = KeyBlockText.nibble(text[place]) ?? 0
      bytes[index] = high << 4 | (KeyBlockText.nibble(text[place + 1]) ?? 0)
      place += 2
    }
  }

  static func version(_ text: Span<UInt8>) throws(CryptoError) -> KeyBlockVersion {
    guard text.count >= KeyBlockHeader.fixedCharacterCount else {
      throw CryptoError(.keyBlockLength, "key block: expected a header of 16 characters")
    }
    guard let version = KeyBlockVersion(rawValue: text[0]) else {
      throw CryptoError(.keyBlockVersion, "key block: expected version A, B, C, D or E")
    }
    return version
  }

  private static func checkLength(
    _ text: Span<UInt8>, _ version: KeyBlockVersion
  ) throws(CryptoError) {
    guard let declared = Digits.value(of: text.extracting(1..<5)), declared == text.count else {
      throw CryptoError(
        .keyBlockLength, "key block: expected a length field that counts its characters")
    }
    guard text.count % version.characterMultiple == 0 else {
      throw CryptoError(.keyBlockLength, "key block: expected whole blocks of its cipher")
    }
  }
}
