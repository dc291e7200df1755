import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

@Suite struct MasterKeyTests {
  @Test func `a master key file is a heading and 64 digits`() throws {
    var generator = SplitMix64(seed: 1)
    let file = MasterKey.generate(using: &generator)
    try file.withBytes { content throws in
      let lines = text(content.bytes).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 3 && lines[0] == "monetique-master-key/1" && lines[2].isEmpty)
      let key = try MasterKey.read(content)
      key.withClearBytes { #expect(hex($0.bytes) == lines[1]) }
    }
  }

  @Test func `refuses a master key file that is none`() throws {
    var generator = SplitMix64(seed: 1)
    let file = MasterKey.generate(using: &generator)
    let content = file.withBytes { $0.bytes }
    var changes: [[UInt8]] = [
      [], Array(content.dropLast()), content + [0x0A], Array(content.reversed()),
    ]
    for (place, byte) in [(0, UInt8(0x4D)), (30, 0x67), (40, 0x20)] {
      changes.append(content)
      changes[changes.count - 1][place] = byte
    }
    for change in changes {
      #expect(throws: KeyStoreError.notAMasterKey) {
        _ = try MasterKey.read(change.span).algorithm
      }
    }
  }

  /// What Python's hashlib.scrypt gives.
  @Test func `derives the key of a passphrase by scrypt`() throws {
    let parameters = try PassphraseParameters(
      n: 1 << 14, r: 8, p: 1, salt: bytes(hex: "000102030405060708090A0B0C0D0E0F"))
    let passphrase = Array("correct horse battery staple".utf8)
    let key = try MasterKey.derive(from: passphrase.span, parameters)
    key.withClearBytes {
      #expect(hex($0.bytes) == "D7590ACA2C9801CF06EEBA772A69DC31CE3862591D96522AC4E6BBA6AD1F31A5")
    }
  }

  @Test(arguments: [
    (1 << 13, 8, 1, 16), (1 << 21, 8, 1, 16), (3 << 14, 8, 1, 16), (1 << 14, 0, 1, 16),
    (1 << 14, 33, 1, 16), (1 << 14, 8, 0, 16), (1 << 14, 8, 17, 16), (1 << 14, 8, 1, 15),
    (1 << 20, 32, 1, 16), (-1 << 14, 8, 1, 16),
  ])
  func `refuses parameters that are too weak or take too much`(
    n: Int, r: Int, p: Int, saltCount: Int
  ) {
    #expect(throws: KeyStoreError.passphraseParameters) {
      try PassphraseParameters(n: n, r: r, p: p, salt: [UInt8](repeating: 0, count: saltCount))
    }
  }

  @Test func `refuses a short passphrase`() throws {
    let parameters = try PassphraseParameters(
      n: 1 << 14, r: 8, p: 1, salt: [UInt8](repeating: 0, count: 16))
    #expect(throws: KeyStoreError.passphraseTooShort(minimum: 12)) {
      _ = try MasterKey.derive(from: Array("eleven byte".utf8).span, parameters).algorithm
    }
  }

  @Test func `a key file tells where its master key comes from`() throws {
    var generator = SplitMix64(seed: 3)
    let parameters = PassphraseParameters(using: &generator)
    var store = try KeyStore(masterKey: KeyStoreTests.master(), from: .passphrase(parameters))
    let file = try store.serialize()
    #expect(try KeyStore.source(of: file.span) == .passphrase(parameters))
    #expect(text(file).contains("master scrypt 32768 8 1 "))
  }
}
