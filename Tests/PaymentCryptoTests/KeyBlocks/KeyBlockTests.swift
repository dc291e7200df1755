import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

/// Key blocks through keys that know their purpose.
@Suite struct KeyBlockTests {
  static let protectionKey = "88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6"
  /// TR-31:2018, A.7.4.
  static let block =
    "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A2"
    + "7E8E31DA05F7425509593D03A457DC34"

  static func protector(
    _ hexadecimal: String = protectionKey, version: KeyBlockVersion = .d, mode: ModeOfUse? = nil,
    allowing legacy: Legacy = []
  ) throws(CryptoError) -> KeyBlockProtector {
    let clear = bytes(hex: hexadecimal)
    let algorithm =
      try version.usesAES
      ? KeyAlgorithm.aes(byteCount: clear.count) : .des(byteCount: clear.count)
    let key = try key(
      clear, algorithm, as: Usage.KeyBlockProtection.self, mode: mode, allowing: legacy)
    return try KeyBlockProtector(key: key, version: version, allowing: legacy)
  }

  @Test func `a published block becomes a key of the usage that its header names`() throws {
    var protector = try Self.protector()
    let key = try protector.unwrap(Array(Self.block.utf8).span, as: Usage.PINEncryption.self)
    #expect(key.algorithm == .aes128)
    #expect(key.attributes.mode == .encrypt)
    #expect(key.attributes.exportability == .exportable)
    key.withClearBytes { #expect(hex($0.bytes) == "3F419E1CB7079442AA37474C2EFBF8B8") }
  }

  @Test func `refuses a key of another usage at the door`() throws {
    var protector = try Self.protector()
    let refusal = #expect(throws: CryptoError.self) {
      _ = try protector.unwrap(Array(Self.block.utf8).span, as: Usage.RetailMAC.self)
    }
    #expect(refusal?.code == .wrongKeyUsage)
  }

  @Test func `refuses a mode of use that the header does not give`() throws {
    var protector = try Self.protector(mode: .encrypt)
    let refusal = #expect(throws: CryptoError.self) {
      _ = try protector.unwrap(Array(Self.block.utf8).span).header
    }
    #expect(refusal?.code == .wrongModeOfUse)
  }

  /// A block of each version, those of A to D with optional blocks: each bit of each byte.
  @Test(arguments: [
    "m-tr31.unwrap-053",
    "m-tr31.unwrap-043",
    "m-tr31.unwrap-002",
    "m-tr31.unwrap-044",
    "m-tr31.unwrap-059",
  ])
  func `refuses a block with any bit changed`(id: String) throws {
    let item = try #require(
      try VectorCase.all("tr31.unwrap", in: "key-block").first { $0.id == id })
    let (clear, key) = (item.digits("keyBlock"), item.bytes("kbpk"))
    try ClearKeyBlock.unwrap(clear.span, under: key.span, allowing: .all) { _, _ in }
    for place in clear.indices {
      for bit in 0..<8 {
        var changed = clear
        changed[place] ^= 1 << UInt8(bit)
        #expect(throws: CryptoError.self, "byte \(place), bit \(bit)") {
          try ClearKeyBlock.unwrap(changed.span, under: key.span, allowing: .all) { _, _ in }
        }
      }
    }
  }

  @Test(arguments: KeyBlockVersion.allCases)
  func `what is wrapped is unwrapped, with its header`(version: KeyBlockVersion) throws {
    let kbpk = version.usesAES ? Self.protectionKey : "43A19D164C8F7FAB340DBF8AEA19EA31"
    var protector = try Self.protector(kbpk, version: version, allowing: .all)
    var generator = SplitMix64(seed: 7)
    let key = try Key<Usage.RetailMAC>(
      generating: .tdes2, mode: .verify, exportability: .sensitive, using: &generator)
    let header = try KeyBlockHeader(
      version: version, usage: key.attributes.usage, algorithm: .tdes, modeOfUse: .verify,
      exportability: .sensitive, keyVersion: "07",
      optionalBlocks: [OptionalBlock("LB", "acquirer 12"), OptionalBlock("KV", "0102")])
    let block = try protector.wrap(key, header: header, using: &generator)
    let unwrapped = try protector.unwrap(block.span)
    #expect(unwrapped.header == header)
    let again = try Key<Usage.RetailMAC>(unwrapped.takeKey())
    #expect(again.attributes == key.attributes)
    key.withClearBytes { one in
      again.withClearBytes { two in #expect(one.bytes == two.bytes) }
    }
  }

  @Test func `refuses a header that describes another key`() throws {
    var protector = try Self.protector()
    var generator = SplitMix64(seed: 1)
    let key = try Key<Usage.PINEncryption>(generating: .aes128, using: &generator)
    let header = try KeyBlockHeader(
      usage: key.attributes.usage, algorithm: .aes, modeOfUse: .encryptAndDecrypt,
      exportability: .exportable)
    let refusal = #expect(throws: CryptoError.self) {
      _ = try protector.wrap(key, header: header, using: &generator)
    }
    #expect(refusal?.code == .keyBlockHeader)
  }

  @Test func `refuses a block of another version than its protection key's`() throws {
    var protector = try Self.protector(version: .e)
    let refusal = #expect(throws: CryptoError.self) {
      _ = try protector.unwrap(Array(Self.block.utf8).span).header
    }
    #expect(refusal?.code == .keyBlockVersion)
  }

  @Test func `takes no protection key of the other cipher`() {
    let clear = bytes(hex: "43A19D164C8F7FAB340DBF8AEA19EA31")
    for version in KeyBlockVersion.allCases {
      let refusal = #expect(throws: CryptoError.self) {
        let other = version.usesAES ? KeyAlgorithm.tdes2 : .aes128
        let key = try key(clear, other, as: Usage.KeyBlockProtection.self)
        _ = try KeyBlockProtector(key: key, version: version, allowing: .all).version
      }
      #expect(refusal?.code == .invalidKeyLength)
    }
  }

  @Test func `says that a key was wrapped by a weaker one`() throws {
    var protector = try Self.protector(
      "43A19D164C8F7FAB340DBF8AEA19EA31", version: .b, allowing: .weakKeyProtection)
    var generator = SplitMix64(seed: 2)
    let key = try Key<Usage.PINEncryption>(generating: .tdes3, using: &generator)
    let header = try KeyBlockHeader(
      version: .b, usage: key.attributes.usage, algorithm: .tdes, modeOfUse: .encryptAndDecrypt,
      exportability: .nonExportable)
    let block = try protector.wrap(key, header: header, using: &generator)
    let unwrapped = try protector.unwrap(block.span)
    #expect(unwrapped.header["WP"]?.meaning == .pedigree(.weaker))
  }

  @Test func `a block of all lengths up to 9999 characters neither traps nor is taken`() {
    for count in [0, 1, 4, 5, 15, 16, 17, 20, 9_999, 10_000, 100_000] {
      var text = Array("D".utf8)
      let length = String(count)
      text += Array(String(repeating: "0", count: max(0, 4 - length.count)).utf8)
      text += Array((length + "P0AE00E0000").utf8)
      text += [UInt8](repeating: 0x30, count: max(0, count - text.count))
      #expect(throws: CryptoError.self) {
        var protector = try Self.protector()
        _ = try protector.unwrap(text.span.extracting(first: min(count, text.count))).header
      }
    }
  }
}

extension Span where Element == UInt8 {
  /// The bytes as an array, for comparing.
  var bytes: [UInt8] { indices.map { self[$0] } }
}
