import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

/// Parity, components, variants and check values.
@Suite struct KeyTests {
  @Test func `vectors of Luhn digits hold`() throws {
    try check("luhn.checkDigit", in: "keys", result: "checkDigit") { item in
      let found = Digits.luhnCheckDigit(for: item.digits("digits").span)
      let digit = try #require(found)
      return .string(text([digit]))
    }
    try check("luhn.validate", in: "keys", result: "valid") { item in
      let digits = item.digits("pan")
      guard !digits.isEmpty, digits.allSatisfy(Digits.isDigit) else {
        throw CryptoError(.invalidDigits, "expected digits only")
      }
      return .bool(Digits.luhnHolds(digits.span))
    }
  }

  @Test func `vectors of key parity and variants hold`() throws {
    try check("key.adjustParity", in: "keys", result: "key") { item in
      .string(hex(try ClearDESKey.adjustingParity(of: item.bytes("key").span)))
    }
    try check("key.hasOddParity", in: "keys", result: "odd") { item in
      .bool(try ClearDESKey.hasOddParity(item.bytes("key").span))
    }
    try check("key.variant", in: "keys", result: "key") { item in
      .string(hex(try ClearDESKey.variant(item.number("variant"), of: item.bytes("key").span)))
    }
  }

  @Test func `vectors of key components hold`() throws {
    for result in ["key", "kcv"] {
      try check("key.combine", in: "keys", result: result) { item in
        let parts = (item.inputs["components"]?.array ?? []).map { bytes(hex: $0.string ?? "") }
        let joined = try join(parts)
        return .string(result == "key" ? joined.key : joined.checkValue)
      }
    }
  }

  private func join(_ parts: [[UInt8]]) throws -> (key: String, checkValue: String) {
    var components = KeyComponents(try .des(byteCount: parts.first?.count ?? 0))
    for part in parts { _ = try components.add(secret(part)) }
    let usage = try #require(KeyUsageCode(rawValue: "D0"))
    let key = try Key<Usage.DataEncryption>(
      components.join(usage: usage, mode: .encryptAndDecrypt, exportability: .nonExportable))
    return (
      key.withClearBytes { bytes in hex(bytes.indices.map { bytes[$0] }) },
      try key.checkValue().hex
    )
  }

  @Test func `vectors of check values hold`() throws {
    try check("kcv.tdes", in: "keys", result: "kcv") { item in
      .string(
        try key(item.bytes("key"), as: Usage.DataEncryption.self)
          .checkValue(.zeroBlock, byteCount: item.number("length")).hex)
    }
    try check("kcv.cmac", in: "keys", result: "kcv") { item in
      let bytes = item.bytes("key")
      let kind = try algorithm(item.text("algorithm"), byteCount: bytes.count)
      return .string(
        try key(bytes, kind, as: Usage.DataEncryption.self)
          .checkValue(.cmac, byteCount: item.number("length")).hex)
    }
    try check("kcv.aesLegacy", in: "keys", result: "kcv") { item in
      let bytes = item.bytes("key")
      return .string(
        try key(bytes, .aes(byteCount: bytes.count), as: Usage.DataEncryption.self)
          .checkValue(
            .zeroBlock, byteCount: item.number("length"), allowing: .aesZeroBlockCheckValue
          ).hex)
    }
    try check("kcv.verify", in: "keys", result: "valid") { item in
      let bytes = item.bytes("key")
      let isAES = item.text("algorithm") == "CMAC-AES"
      let key = try key(
        bytes, isAES ? .aes(byteCount: bytes.count) : .des(byteCount: bytes.count),
        as: Usage.DataEncryption.self)
      return .bool(
        try key.matches(checkValue: item.bytes("kcv").span, isAES ? .cmac : .zeroBlock))
    }
  }

  // MARK: Pitfalls

  @Test func `KCV of an AES key is CMAC of a zero block; the enciphered zeros only by name`() throws
  {
    let key = try key([UInt8](0..<16), .aes128, as: Usage.DataEncryption.self)
    #expect(try key.checkValue() == key.checkValue(.cmac, byteCount: 5))
    #expect(
      refusal { () throws(CryptoError) in _ = try key.checkValue(.zeroBlock, byteCount: 3) }?.code
        == .legacyNotAllowed)
  }

  @Test func `refuses check values of 0, 1 and 9 bytes, and matches none of 0, 1 or 6`() throws {
    let key = try key([UInt8](1...16), as: Usage.DataEncryption.self)
    for count in [-1, 0, 1, 9] {
      let error = refusal { () throws(CryptoError) in
        _ = try key.checkValue(.zeroBlock, byteCount: count)
      }
      #expect(error?.code == .invalidLength)
    }
    let whole = bytes(hex: try key.checkValue(.zeroBlock, byteCount: 8).hex)
    for count in 0...8 {
      let left = Array(whole.prefix(count))
      #expect(try key.matches(checkValue: left.span, .zeroBlock) == (2...5).contains(count))
    }
  }

  @Test func `equal components give the all-zero key with KCV 8CA64D: refused`() throws {
    let part = [UInt8](1...16)
    let error = #expect(throws: CryptoError.self) { _ = try join([part, part]) }
    #expect(error?.code == .weakKey)
    let zeros = try key([UInt8](repeating: 0, count: 16), as: Usage.DataEncryption.self)
    #expect(try zeros.checkValue().hex == "8CA64D")
  }

  @Test func `each component shows its own check value and not the key's`() throws {
    var components = KeyComponents(.aes128)
    let first = try components.add(secret([UInt8](0..<16)))
    let second = try components.add(secret([UInt8](16..<32)))
    #expect(first.byteCount == 5 && first != second)
    let alone = try key([UInt8](0..<16), .aes128, as: Usage.DataEncryption.self).checkValue()
    #expect(first == alone)
  }

  @Test func `refuses one component, and components of another length`() throws {
    #expect(throws: CryptoError.self) { _ = try join([[UInt8](1...16)]) }
    let error = #expect(throws: CryptoError.self) {
      _ = try join([[UInt8](1...16), [UInt8](1...24)])
    }
    #expect(error?.code == .invalidKeyLength)
  }

  @Test(arguments: [-1, 32, Int.max, Int.min]) func `refuses variant`(number: Int) {
    let error = refusal { () throws(CryptoError) in
      _ = try ClearDESKey.variant(number, of: [UInt8](1...16).span)
    }
    #expect(error?.code == .invalidVariant)
  }
}
