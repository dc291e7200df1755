import CardCore

/// The text of a key file.
///
///     monetique-keys/1
///     master file 5A1B2C3D4E
///     key zone-pin D0144P0TE00E0200LB0CZone…
///     part issuer 1 3 D0144K0AB c1…
///     seal 00112233445566778899AABBCCDDEEFF
///
/// Lines end in LF. The second one says where the master key comes from (`file`, or `scrypt N r p
/// salt`) and its check value of 5 bytes. Keys stand in the order of their names, then the
/// components of keys that are not yet whole, with their number and how many there will be. Each is
/// a key block of version D under the master key, with its name as label. The seal is the AES-CMAC
/// of all that stands before its line, under a key that the master key makes; nothing between the
/// second and the last line is read before it holds.
struct KeyStoreText {
  static let heading = "monetique-keys/1"
  private static let anyHeading = "monetique-keys/"
  private static let sealWord = "seal "
  /// Keys by the ten thousand.
  static let byteCountMax = 1 << 24

  let master: MasterLine
  /// The lines after the second one, as yet unread.
  private let lines: [Substring]
  /// What the seal is computed over.
  let sealedByteCount: Int
  let seal: [UInt8]

  /// The second line.
  struct MasterLine: Hashable, Sendable {
    let source: KeyStore.MasterKeySource
    let checkValue: String
  }

  struct Entry {
    let name: KeyName
    /// Of a component: its number, and how many there will be.
    let part: (number: Int, count: Int)?
    let block: String
  }

  /// Finds the parts of a file, believing nothing yet.
  init(_ file: Span<UInt8>) throws(KeyStoreError) {
    guard file.count <= Self.byteCountMax else { throw .overLimit(byteCount: Self.byteCountMax) }
    let text = String(decoding: file.indices.map { file[$0] }, as: UTF8.self)
    guard text.hasPrefix(Self.anyHeading), text.utf8.count == file.count else { throw .notAKeyFile }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines[0] == Self.heading else {
      throw Self.heading.hasPrefix(lines[0]) && lines.count == 1 ? .truncated : .unknownVersion
    }
    // The last line ends in LF too.
    guard lines.count >= 4, lines.removeLast().isEmpty, let last = lines.popLast(),
      last.hasPrefix(Self.sealWord),
      let seal = Self.bytes(last.dropFirst(Self.sealWord.count)), seal.count == 16
    else { throw .truncated }
    master = try Self.master(lines[1])
    self.lines = Array(lines.dropFirst(2))
    self.seal = seal
    sealedByteCount = file.count - last.utf8.count - 1
  }

  // MARK: - Reading

  private static func master(_ line: Substring) throws(KeyStoreError) -> MasterLine {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 3, words[0] == "master", let value = bytes(words[words.count - 1]),
      value.count == 5
    else { throw .malformed(line: 2) }
    let checkValue = String(words[words.count - 1])
    if words.count == 3, words[1] == "file" {
      return MasterLine(source: .file, checkValue: checkValue)
    }
    guard words.count == 7, words[1] == "scrypt", let n = Int(words[2]), let r = Int(words[3]),
      let p = Int(words[4]), let salt = bytes(words[5])
    else { throw .malformed(line: 2) }
    let parameters = try PassphraseParameters(n: n, r: r, p: p, salt: salt)
    return MasterLine(source: .passphrase(parameters), checkValue: checkValue)
  }

  /// The entries, once the seal holds.
  func entries() throws(KeyStoreError) -> [Entry] {
    var entries: [Entry] = []
    for (index, line) in lines.enumerated() {
      guard let entry = Self.entry(line) else { throw .malformed(line: index + 3) }
      entries.append(entry)
    }
    return entries
  }

  private static func entry(_ line: Substring) -> Entry? {
    let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
    guard words.count >= 3, let name = KeyName(words[1]) else { return nil }
    if words[0] == "key" {
      let block = line.dropFirst(words[0].count + words[1].count + 2)
      return Entry(name: name, part: nil, block: String(block))
    }
    guard words[0] == "part", words.count == 5, let number = Int(words[2]),
      let count = Int(words[3])
    else { return nil }
    return Entry(name: name, part: (number, count), block: String(words[4]))
  }

  static func bytes(_ digits: some StringProtocol) -> [UInt8]? {
    let nibbles = digits.utf8.map(KeyBlockText.nibble)
    guard nibbles.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: nibbles.count, by: 2) {
      guard let high = nibbles[index], let low = nibbles[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  // MARK: - Writing

  /// Everything but the seal.
  static func write(_ master: MasterLine, _ entries: [Entry]) -> [UInt8] {
    var text = Array("\(heading)\nmaster ".utf8)
    switch master.source {
    case .file: text.append(contentsOf: "file".utf8)
    case .passphrase(let parameters):
      text.append(contentsOf: "scrypt \(parameters.n) \(parameters.r) \(parameters.p) ".utf8)
      KeyBlockText.append(hex: parameters.salt.span, to: &text)
    }
    text.append(contentsOf: " \(master.checkValue)\n".utf8)
    for entry in entries {
      let head = entry.part.map { "part \(entry.name) \($0.number) \($0.count) " }
      text.append(contentsOf: (head ?? "key \(entry.name) ").utf8)
      text.append(contentsOf: entry.block.utf8)
      text.append(0x0A)
    }
    return text
  }

  static func appendSeal(_ seal: Span<UInt8>, to text: inout [UInt8]) {
    text.append(contentsOf: sealWord.utf8)
    KeyBlockText.append(hex: seal, to: &text)
    text.append(0x0A)
  }
}
