import CardCore

/// The keys of a key file, by name, each a key block of version D under one master key.
///
/// Bytes in, bytes out: whoever uses it reads and writes the file. What is inside is enciphered
/// and the whole is sealed: a file that was edited, cut, put in another order or mixed from two
/// files is refused. That an older file was put in the place of a newer one cannot be seen.
///
///     var store = try KeyStore(reading: bytes.span, masterKey: master)
///     let pinKey = try store.key(named: name, as: Usage.PINEncryption.self)
///
/// The format: `KeyStoreText`. Not copyable, as it holds what the master key derives.
public struct KeyStore: ~Copyable, Sendable {
  /// Where the master key comes from; a key file says it.
  public enum MasterKeySource: Hashable, Sendable {
    /// A file that holds it.
    case file
    case passphrase(PassphraseParameters)
  }

  public let source: MasterKeySource
  private let masterCheckValue: String
  private var sealing: CMAC
  var protector: KeyBlockProtector
  var whole: [KeyName: Stored]
  /// Components by key, then by number.
  var parts: [KeyName: Ceremony]

  /// A key block and its header, which the seal or this program vouches for.
  struct Stored: Sendable {
    let header: KeyBlockHeader
    let block: [UInt8]
  }

  struct Ceremony: Sendable {
    let count: Int
    var components: [Int: Stored]

    var missing: [Int] { (1...count).filter { components[$0] == nil } }
  }

  /// A key file without keys.
  public init(
    masterKey: borrowing Key<Usage.KeyBlockProtection>, from source: MasterKeySource
  ) throws(KeyStoreError) {
    self = try Self.make(masterKey, source)
  }

  private static func make(
    _ masterKey: borrowing Key<Usage.KeyBlockProtection>, _ source: MasterKeySource
  ) throws(KeyStoreError) -> KeyStore {
    do throws(CryptoError) {
      return try KeyStore(under: masterKey, source)
    } catch {
      throw .crypto(error)
    }
  }

  private init(
    under masterKey: borrowing Key<Usage.KeyBlockProtection>, _ source: MasterKeySource
  ) throws(CryptoError) {
    let checkValue = try masterKey.checkValue().hex
    let protector = try KeyBlockProtector(key: masterKey)
    let sealing = try masterKey.withBytes(for: .encrypt) { key throws(CryptoError) in
      try Self.seal(under: key)
    }
    self.protector = protector
    self.sealing = sealing
    masterCheckValue = checkValue
    self.source = source
    whole = [:]
    parts = [:]
  }

  /// Opens a key file.
  ///
  /// - Throws: ``KeyStoreError/notAKeyFile``, ``KeyStoreError/truncated``,
  ///   ``KeyStoreError/wrongMasterKey`` if the master key is another one,
  ///   ``KeyStoreError/changed`` if anything else in the file is not as it was written.
  public init(
    reading file: Span<UInt8>, masterKey: borrowing Key<Usage.KeyBlockProtection>
  ) throws(KeyStoreError) {
    self = try Self.open(file, masterKey)
  }

  private static func open(
    _ file: Span<UInt8>, _ masterKey: borrowing Key<Usage.KeyBlockProtection>
  ) throws(KeyStoreError) -> KeyStore {
    let text = try KeyStoreText(file)
    var store = try make(masterKey, text.master.source)
    guard store.masterCheckValue == text.master.checkValue else { throw .wrongMasterKey }
    let seal = try store.seal(of: file.extracting(first: text.sealedByteCount))
    guard SecretBytes.constantTimeEqual(seal.span, text.seal.span) else { throw .changed }
    for (index, entry) in try text.entries().enumerated() {
      guard try store.take(entry) else { throw .malformed(line: index + 3) }
    }
    return store
  }

  /// Where the master key of a key file comes from: what must be known before it can be opened.
  ///
  /// - Throws: ``KeyStoreError/notAKeyFile``, ``KeyStoreError/truncated`` and the like.
  public static func source(of file: Span<UInt8>) throws(KeyStoreError) -> MasterKeySource {
    try KeyStoreText(file).master.source
  }

  /// The bytes of the key file.
  public mutating func serialize() throws(KeyStoreError) -> [UInt8] {
    var entries = whole.sorted { $0.key < $1.key }.map { name, stored in
      KeyStoreText.Entry(name: name, part: nil, block: Self.text(stored.block))
    }
    for (name, ceremony) in parts.sorted(by: { $0.key < $1.key }) {
      for (number, stored) in ceremony.components.sorted(by: { $0.key < $1.key }) {
        let block = Self.text(stored.block)
        entries.append(
          KeyStoreText.Entry(name: name, part: (number, ceremony.count), block: block))
      }
    }
    return try sealed(text(entries))
  }

  /// For tests of what is behind the seal.
  mutating func serialize(inserting lines: Span<UInt8>) throws(KeyStoreError) -> [UInt8] {
    var text = text([])
    for offset in lines.indices { text.append(lines[offset]) }
    return try sealed(text)
  }

  private func text(_ entries: [KeyStoreText.Entry]) -> [UInt8] {
    KeyStoreText.write(
      KeyStoreText.MasterLine(source: source, checkValue: masterCheckValue), entries)
  }

  private mutating func sealed(_ unsealed: [UInt8]) throws(KeyStoreError) -> [UInt8] {
    var text = unsealed
    let seal = try seal(of: text.span)
    KeyStoreText.appendSeal(seal.span, to: &text)
    guard text.count <= KeyStoreText.byteCountMax else {
      throw .overLimit(byteCount: KeyStoreText.byteCountMax)
    }
    return text
  }

  /// - Returns: False for a name or a component that is there already, and for a block that is not
  ///   of its line.
  private mutating func take(_ entry: KeyStoreText.Entry) throws(KeyStoreError) -> Bool {
    let block = Array(entry.block.utf8)
    let header: KeyBlockHeader
    do throws(CryptoError) {
      header = try KeyBlockHeader(parsing: block.span)
    } catch {
      return false
    }
    let stored = Stored(header: header, block: block)
    guard header.version == .d, header["LB"]?.text == entry.name.text, whole[entry.name] == nil
    else { return false }
    guard let part = entry.part else {
      guard parts[entry.name] == nil else { return false }
      whole[entry.name] = stored
      return true
    }
    var ceremony = parts[entry.name] ?? Ceremony(count: part.count, components: [:])
    guard Self.componentCounts.contains(part.count), (1...part.count).contains(part.number),
      ceremony.count == part.count, ceremony.components[part.number] == nil
    else { return false }
    ceremony.components[part.number] = stored
    parts[entry.name] = ceremony
    return !ceremony.missing.isEmpty
  }

  private static func text(_ block: [UInt8]) -> String { String(decoding: block, as: UTF8.self) }

  // MARK: - Seal

  /// The seal's key is the CMAC of a text that no derivation of a key block is over.
  private static func seal(under masterKey: Span<UInt8>) throws(CryptoError) -> CMAC {
    var derivation = try CMAC(.aes256, masterKey)
    var key = InlineArray<64, UInt8>(repeating: 0)
    defer { wipe(&key) }
    let purpose = Array("\(KeyStoreText.heading) seal".utf8)
    try derivation.compute(purpose.span, into: &key)
    return try CMAC(.aes128, key.span.extracting(first: 16))
  }

  private mutating func seal(of text: Span<UInt8>) throws(KeyStoreError) -> [UInt8] {
    do throws(CryptoError) {
      return try sealing.generate(text, byteCount: 16)
    } catch {
      throw .crypto(error)
    }
  }
}
