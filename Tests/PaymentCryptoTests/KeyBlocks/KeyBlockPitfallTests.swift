import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

/// What trips people up with key blocks, a test for each.
@Suite struct KeyBlockPitfallTests {
  private static let kbpk = bytes(hex: "B8ED59E0A279A295E9F5ED7944FD06B9")
  private static let blockC =
    "C0096B0TX12S0100KS1800604B120F9292800000"
    + "BFB9B689CB567E66FC3FEE5AD5F52161FC6545B9D60989015D02155C"

  private func code(
    _ block: [UInt8], _ kbpk: [UInt8] = kbpk, allowing legacy: Legacy = .all
  ) -> CryptoError.Code? {
    do throws(CryptoError) {
      try ClearKeyBlock.unwrap(block.span, under: kbpk.span, allowing: legacy) { _, _ in }
      return nil
    } catch {
      return error.code
    }
  }

  @Test func `A and C differ in a letter that the MAC covers`() {
    #expect(code(Array(Self.blockC.utf8)) == nil)
    #expect(code(Array(("A" + Self.blockC.dropFirst()).utf8)) == .keyBlockMAC)
  }

  @Test func `nothing of a block is judged before its MAC holds`() {
    // Usage, algorithm, mode and exportability that no standard has: the MAC is what is wrong.
    var block = Array(KeyBlockTests.block.utf8)
    for (place, character) in [(5, "9"), (7, "Z"), (8, "Q"), (11, "Y")] {
      block[place] = Array(character.utf8)[0]
    }
    let kbpk = bytes(hex: KeyBlockTests.protectionKey)
    #expect(code(block, kbpk) == .keyBlockMAC)
    // A wrong key makes an impossible length of the key, most times: still only the MAC is said.
    for seed in 0..<32 {
      let other = kbpk.enumerated().map { $0.offset == seed ? $0.element ^ 1 : $0.element }
      #expect(code(Array(KeyBlockTests.block.utf8), other) == .keyBlockMAC)
    }
  }

  @Test func `hides the length of a short key`() throws {
    var generator = SplitMix64(seed: 3)
    var protector = try KeyBlockTests.protector()
    let short = try Key<Usage.PINEncryption>(generating: .aes128, using: &generator)
    let long = try Key<Usage.PINEncryption>(generating: .aes256, using: &generator)
    let header = try KeyBlockHeader(
      usage: short.attributes.usage, algorithm: .aes, modeOfUse: .encryptAndDecrypt,
      exportability: .nonExportable)
    let blocks = (
      try protector.wrap(short, header: header, using: &generator),
      try protector.wrap(long, header: header, using: &generator)
    )
    #expect(blocks.0.count == blocks.1.count)
    #expect(blocks.0.count == 144)
  }

  @Test func `takes blocks whose lengths are not hidden`() {
    // Thales payShield 10K sample, OpenEMV test 1: a double key filled to whole blocks only.
    let block = "A0072K0TN00N0000F40D5672C6D0EC86F860BA88D44D00F0CA9A8CE8CD2F640287A9A9EB"
    #expect(code(Array(block.utf8), bytes(hex: "EFE0853B256B583D868F251CE99EA1D9")) == nil)
  }

  @Test func `an inner length is judged after the MAC, in bits`() throws {
    for item in try VectorCase.all("tr31.unwrap", in: "key-block")
    where item.expectedError == "keyBlockKeyLength" {
      var block = item.digits("keyBlock")
      #expect(code(block, item.bytes("kbpk")) == .keyBlockKeyLength)
      block[block.count - 1] = block[block.count - 1] == 0x30 ? 0x31 : 0x30
      #expect(code(block, item.bytes("kbpk")) == .keyBlockMAC)
    }
  }

  @Test func `wraps no triple DES key of five bytes`() {
    let refusal = #expect(throws: CryptoError.self) {
      _ = try ClearKeyBlock.wrap(
        bytes(hex: "0102030405").span, fill: [UInt8](repeating: 0, count: 9).span,
        header: Array("D0080P0TE00N0000".utf8),
        under: bytes(hex: KeyBlockTests.protectionKey).span)
    }
    #expect(refusal?.code == .invalidKeyLength)
  }

  /// psec writes a whole block more where exactly four characters are missing.
  @Test(arguments: [("", 12), ("1", 11), ("12345678", 4), ("123456789", 19), ("123456789012", 0)])
  func `fills a header up with the smallest padding block`(label: String, count: Int) throws {
    var generator = SplitMix64(seed: 4)
    var protector = try KeyBlockTests.protector()
    let key = try Key<Usage.PINEncryption>(generating: .aes256, using: &generator)
    let header = try KeyBlockHeader(
      usage: key.attributes.usage, algorithm: .aes, modeOfUse: .encryptAndDecrypt,
      exportability: .nonExportable, optionalBlocks: [OptionalBlock("LB", label)])
    let block = text(try protector.wrap(key, header: header, using: &generator))
    let padding = block.dropFirst(20 + label.count)
    if count == 0 {
      #expect(block.dropFirst(12).hasPrefix("01"))
    } else {
      let length = String(count, radix: 16, uppercase: true)
      #expect(padding.hasPrefix("PB" + (length.count == 1 ? "0" : "") + length))
      #expect(block.dropFirst(12).hasPrefix("02"))
    }
    #expect(try protector.unwrap(Array(block.utf8).span).header == header)
  }

  @Test func `a long optional block gets an extended length and comes back`() throws {
    var generator = SplitMix64(seed: 5)
    var protector = try KeyBlockTests.protector()
    let key = try Key<Usage.PINEncryption>(generating: .aes256, using: &generator)
    for count in [250, 251, 252, 300, 9_000] {
      let header = try KeyBlockHeader(
        usage: key.attributes.usage, algorithm: .aes, modeOfUse: .encryptAndDecrypt,
        exportability: .nonExportable,
        optionalBlocks: [OptionalBlock("CT", "00" + String(repeating: "A", count: count - 2))])
      let block = try protector.wrap(key, header: header, using: &generator)
      #expect(text(block).dropFirst(18).hasPrefix("00") == (count > 251))
      #expect(try protector.unwrap(block.span).header == header)
    }
  }

  @Test func `refuses a block that would be longer than its length can say`() throws {
    var generator = SplitMix64(seed: 6)
    var protector = try KeyBlockTests.protector()
    let key = try Key<Usage.PINEncryption>(generating: .aes256, using: &generator)
    let header = try KeyBlockHeader(
      usage: key.attributes.usage, algorithm: .aes, modeOfUse: .encryptAndDecrypt,
      exportability: .nonExportable,
      optionalBlocks: [OptionalBlock("LB", String(repeating: "A", count: 9_900))])
    let refusal = #expect(throws: CryptoError.self) {
      _ = try protector.wrap(key, header: header, using: &generator)
    }
    #expect(refusal?.code == .keyBlockLength)
  }

  @Test(arguments: [
    ("the count is over what is there", "D0000P0AE00E0200KS0400"),
    ("a block stands twice", "D0000P0AE00E0200LB04LB04"),
    ("padding is not last", "D0000P0AE00E0200PB04LB04"),
    ("an extended length of no bytes", "D0000P0AE00E0100LB0000"),
    ("an extended length over everything", "D0000P0AE00E0100LB0008FFFFFFFFFFFFFFFF"),
    ("an extended length shorter than its head", "D0000P0AE00E0100LB00010A"),
    ("lower case", "D0000P0AE00E0100LB0a123456"),
    ("another alphabet", "D0000P0AE00E0100LB06\u{00E9}"),
  ])
  func `refuses optional blocks that do not fit`(why: String, header: String) {
    let refusal = #expect(throws: CryptoError.self, "\(why)") {
      _ = try KeyBlockHeader(parsing: Array(header.utf8).span)
    }
    #expect(refusal?.code == .keyBlockHeader)
  }

  @Test func `the check value of AES is the CMAC of a block of zeros, not of nothing`() throws {
    let key = try key(
      bytes(hex: "2B7E151628AED2A6ABF7158809CF4F3C"), .aes128, as: Usage.KeyBlockProtection.self)
    // NIST SP 800-38B: the CMAC of the empty message begins BB1D6929E9.
    #expect(try key.checkValue().hex != "BB1D6929E9")
  }

  @Test func `zeros are known by their check value, and refused`() {
    let refusal = #expect(throws: CryptoError.self) {
      let zeros = [UInt8](repeating: 0, count: 16)
      _ = try key(zeros, .tdes2, as: Usage.KeyBlockProtection.self, allowing: []).algorithm
    }
    #expect(refusal?.code == .weakKey)
  }
}
