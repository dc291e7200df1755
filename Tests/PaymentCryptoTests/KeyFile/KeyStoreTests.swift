import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

@Suite struct KeyStoreTests {
  static let instant = Instant(millisecondsSince1970: 1_735_689_600_000)
  static let name = KeyName("zone-pin")!

  static func master(seed: UInt64 = 1) throws -> Key<Usage.KeyBlockProtection> {
    var generator = SplitMix64(seed: seed)
    return try Key(generating: .aes256, using: &generator)
  }

  /// A store with a PIN key and a MAC key, and one component of a third.
  static func store() throws -> KeyStore {
    var generator = SplitMix64(seed: 2)
    var store = try KeyStore(masterKey: master(), from: .file)
    let pin = try Key<Usage.PINEncryption>(
      generating: .tdes2, exportability: .exportable, using: &generator)
    try store.insert(pin, named: name, at: instant, using: &generator)
    let mac = try Key<Usage.RetailMAC>(generating: .tdes2, using: &generator)
    try store.insert(
      mac, named: try #require(KeyName("acquirer.mac")), at: instant, using: &generator)
    _ = try store.addComponent(
      bytes(hex: "0123456789ABCDEFFEDCBA9876543210").span, number: 1, of: 3,
      named: try #require(KeyName("issuer")), attributes, at: instant, using: &generator)
    return store
  }

  static let attributes = KeyAttributes(
    usage: Usage.EMVCryptogram.codes[0], algorithm: .tdes2, mode: .derive,
    exportability: .nonExportable)

  static func refusal(_ file: [UInt8], seed: UInt64 = 1) -> KeyStoreError? {
    do {
      _ = try KeyStore(reading: file.span, masterKey: master(seed: seed)).source
      return nil
    } catch {
      return error as? KeyStoreError
    }
  }

  @Test func `what is written is read, and written the same`() throws {
    var store = try Self.store()
    let file = try store.serialize()
    var again = try KeyStore(reading: file.span, masterKey: Self.master())
    #expect(try again.serialize() == file)
    #expect(again.summaries == store.summaries)
    #expect(again.summaries.map(\.name.text) == ["acquirer.mac", "zone-pin", "issuer"])
    #expect(again.summaries.map(\.missing) == [[], [], [2, 3]])
    let one = try store.key(named: Self.name, as: Usage.PINEncryption.self)
    let two = try again.key(named: Self.name, as: Usage.PINEncryption.self)
    #expect(two.attributes.exportability == .exportable)
    #expect(try one.checkValue() == two.checkValue())
  }

  @Test func `a key file is lines of text in the order of names`() throws {
    var store = try Self.store()
    let lines = text(try store.serialize()).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7)
    #expect(lines[0] == "monetique-keys/1")
    #expect(lines[1].hasPrefix("master file ") && lines[1].count == 22)
    #expect(
      lines[2].hasPrefix(
        "key acquirer.mac D0160M3TC00N0300LB10acquirer.macTC182025-01-01T00:00:00ZPB"))
    #expect(lines[3].hasPrefix("key zone-pin D"))
    #expect(lines[4].hasPrefix("part issuer 1 3 D"))
    #expect(lines[5].hasPrefix("seal ") && lines[5].count == 37)
    #expect(lines[6].isEmpty)
  }

  @Test func `refuses a file with any bit changed`() throws {
    var store = try Self.store()
    let file = try store.serialize()
    for place in file.indices {
      var changed = file
      changed[place] ^= 1 << UInt8(place % 8)
      #expect(Self.refusal(changed) != nil, "byte \(place)")
    }
  }

  @Test func `refuses a file that is cut anywhere`() throws {
    var store = try Self.store()
    let file = try store.serialize()
    for count in file.indices {
      let refusal = Self.refusal(Array(file[..<count]))
      #expect([.truncated, .notAKeyFile].contains(refusal), "\(count) bytes: \(refusal as Any)")
    }
    // From the heading on it is known for what it is.
    #expect(Self.refusal(Array(file[..<40])) == .truncated)
    #expect(Self.refusal(Array(file.dropLast())) == .truncated)
    #expect(Self.refusal(file + file) == .changed)
  }

  @Test func `refuses lines that were put in another order, left out or doubled`() throws {
    var store = try Self.store()
    let lines = text(try store.serialize()).split(separator: "\n").map(String.init)
    var orders: [[String]] = [lines, lines, lines, lines]
    orders[0].swapAt(2, 3)
    orders[1].remove(at: 3)
    orders[2].insert(lines[2], at: 2)
    orders[3][3] = lines[3].replacingPrefix("key zone-pin", with: "key zone-mac")
    for order in orders {
      let file = Array((order.joined(separator: "\n") + "\n").utf8)
      #expect(Self.refusal(file) == .changed)
    }
  }

  @Test func `refuses a key line of another file under the same master key`() throws {
    var one = try Self.store()
    var two = try KeyStore(masterKey: Self.master(), from: .file)
    let lines = text(try one.serialize()).split(separator: "\n").map(String.init)
    var other = text(try two.serialize()).split(separator: "\n").map(String.init)
    other.insert(lines[2], at: 2)
    #expect(Self.refusal(Array((other.joined(separator: "\n") + "\n").utf8)) == .changed)
  }

  @Test func `tells a wrong master key from a changed file`() throws {
    var store = try Self.store()
    #expect(Self.refusal(try store.serialize(), seed: 9) == .wrongMasterKey)
  }

  @Test func `refuses what is no key file`() {
    #expect(Self.refusal([]) == .notAKeyFile)
    #expect(Self.refusal(Array("hello\n".utf8)) == .notAKeyFile)
    #expect(
      Self.refusal(Array("monetique-keys/2\nmaster file 00\nseal 00\n".utf8)) == .unknownVersion)
    #expect(Self.refusal([0xFF, 0xFE, 0x00]) == .notAKeyFile)
  }

  /// Lines that this program does not write, under a seal that holds.
  @Test func `refuses sealed lines that are not of a key file`() throws {
    var store = try Self.store()
    let lines = text(try store.serialize()).split(separator: "\n").map(String.init)
    let (key, part) = (lines[3], lines[4])
    for (content, line) in [
      ("nothing", 3), ("key zone-pin", 3), ("\(key)\n\(key)", 4), ("\(part)\n\(part)", 4),
      (key + "\n" + part.replacingPrefix("part issuer", with: "part zone-pin"), 4),
      (key.replacingPrefix("key zone-pin", with: "key zone-mac"), 3),
      (part.replacingPrefix("part issuer 1 3", with: "part issuer 4 3"), 3),
      (part.replacingPrefix("part issuer 1 3", with: "part issuer 1 1"), 3),
      (key.replacingPrefix("key zone-pin D", with: "key zone-pin B"), 3), ("", 3),
    ] {
      let sealed = try KeyStore.sealing(
        Array((content + "\n").utf8).span, masterKey: Self.master())
      #expect(Self.refusal(sealed) == .malformed(line: line), "\(content.prefix(20))")
    }
  }

  @Test func `a PIN key does not become a MAC key`() throws {
    var store = try Self.store()
    let refusal = #expect(throws: KeyStoreError.self) {
      _ = try store.key(named: Self.name, as: Usage.RetailMAC.self).algorithm
    }
    #expect(refusal?.code == "wrongKeyUsage")
  }

  @Test func `refuses names that are taken, unknown or none`() throws {
    var store = try Self.store()
    var generator = SplitMix64(seed: 3)
    let key = try Key<Usage.CMAC>(generating: .aes128, using: &generator)
    for taken in ["zone-pin", "issuer"] {
      let name = try #require(KeyName(taken))
      #expect(throws: KeyStoreError.nameTaken(name)) {
        try store.insert(key, named: name, at: Self.instant, using: &generator)
      }
    }
    let unknown = try #require(KeyName("nobody"))
    #expect(throws: KeyStoreError.noSuchKey(unknown)) { try store.remove(named: unknown) }
    for text in ["", "-a", ".", "a b", "a\n", "é", String(repeating: "a", count: 65)] {
      #expect(KeyName(text) == nil)
    }
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
