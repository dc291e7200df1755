import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

/// Keys that leave a key file under another key.
@Suite struct KeyExportTests {
  private static func names() throws -> [String: KeyName] {
    var names: [String: KeyName] = [:]
    for text in ["exportable", "sensitive", "closed", "strong", "weak", "mac"] {
      let name = try #require(KeyName(text))
      names[text] = name
    }
    return names
  }

  private static func store(_ names: [String: KeyName]) throws -> KeyStore {
    var generator = SplitMix64(seed: 8)
    var store = try KeyStore(masterKey: KeyStoreTests.master(), from: .file)
    let kinds: [(String, Exportability)] = [
      ("exportable", .exportable), ("sensitive", .sensitive), ("closed", .nonExportable),
    ]
    for (text, exportability) in kinds {
      let key = try Key<Usage.PINEncryption>(
        generating: .tdes2, exportability: exportability, using: &generator)
      try store.insert(
        key, named: try #require(names[text]), at: KeyStoreTests.instant, using: &generator)
    }
    for (text, algorithm) in [("strong", KeyAlgorithm.aes256), ("weak", .tdes2)] {
      let key = try Key<Usage.KeyBlockProtection>(generating: algorithm, using: &generator)
      try store.insert(
        key, named: try #require(names[text]), at: KeyStoreTests.instant, using: &generator)
    }
    let mac = try Key<Usage.CMAC>(generating: .aes256, using: &generator)
    try store.insert(
      mac, named: try #require(names["mac"]), at: KeyStoreTests.instant, using: &generator)
    return store
  }

  /// What exporting `name` comes to: the code of its refusal, or the exportability of the block.
  private static func outcome(
    _ name: String, under protection: String, _ version: KeyBlockVersion,
    as exportability: Exportability? = nil, allowing legacy: Legacy = []
  ) throws -> String {
    let names = try names()
    var store = try store(names)
    var generator = SplitMix64(seed: 9)
    do throws(KeyStoreError) {
      let block = try store.export(
        names[name] ?? KeyStoreTests.name, under: names[protection] ?? KeyStoreTests.name,
        version: version, exportability: exportability, allowing: legacy, using: &generator)
      return try KeyStoreError.exportability(of: block)
    } catch {
      return error.code
    }
  }

  @Test(arguments: [
    ("exportable", "strong", KeyBlockVersion.d, nil as Exportability?, "E"),
    ("exportable", "weak", .b, nil, "E"),
    ("exportable", "strong", .d, .nonExportable, "N"),
    ("exportable", "strong", .d, .sensitive, "notExportable"),
    ("sensitive", "strong", .d, nil, "S"),
    ("sensitive", "strong", .e, .exportable, "E"),
    ("closed", "strong", .d, nil, "notExportable"),
    ("closed", "strong", .d, .exportable, "notExportable"),
    ("exportable", "weak", .a, nil, "notExportable"),
    ("sensitive", "weak", .c, nil, "legacyNotAllowed"),
    ("strong", "weak", .b, nil, "notExportable"),
    ("exportable", "mac", .d, nil, "wrongKeyUsage"),
    ("exportable", "strong", .b, nil, "invalidKeyLength"),
    ("nobody", "strong", .d, nil, "noSuchKey"),
  ])
  func `a key leaves only as it says it may`(
    name: String, protection: String, version: KeyBlockVersion, exportability: Exportability?,
    expected: String
  ) throws {
    #expect(try Self.outcome(name, under: protection, version, as: exportability) == expected)
  }

  @Test func `a sensitive key leaves in an old version where it is allowed by name`() throws {
    let outcome = try Self.outcome(
      "sensitive", under: "weak", .c, allowing: .variantKeyBlocks)
    #expect(outcome == "S")
  }
}

extension KeyStoreError {
  fileprivate static func exportability(of block: [UInt8]) throws(KeyStoreError) -> String {
    do throws(CryptoError) {
      return try KeyBlockHeader(parsing: block.span).exportability.rawValue
    } catch {
      throw .crypto(error)
    }
  }
}
