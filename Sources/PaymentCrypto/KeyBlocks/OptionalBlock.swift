import CardCore

/// A piece of information in the header of a key block: two characters that name it, and a text.
///
/// Source: ANSI X9.143:2021, 6.3.6, as OpenEMV's `tr31` cites it.
public struct OptionalBlock: Hashable, Sendable {
  /// Two letters or digits, such as `KS`.
  public let id: String
  /// Printable ASCII.
  public let text: String

  /// The block of fill characters that a header may end in.
  static let paddingID = "PB"

  /// At most so many fit the two digits of the header.
  static let countMax = 99

  /// - Throws: ``CryptoError/Code/keyBlockHeader`` unless `id` is two letters or digits and `text`
  ///   printable ASCII that fits a header.
  public init(_ id: String, _ text: String) throws(CryptoError) {
    guard id.utf8.count == 2, id.utf8.allSatisfy(KeyBlockText.isAlphanumeric) else {
      throw CryptoError(.keyBlockHeader, "optional block: expected an id of two letters or digits")
    }
    guard text.utf8.allSatisfy(KeyBlockText.isPrintable),
      text.utf8.count <= KeyBlockHeader.characterCountMax
    else {
      throw CryptoError(.keyBlockHeader, "optional block: expected printable ASCII that fits")
    }
    self.id = id
    self.text = text
  }

  /// What it takes in a header, in characters.
  var characterCount: Int { Self.characterCount(ofText: text.utf8.count) }

  static func characterCount(ofText count: Int) -> Int {
    count + 4 <= 0xFF ? count + 4 : count + 10
  }

  /// Writes the block, with an extended length where two digits are not enough.
  func append(to header: inout [UInt8]) {
    header.append(contentsOf: id.utf8)
    if characterCount <= 0xFF {
      KeyBlockText.append(hex: characterCount, width: 2, to: &header)
    } else {
      // No length, then a length of two bytes.
      header.append(contentsOf: "0002".utf8)
      KeyBlockText.append(hex: characterCount, width: 4, to: &header)
    }
    header.append(contentsOf: text.utf8)
  }

  // MARK: - Reading

  /// Calls `body` with the start of each block of a header and the range of its text.
  ///
  /// - Returns: The length of the header with its optional blocks, in characters.
  /// - Throws: ``CryptoError/Code/keyBlockHeader``
  static func walk(
    _ text: Span<UInt8>, _ body: (_ start: Int, _ text: Range<Int>) -> Void
  ) throws(CryptoError) -> Int {
    try checkFixedPart(text)
    guard let count = Digits.value(of: text.extracting(12..<14)) else {
      throw CryptoError(.keyBlockHeader, "key block: expected two digits that count its blocks")
    }
    var offset = KeyBlockHeader.fixedCharacterCount
    for index in 0..<Int(count) {
      let start = offset
      let range = try Self.range(in: text, at: start)
      body(start, range)
      try refuseTwice(text, start, before: start)
      let isPadding = text[start] == 0x50 && text[start + 1] == 0x42
      guard !isPadding || index == Int(count) - 1 else {
        throw CryptoError(.keyBlockHeader, "key block: expected the padding block to be the last")
      }
      offset = range.upperBound
    }
    return offset
  }

  private static func checkFixedPart(_ text: Span<UInt8>) throws(CryptoError) {
    guard text.count >= KeyBlockHeader.fixedCharacterCount else {
      throw CryptoError(.keyBlockHeader, "key block: expected a header of 16 characters")
    }
    for index in 0..<KeyBlockHeader.fixedCharacterCount
    where !KeyBlockText.isAlphanumeric(text[index]) {
      throw CryptoError(.keyBlockHeader, "key block: expected a header of letters and digits")
    }
  }

  /// Refuses the block at `start` if one before it has the same name.
  private static func refuseTwice(
    _ text: Span<UInt8>, _ start: Int, before end: Int
  ) throws(CryptoError) {
    var offset = KeyBlockHeader.fixedCharacterCount
    while offset < end {
      guard text[offset] != text[start] || text[offset + 1] != text[start + 1] else {
        throw CryptoError(.keyBlockHeader, "key block: expected each optional block once")
      }
      offset = try range(in: text, at: offset).upperBound
    }
  }

  /// The range of the text of the block at `start`.
  private static func range(in text: Span<UInt8>, at start: Int) throws(CryptoError) -> Range<Int> {
    guard text.count - start >= 4, KeyBlockText.isAlphanumeric(text[start]),
      KeyBlockText.isAlphanumeric(text[start + 1])
    else { throw malformed }
    guard let short = KeyBlockText.number(hex: text.extracting((start + 2)..<(start + 4))) else {
      throw malformed
    }
    let (length, headCount) = short > 0 ? (short, 4) : try extendedLength(in: text, at: start)
    guard length >= headCount, length <= text.count - start else { throw malformed }
    let range = (start + headCount)..<(start + length)
    for index in range where !KeyBlockText.isPrintable(text[index]) { throw malformed }
    return range
  }

  /// Behind a length of zero: how many bytes of length follow, and those, in hexadecimal.
  private static func extendedLength(
    in text: Span<UInt8>, at start: Int
  ) throws(CryptoError) -> (length: Int, headCount: Int) {
    guard text.count - start >= 6,
      let width = KeyBlockText.number(hex: text.extracting((start + 4)..<(start + 6))),
      width > 0, 2 * width <= text.count - start - 6,
      let length = KeyBlockText.number(
        hex: text.extracting((start + 6)..<(start + 6 + 2 * width)))
    else { throw malformed }
    return (length, 6 + 2 * width)
  }

  private static let malformed = CryptoError(
    .keyBlockHeader, "key block: expected optional blocks of an id, a length and printable text")
}
