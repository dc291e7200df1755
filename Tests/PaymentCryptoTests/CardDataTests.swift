import CardCore
import Synchronization
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

/// Tokens, sealed PANs and digests: what other modules get through CardCore's protocols.
@Suite struct CardDataTests {
  private let keyBytes = [UInt8](0x40..<0x60)

  private func tokenizer() throws -> AESPANTokenizer { try AESPANTokenizer(keyFile: keyBytes.span) }

  private func tokens(_ pans: [PAN], by tokenizer: AESPANTokenizer) -> [CardToken] {
    var tokens = [CardToken](repeating: .none, count: pans.count)
    var span = tokens.mutableSpan
    tokenizer.tokenize(pans.span, into: &span)
    return tokens
  }

  // MARK: Tokens

  @Test func `a token is what another implementation of AES and HMAC gives`() throws {
    let known = try JSONReader().read(Repository.vector("crypto/card-token.json"))
    let tokenizer = try AESPANTokenizer(keyFile: Array((known["key"]?.string ?? "").utf8).span)
    #expect(tokenizer.checkValue == known["checkValue"]?.string)
    let cases = try #require(known["pans"]?.array)
    let pans = try cases.map { try #require(PAN($0["pan"]?.string ?? "")) }
    #expect(pans.count == 6)
    #expect(tokens(pans, by: tokenizer).map(\.hex) == cases.map { $0["token"]?.string })
    for item in try #require(known["others"]?.array) {
      let value = Array((item["value"]?.string ?? "-").utf8)
      #expect(tokenizer.tokenizeOther(value.span).hex == item["token"]?.string)
    }
  }

  @Test func `a token does not depend on the PANs around it`() throws {
    let tokenizer = try tokenizer()
    let pans = (0..<300).compactMap { PAN("4000000000\(100_000 + $0)") }
    let together = tokens(pans, by: tokenizer)
    #expect(pans.count == 300)
    #expect(together == pans.flatMap { tokens([$0], by: tokenizer) })
    #expect(Set(together).count == 300)
    #expect(tokens([], by: tokenizer) == [])
  }

  @Test func `tokens may be made from many threads at once`() async throws {
    let tokenizer = try tokenizer()
    let pans = (0..<50).compactMap { PAN("4000000000\(100_000 + $0)") }
    let wanted = tokens(pans, by: tokenizer)
    await withTaskGroup(of: [CardToken].self) { group in
      for _ in 0..<8 { group.addTask { self.tokens(pans, by: tokenizer) } }
      for await got in group { #expect(got == wanted) }
    }
  }

  @Test func `a key file is 32 bytes or 64 digits`() throws {
    let digits = hex(keyBytes)
    for text in [digits, digits + "\n", digits + "\r\n", digits.lowercased()] {
      let value = try AESPANTokenizer(keyFile: Array(text.utf8).span).checkValue
      #expect(value == "7CF7A49CFF")
    }
    #expect(try tokenizer().checkValue == "7CF7A49CFF")
  }

  @Test(arguments: [
    ("", CryptoError.Code.invalidKeyLength), ("00", .invalidKeyLength),
    (String(repeating: "0", count: 31), .invalidKeyLength),
    (String(repeating: "0", count: 63), .invalidKeyLength),
    (String(repeating: "0", count: 66), .invalidKeyLength),
    (String(repeating: "0", count: 63) + "G", .invalidDigits),
    (String(repeating: "0", count: 62) + " 0", .invalidDigits),
  ])
  func `refuses a key file of another form`(text: String, code: CryptoError.Code) {
    let error = #expect(throws: CryptoError.self) {
      _ = try AESPANTokenizer(keyFile: Array(text.utf8).span)
    }
    #expect(error?.code == code)
  }

  // MARK: Sealed PANs

  private func protector(seed: UInt64 = 1) throws -> GCMPANProtector {
    try GCMPANProtector(
      key: key(keyBytes, .aes256, as: Usage.PANProtection.self), nonces: SplitMix64(seed: seed))
  }

  @Test func `a sealed PAN is opened again with its context`() throws {
    let protector = try protector()
    let context = Array("card 17".utf8)
    for digits in ["4111111111111111", "7", "6799990100000000019"] {
      let pan = try #require(PAN(digits))
      let sealed = protector.seal(pan, context: context.span)
      #expect(sealed.count == GCMPANProtector.sealedByteCount)
      #expect(sealed != protector.seal(pan, context: context.span), "each has its own nonce")
      #expect(protector.open(sealed.span, context: context.span) == pan)
    }
  }

  @Test func `opens what another implementation of GCM sealed`() throws {
    // PyCryptodome: AES-GCM, nonce 00..0B, associated data 01 and "card 17", block of the PAN.
    let sealed = bytes(
      hex: """
        01000102030405060708090A0B3B152D69669D55B1D3037F3DB8EDCCBB
        664D56A086828B31BE2B7183A256ED12
        """)
    let pan = try protector().open(sealed.span, context: Array("card 17".utf8).span)
    #expect(pan == PAN("4111111111111111"))
  }

  @Test func `opens nothing that was changed at any byte, cut or moved to another card`() throws {
    let protector = try protector()
    let pan = try #require(PAN("4111111111111111"))
    let context = Array("card 17".utf8)
    let sealed = protector.seal(pan, context: context.span)
    for offset in sealed.indices {
      var changed = sealed
      changed[offset] ^= 0x01
      #expect(protector.open(changed.span, context: context.span) == nil, "byte \(offset)")
    }
    let cut = Array(sealed.dropLast())
    #expect(protector.open(cut.span, context: context.span) == nil)
    let long = sealed + [0]
    #expect(protector.open(long.span, context: context.span) == nil)
    let nothing: [UInt8] = []
    #expect(protector.open(nothing.span, context: context.span) == nil)
    let another = Array("card 18".utf8)
    #expect(protector.open(sealed.span, context: another.span) == nil)
    let other = try GCMPANProtector(
      key: key([UInt8](0..<32), .aes256, as: Usage.PANProtection.self))
    #expect(other.open(sealed.span, context: context.span) == nil)
  }

  // MARK: Digests

  @Test func `SHA-256 gives the answers of FIPS 180-2, again and again`() throws {
    var digest = try SHA256()
    #expect(
      hex(digest.finish()) == "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")
    for _ in 0..<2 {
      digest.update([0x61].span)
      digest.update([0x62, 0x63].span)
      #expect(
        hex(digest.finish()) == "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")
    }
  }
}
