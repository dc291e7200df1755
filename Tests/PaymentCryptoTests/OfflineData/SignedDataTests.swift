import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

/// Certificates and signatures that hold as signatures and say something that may not be.
@Suite struct SignedDataTests {
  // A key of 64 bytes made for this, the least that there is.
  private let key = Result {
    try EMVPublicKey(
      modulus: bytes(
        hex: """
          D3C72D05C0F7F4FE8AE9D0CFE2B9A74EC94C5F493078510DDD7FE5B636FF696A
          EA03FE5F14843CE04646739D08399D1F82EEF91FA24E88BDAAB3501B9BC8CF6F
          """
      ).span, exponent: [3].span)
  }
  private let privateExponent = bytes(
    hex: """
      8D2F73592B4FF8A9B1F135DFEC7BC4DF30DD94DB75A58B5E93AA992424AA4646
      0F33B5F3E31D40C9A76FA6237BDE46FA38E47F65124AF12331AFC83E53B2381B
      """)
  private let exponent: [UInt8] = [3]

  private func signature(
    _ content: [UInt8], format: UInt8, outside: [UInt8]
  ) throws -> [UInt8] {
    let filled = content + [UInt8](repeating: 0xBB, count: 41 - content.count)
    return try #require(
      key.get().sign(
        filled, format: format, hashedWith: outside, privateExponent: privateExponent))
  }

  /// An issuer's certificate of these parts, recovered.
  private func issuer(
    identifier: String = "411111FF", expiry: String = "1239", hash: UInt8 = 1, scheme: UInt8 = 1,
    modulusByteCount: UInt8 = 64, exponentByteCount: UInt8 = 1, remainderByteCount: Int = 36,
    lastByte: UInt8 = 0x01, pan: String = "4111111111111111"
  ) throws -> CertifiedKey {
    let content =
      bytes(hex: identifier) + bytes(hex: expiry) + [1, 2, 3, hash, scheme, modulusByteCount]
      + [exponentByteCount] + [UInt8](repeating: 0xC1, count: 28)
    var remainder = [UInt8](repeating: 0xD2, count: remainderByteCount)
    if let last = remainder.indices.last { remainder[last] = lastByte }
    let certificate = try signature(content, format: 2, outside: remainder + exponent)
    return try key.get().issuerKey(
      certificate: certificate.span, remainder: remainder.span, exponent: exponent.span,
      pan: #require(PAN(pan)))
  }

  @Test func `a certificate that says what it may holds`() throws {
    let found = try issuer()
    #expect(found.subject == .issuer(identifier: "411111"))
    #expect(found.expiry == "1239")
    #expect(found.serialNumber == [1, 2, 3])
    #expect(found.key.modulus.count == 64)
    #expect(try issuer(identifier: "41111111").subject == .issuer(identifier: "41111111"))
    #expect(try issuer(identifier: "411FFFFF").subject == .issuer(identifier: "411"))
  }

  @Test func `identifiers of other cards, too short, or with letters, do not hold`() {
    for identifier in ["41FFFFFF", "FFFFFFFF", "421111FF", "41111A11", "411F1111"] {
      refuses { _ = try issuer(identifier: identifier) }
    }
    refuses { _ = try issuer(identifier: "41111111", pan: "4111111") }
  }

  @Test func `other hashes, schemes, lengths and expiries do not hold`() {
    refuses { _ = try issuer(hash: 2) }
    refuses { _ = try issuer(scheme: 2) }
    for count: UInt8 in [0, 1, 27, 63, 65, 255] {
      refuses { _ = try issuer(modulusByteCount: count) }
    }
    for count: UInt8 in [0, 2, 3] { refuses { _ = try issuer(exponentByteCount: count) } }
    for count in [0, 35, 37] { refuses { _ = try issuer(remainderByteCount: count) } }
    for expiry in ["12A9", "FFFF", "123F"] { refuses { _ = try issuer(expiry: expiry) } }
  }

  @Test func `a certified modulus that is even does not hold`() {
    refuses { _ = try issuer(lastByte: 0x02) }
  }

  @Test func `dynamic data longer than there is room for do not hold`() throws {
    let terminal: [UInt8] = [1, 2, 3, 4]
    for (length, isAllowed) in [(39, true), (40, false), (255, false)] as [(UInt8, Bool)] {
      let signature = try signature([1, length], format: 5, outside: terminal)
      let data = try? key.get().verifyDynamicData(
        signature: signature.span, terminalData: terminal.span)
      #expect((data != nil) == isAllowed)
    }
  }

  @Test func `combined data with no room for their parts do not hold`() throws {
    let terminal: [UInt8] = [1, 2, 3, 4]
    let hash = try RecoveredData.hash([])
    let parts: [UInt8] = [2, 0xAA, 0xBB, 0x80] + [UInt8](repeating: 7, count: 8) + hash
    for (data, isAllowed) in [
      (parts, true), (Array(parts.dropLast()), false), ([], false),
      ([1] + parts.dropFirst(), false),
      ([9] + parts.dropFirst(), false), ([0xFF] + parts.dropFirst(), false),
    ] as [([UInt8], Bool)] {
      let signature = try signature([1, UInt8(data.count)] + data, format: 5, outside: terminal)
      let nothing: [UInt8] = []
      let found = try? key.get().verifyCombinedData(
        signature: signature.span, unpredictableNumber: terminal.span,
        transactionData: nothing.span, cryptogramInformation: 0x80)
      #expect((found != nil) == isAllowed)
      if let found { #expect(found.dynamicNumber == [0xAA, 0xBB]) }
    }
  }

  private func refuses(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    let error = #expect(throws: CryptoError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error == CryptoError.invalidCertificate, sourceLocation: sourceLocation)
  }
}
