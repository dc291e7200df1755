import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

/// The verifiers that other modules get through CardCore's protocols.
@Suite struct VerifierTests {
  private let message = Array("0200 and so on".utf8)
  private let macKey = [UInt8](1...16)
  private let pinKey = [UInt8](3...18)
  private let none: [UInt8] = []

  // MARK: MACs

  private func shared(_ bytes: [UInt8], mode: ModeOfUse? = nil) throws -> SharedMAC {
    try .retail(key: key(bytes, as: Usage.RetailMAC.self, mode: mode), padding: .zeros)
  }

  private func acquirer(_ text: String) throws -> AcquirerID {
    try AcquirerID(Array(text.utf8).span)
  }

  @Test func `a MAC is checked under the key of its acquirer`() throws {
    let (ours, theirs) = (try acquirer("12345"), try acquirer("67890"))
    let verifier = AcquirerMACVerifier([
      ours: try shared(macKey), theirs: try shared([UInt8](2...17)),
    ])
    let code = try shared(macKey).generate(message.span, byteCount: 8)
    #expect(verifier.verify(mac: code.span, over: message.span, from: ours) == .holds)
    #expect(verifier.verify(mac: code.span, over: message.span, from: theirs) == .fails)
    #expect(verifier.verify(mac: code.span, over: message.span, from: nil) == .unknown)
    let other = AcquirerMACVerifier([:], otherwise: try shared(macKey))
    #expect(other.verify(mac: code.span, over: message.span, from: theirs) == .holds)
    #expect(other.verify(mac: code.span, over: message.span, from: nil) == .holds)
  }

  @Test func `a MAC truncated to 0 to 3 bytes must not verify`() throws {
    let verifier = AcquirerMACVerifier([:], otherwise: try shared(macKey))
    let code = try shared(macKey).generate(message.span, byteCount: 8)
    for count in 0...12 {
      let cut = Array((code + [0, 0, 0, 0]).prefix(count))
      let verdict = verifier.verify(mac: cut.span, over: message.span, from: nil)
      #expect(verdict == ((4...8).contains(count) ? .holds : .fails), "\(count) bytes")
    }
  }

  @Test func `every bit of a MAC counts, and an unfit key leaves it unknown`() throws {
    let code = try shared(macKey).generate(message.span, byteCount: 8)
    let verifier = AcquirerMACVerifier([:], otherwise: try shared(macKey))
    for bit in 0..<64 {
      var changed = code
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(verifier.verify(mac: changed.span, over: message.span, from: nil) == .fails)
    }
    let unfit = AcquirerMACVerifier([:], otherwise: try shared(macKey, mode: .generate))
    #expect(unfit.verify(mac: code.span, over: message.span, from: nil) == .unknown)
  }

  @Test func `shared MACs of every kind give what the MAC itself gives, on many threads`()
    async throws
  {
    let hmacKey = KeyAlgorithm.hmac(byteCount: 16)
    let all = [
      try shared(macKey),
      try SharedMAC.cbc(key: key(macKey, as: Usage.CBCMAC.self), padding: .bitAndZeros),
      try SharedMAC.cmac(key: key(macKey, .aes128, as: Usage.CMAC.self)),
      try SharedMAC.hmac(.sha256, key: key(macKey, hmacKey, as: Usage.HMAC.self)),
    ]
    var cmac = try CMAC(key: key(macKey, .aes128, as: Usage.CMAC.self))
    let alone = try cmac.generate(message.span, byteCount: 8)
    #expect(try all[2].generate(message.span, byteCount: 8) == alone)
    let message = message
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for mac in all {
        let code = try mac.generate(message.span, byteCount: 8)
        for _ in 0..<4 {
          group.addTask {
            try (0..<50).allSatisfy { _ in try mac.verify(code.span, of: message.span) }
          }
        }
      }
      for try await holds in group { #expect(holds) }
    }
  }

  // MARK: PINs

  private func block(_ text: String, _ pan: PAN) throws -> [UInt8] {
    var encryptor = try PINEncryptor(key: key(pinKey, as: Usage.PINEncryption.self), format: .iso0)
    return try encryptor.encrypt(pin(text), pan: pan, fill: none.span)
  }

  @Test func `an online PIN is checked by PVV`() throws {
    let pan = try #require(PAN("4111111111111111"))
    let verifier = try PVVPINVerifier(
      pinKey: key(pinKey, as: Usage.PINEncryption.self), format: .iso0,
      key: key(macKey, as: Usage.VisaPVV.self), index: 1)
    var pvv = try VisaPVV(key: key(macKey, as: Usage.VisaPVV.self), index: 1)
    let reference = try pvv.generate(from: pin("1234"), pan: pan)
    let right = try block("1234", pan)
    #expect(verifier.verify(pinBlock: right.span, pan: pan, reference: reference.span) == .holds)
    for (text, other) in [
      ("1235", pan), ("12345", pan), ("1234", try #require(PAN("4111111111111129"))),
    ] {
      let wrong = try block(text, other)
      #expect(verifier.verify(pinBlock: wrong.span, pan: pan, reference: reference.span) == .fails)
    }
    for bad in [[], Array(reference.prefix(3)), reference + [0x30], Array("ABCD".utf8)] {
      #expect(verifier.verify(pinBlock: right.span, pan: pan, reference: bad.span) == .fails)
    }
    for bad in [[], Array(right.prefix(7)), right + right, [UInt8](repeating: 0, count: 8)] {
      #expect(verifier.verify(pinBlock: bad.span, pan: pan, reference: reference.span) == .fails)
    }
  }

  @Test func `an online PIN is checked by its offset`() throws {
    let pan = try #require(PAN("4111111111111111"))
    let rule = try IBM3624.ValidationRule(start: 0, digitCount: 16, pad: 0x46)
    let verifier = try IBM3624PINVerifier(
      pinKey: key(pinKey, as: Usage.PINEncryption.self), format: .iso0,
      key: key(macKey, as: Usage.IBM3624.self), table: .standard, validation: rule)
    var method = try IBM3624(
      key: key(macKey, as: Usage.IBM3624.self), table: .standard, validation: rule)
    let digits = Array("123456".utf8)
    let offset = try method.offset(of: digits.span, pan: pan)
    let (right, wrong, short) = (
      try block("123456", pan), try block("123457", pan), try block("12345", pan)
    )
    #expect(verifier.verify(pinBlock: right.span, pan: pan, reference: offset.span) == .holds)
    #expect(verifier.verify(pinBlock: wrong.span, pan: pan, reference: offset.span) == .fails)
    #expect(verifier.verify(pinBlock: short.span, pan: pan, reference: offset.span) == .fails)
    let cut = Array(offset.dropLast())
    #expect(verifier.verify(pinBlock: right.span, pan: pan, reference: cut.span) == .fails)
    #expect(verifier.verify(pinBlock: right.span, pan: pan, reference: none.span) == .fails)
  }

  @Test func `refuses a key that may not verify for a verifier`() throws {
    #expect(throws: CryptoError.wrongModeOfUse) {
      _ = try PVVPINVerifier(
        pinKey: key(pinKey, as: Usage.PINEncryption.self), format: .iso0,
        key: key(macKey, as: Usage.VisaPVV.self, mode: .generate), index: 1)
    }
    #expect(throws: CryptoError.wrongModeOfUse) {
      _ = try PVVPINVerifier(
        pinKey: key(pinKey, as: Usage.PINEncryption.self, mode: .encrypt), format: .iso0,
        key: key(macKey, as: Usage.VisaPVV.self), index: 1)
    }
  }
}
