import CardCore

/// The header of a key block: what the key is for, how it may be used, and what goes with it.
///
///     D 0112 P0 A E 00 E 00 00 …
///     │  │   │  │ │ │  │ │  └ key context and a reserved digit
///     │  │   │  │ │ │  │ └ number of optional blocks
///     │  │   │  │ │ │  └ exportability
///     │  │   │  │ │ └ key version
///     │  │   │  │ └ mode of use
///     │  │   │  └ algorithm
///     │  │   └ usage
///     │  └ length in characters
///     └ version
///
/// Of a block that was read it is worth nothing until the MAC holds:
/// ``KeyBlockProtector`` gives it then.
///
/// Source: ANSI X9.143:2021, 6.2, as OpenEMV's `tr31` cites it. Vectors:
/// `TestVectors/crypto/key-block.json`.
public struct KeyBlockHeader: Hashable, Sendable {
  public var version: KeyBlockVersion
  public var usage: KeyUsageCode
  public var algorithm: KeyBlockAlgorithm
  public var modeOfUse: ModeOfUse
  public var exportability: Exportability
  private var keyVersionCharacters: UInt16
  private var contextCharacters: UInt16
  /// In order, without the block of fill characters.
  public private(set) var optionalBlocks: [OptionalBlock]

  /// The length of a header without optional blocks, in characters.
  public static let fixedCharacterCount = 16
  /// The longest block that the four digits of a length can say, in characters.
  public static let characterCountMax = 9999

  /// A header to write.
  ///
  /// - Throws: ``CryptoError/Code/keyBlockHeader`` unless `keyVersion` is two letters or digits and
  ///   each optional block stands once, without the padding block, which writing adds.
  public init(
    version: KeyBlockVersion = .d, usage: KeyUsageCode, algorithm: KeyBlockAlgorithm,
    modeOfUse: ModeOfUse, exportability: Exportability, keyVersion: String = "00",
    optionalBlocks: [OptionalBlock] = []
  ) throws(CryptoError) {
    guard keyVersion.utf8.count == 2, keyVersion.utf8.allSatisfy(KeyBlockText.isAlphanumeric) else {
      throw CryptoError(.keyBlockHeader, "key version: expected two letters or digits")
    }
    let ids = Set(optionalBlocks.map(\.id))
    guard ids.count == optionalBlocks.count, !ids.contains(OptionalBlock.paddingID),
      // One more may be needed for the fill.
      ids.count < OptionalBlock.countMax
    else {
      throw CryptoError(.keyBlockHeader, "key block: expected each optional block once")
    }
    self.version = version
    self.usage = usage
    self.algorithm = algorithm
    self.modeOfUse = modeOfUse
    self.exportability = exportability
    keyVersionCharacters = Self.pair(Array(keyVersion.utf8).span, 0)
    contextCharacters = 0x3030
    self.optionalBlocks = optionalBlocks
  }

  /// Reads the header at the front of `text`; what follows it is not looked at.
  ///
  /// Nothing is authenticated: for display, before a key is at hand.
  ///
  /// - Throws: ``CryptoError`` with code `keyBlockHeader` or `keyBlockVersion`.
  public init(parsing text: Span<UInt8>) throws(CryptoError) {
    guard text.count >= Self.fixedCharacterCount else {
      throw CryptoError(.keyBlockHeader, "key block: expected a header of 16 characters")
    }
    version = try KeyBlockFrame.version(text)
    var blocks: [(String, String)] = []
    _ = try OptionalBlock.walk(text) { start, range in
      blocks.append((Self.string(text, start..<(start + 2)), Self.string(text, range)))
    }
    usage = try Self.usage(text)
    guard let algorithm = KeyBlockAlgorithm(rawValue: text[7]) else {
      throw CryptoError(.keyBlockHeader, "key block: expected the letter of an algorithm")
    }
    self.algorithm = algorithm
    guard let modeOfUse = ModeOfUse(keyBlock: text[8]) else {
      throw CryptoError(.keyBlockHeader, "key block: expected the letter of a mode of use")
    }
    self.modeOfUse = modeOfUse
    guard let exportability = Exportability(keyBlock: text[11]) else {
      throw CryptoError(.keyBlockHeader, "key block: expected exportability E, N or S")
    }
    self.exportability = exportability
    keyVersionCharacters = Self.pair(text, 9)
    contextCharacters = Self.pair(text, 14)
    optionalBlocks = []
    for (id, content) in blocks where id != OptionalBlock.paddingID {
      optionalBlocks.append(try OptionalBlock(id, content))
    }
  }

  private static func usage(_ text: Span<UInt8>) throws(CryptoError) -> KeyUsageCode {
    guard let usage = KeyUsageCode(keyBlock: pair(text, 5)) else {
      throw CryptoError(.keyBlockHeader, "key block: expected a usage in capitals and digits")
    }
    return usage
  }

  private static func pair(_ text: Span<UInt8>, _ start: Int) -> UInt16 {
    UInt16(text[start]) << 8 | UInt16(text[start + 1])
  }

  private static func string(_ pair: UInt16) -> String {
    String(decoding: [UInt8(pair >> 8), UInt8(truncatingIfNeeded: pair)], as: UTF8.self)
  }

  /// Two letters or digits: `00` where unused, `c1` for a first component.
  public var keyVersion: String { Self.string(keyVersionCharacters) }

  /// The last two characters: a key context and a reserved digit, `00` by default.
  public var context: String { Self.string(contextCharacters) }

  private static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: range.map { text[$0] }, as: UTF8.self)
  }

  /// The optional block of that id.
  public subscript(id: String) -> OptionalBlock? { optionalBlocks.first { $0.id == id } }

  /// The header with one more optional block.
  ///
  /// - Throws: ``CryptoError/Code/keyBlockHeader`` if it has one of that id.
  public func adding(_ block: OptionalBlock) throws(CryptoError) -> KeyBlockHeader {
    var header = try KeyBlockHeader(
      version: version, usage: usage, algorithm: algorithm, modeOfUse: modeOfUse,
      exportability: exportability, keyVersion: keyVersion,
      optionalBlocks: optionalBlocks + [block])
    header.contextCharacters = contextCharacters
    return header
  }

  // MARK: - Writing

  /// The header as written, with the padding block that it needs and the length of a block whose
  /// key data and MAC take `bodyCharacterCount`.
  ///
  /// - Throws: ``CryptoError/Code/keyBlockLength`` if the block is over 9,999 characters.
  func text(bodyCharacterCount: Int) throws(CryptoError) -> [UInt8] {
    var blocks: [UInt8] = []
    for block in optionalBlocks { block.append(to: &blocks) }
    let isPadded = !blocks.isEmpty && appendPadding(to: &blocks)
    let total = Self.fixedCharacterCount + blocks.count + bodyCharacterCount
    guard total <= Self.characterCountMax else {
      throw CryptoError(.keyBlockLength, "key block: expected at most 9999 characters")
    }
    var text = [version.rawValue]
    Digits.append(UInt64(total), width: 4, to: &text)
    text.append(contentsOf: usage.rawValue.utf8)
    text.append(algorithm.rawValue)
    text.append(contentsOf: modeOfUse.rawValue.utf8)
    text.append(contentsOf: keyVersion.utf8)
    text.append(contentsOf: exportability.rawValue.utf8)
    Digits.append(UInt64(optionalBlocks.count + (isPadded ? 1 : 0)), width: 2, to: &text)
    text.append(contentsOf: context.utf8)
    return text + blocks
  }

  /// Fills up to whole blocks of the cipher: the smallest padding block has no text at all.
  private func appendPadding(to blocks: inout [UInt8]) -> Bool {
    let multiple = version.headerMultiple
    let missing = (multiple - blocks.count % multiple) % multiple
    guard missing > 0 else { return false }
    let count = missing >= 4 ? missing : missing + multiple
    blocks.append(contentsOf: OptionalBlock.paddingID.utf8)
    KeyBlockText.append(hex: count, width: 2, to: &blocks)
    blocks.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: count - 4))
    return true
  }
}
