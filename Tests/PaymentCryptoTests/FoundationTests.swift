import Synchronization
import TestSupport
import Testing

@testable import CardCore
@testable @_spi(Testing) import PaymentCrypto

/// OpenSSL, keys and errors, under everything else.
@Suite struct FoundationTests {
  private let two = bytes(hex: "0123456789ABCDEFFEDCBA9876543210")

  // MARK: OpenSSL

  @Test func `single DES is there through the legacy provider`() {
    #expect(OpenSSL.shared.hasSingleDES)
  }

  @Test func `without the legacy provider single DES gives the same results`() throws {
    let bare = OpenSSL(usesLegacyProvider: false)
    #expect(!bare.hasSingleDES)
    for mode in [CipherMode.ecb, .cbc] {
      for direction in [CipherDirection.encrypt, .decrypt] {
        var ours = try BlockCipher(.des, mode, direction, key: two.span.extracting(first: 8))
        var fallback = try BlockCipher(
          .des, mode, direction, key: two.span.extracting(first: 8), library: bare)
        try ours.rekey(two.span.extracting(last: 8))
        try fallback.rekey(two.span.extracting(last: 8))
        let input = [UInt8](0..<24)
        var first = [UInt8](repeating: 0, count: 24)
        var second = first
        var firstSpan = first.mutableSpan
        try ours.run(input.span, into: &firstSpan)
        var secondSpan = second.mutableSpan
        try fallback.run(input.span, into: &secondSpan)
        #expect(first == second)
      }
    }
  }

  @Test func `without the legacy provider the retail MAC is the same`() throws {
    // ISO/IEC 9797-1 annex B, algorithm 3, padding 1.
    let message = Array("Now is the time for all ".utf8)
    let key = bytes(hex: "0123456789ABCDEFFEDCBA9876543210")
    var mac = try RetailMAC(
      key.span, padding: .zeros, library: OpenSSL(usesLegacyProvider: false))
    #expect(hex(try mac.generate(message.span, byteCount: 8)) == "A1C72E74EA3FA9B6")
  }

  @Test func `a key schedule used once is DES`() {
    // NBS SP 500-20 and FIPS 81: the text "Now is t" under 0123456789ABCDEF.
    let block = DESSchedule.with(0x0123_4567_89AB_CDEF) { $0.encrypt(0x4E6F_7720_6973_2074) }
    #expect(block == 0x3FA4_0E8A_984D_4815)
    #expect(
      DESSchedule.with(0x0123_4567_89AB_CDEF) { $0.decrypt(block) } == 0x4E6F_7720_6973_2074)
  }

  @Test func `a failure of OpenSSL is a typed error`() {
    #expect(throws: CryptoError.library) { try OpenSSL.check(0) }
  }

  @Test func `OpenSSL's generator does not repeat itself`() {
    var random = SecureRandom()
    #expect(Set((0..<100).map { _ in random.next() }).count == 100)
  }

  // MARK: Keys

  @Test func `a drawn key of triple DES has odd parity and may be drawn again from its seed`()
    throws
  {
    var first = SplitMix64(seed: 7)
    var second = SplitMix64(seed: 7)
    let key = try Key<Usage.PINEncryption>(generating: .tdes3, using: &first)
    let again = try Key<Usage.PINEncryption>(generating: .tdes3, using: &second)
    #expect(key.withClearBytes { DESKey.hasOddParity($0) })
    let isSame = key.material.secret.isEqual(to: again.material.secret)
    #expect(isSame)
    #expect(key.attributes.mode == .encryptAndDecrypt)
    #expect(key.attributes.exportability == .nonExportable)
    #expect(key.attributes.usage.rawValue == "P0")
  }

  @Test func `a key is overwritten when it goes`() throws {
    let wiped = Mutex<[UInt8]>([1])
    do {
      let secret = SecretBytes(
        count: 16,
        whenWiped: { bytes in wiped.withLock { $0 = bytes.indices.map { bytes[$0] } } },
        filling: { bytes in for offset in 0..<16 { bytes[offset] = UInt8(offset) } })
      let key = try Key<Usage.RetailMAC>(secret, .tdes2)
      _ = try RetailMAC(key: key, padding: .zeros)
    }
    #expect(wiped.withLock { $0 } == [UInt8](repeating: 0, count: 16))
  }

  // `RetailMAC(key: pinKey, padding: .zeros)` with a `Key<Usage.PINEncryption>` does not compile;
  // what is known at run time only is refused here.
  @Test func `refuses a key of another use where a key block becomes a key`() throws {
    let code = try #require(KeyUsageCode(rawValue: "P0"))
    let attributes = KeyAttributes(
      usage: code, algorithm: .tdes2, mode: .unrestricted, exportability: .exportable)
    func material() throws -> KeyMaterial { try KeyMaterial(secret(two), attributes) }
    _ = try Key<Usage.PINEncryption>(material())
    #expect(throws: CryptoError.wrongKeyUsage) { _ = try Key<Usage.RetailMAC>(try material()) }
    #expect(throws: CryptoError.wrongKeyUsage) { _ = try Key<Usage.DataEncryption>(try material()) }
  }

  @Test func `refuses a key that may only verify where a code is made, and the reverse`() throws {
    var verifying = try RetailMAC(
      key: key(two, as: Usage.RetailMAC.self, mode: .verify), padding: .zeros)
    #expect(throws: CryptoError.wrongModeOfUse) {
      _ = try verifying.generate([1, 2, 3].span, byteCount: 8)
    }
    var generating = try RetailMAC(
      key: key(two, as: Usage.RetailMAC.self, mode: .generate), padding: .zeros)
    let code = try generating.generate([1, 2, 3].span, byteCount: 8)
    #expect(throws: CryptoError.wrongModeOfUse) {
      _ = try generating.verify(code.span, of: [1, 2, 3].span)
    }
    #expect(try verifying.verify(code.span, of: [1, 2, 3].span))
  }

  @Test func `refuses single DES unless it is asked for by name`() throws {
    let single = Array(two.prefix(8))
    #expect(throws: CryptoError.singleDES) {
      _ = try key(single, as: Usage.CBCMAC.self, allowing: [])
    }
    _ = try key(single, as: Usage.CBCMAC.self, allowing: .singleDES)
  }

  @Test(arguments: [
    "0123456789ABCDEF0123456789ABCDEF", "0123456789ABCDEF0022446688AACCEE",
    "0123456789ABCDEF0123456789ABCDEFFEDCBA9876543210",
    "FEDCBA98765432100123456789ABCDEF0123456789ABCDEF",
  ])
  func `K1 = K2 makes TDES single DES: refuses equal parts, parity apart`(text: String) throws {
    let refused = bytes(hex: text)
    let code = #expect(throws: CryptoError.self) {
      _ = try key(refused, as: Usage.DataEncryption.self, allowing: [])
    }?.code
    #expect(code == .weakKey)
    _ = try key(refused, as: Usage.DataEncryption.self, allowing: .singleDES)
  }

  @Test func `refuses a key of another length than its algorithm's`() {
    for count in [0, 7, 9, 15, 17, 23, 25, 32] {
      let code = #expect(throws: CryptoError.self) {
        _ = try key([UInt8](repeating: 1, count: count), as: Usage.DataEncryption.self)
      }?.code
      #expect(code == .invalidKeyLength)
    }
    #expect(throws: CryptoError.self) {
      _ = try key(two, .aes192, as: Usage.DataEncryption.self)
    }
    #expect(throws: CryptoError.self) { _ = try key(two, .aes128, as: Usage.RetailMAC.self) }
  }
}
