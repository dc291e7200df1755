import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct AESDUKPTTests {
  private static let base = bytes(hex: "FEDCBA9876543210F1F1F1F1F1F1F1F1")

  private static let algorithms: [String: KeyAlgorithm] = [
    "TDES2": .tdes2, "TDES3": .tdes3, "AES128": .aes128, "AES192": .aes192,
    "AES256": .aes256, "HMAC128": .hmac(byteCount: 16), "HMAC192": .hmac(byteCount: 24),
    "HMAC256": .hmac(byteCount: 32),
  ]

  private func base(_ bytes: [UInt8]) throws -> Key<Usage.BaseDerivation> {
    try key(bytes, .aes(byteCount: bytes.count), as: Usage.BaseDerivation.self)
  }

  private func keys(_ item: VectorCase) throws -> AESTransactionKeys {
    let ksn = try AESKSN(item.bytes("ksn").span)
    guard item.inputs["ik"] == nil else {
      let initial = item.bytes("ik")
      return try AESTransactionKeys(
        initial: key(
          initial, .aes(byteCount: initial.count), as: Usage.InitialDerivation.self),
        ksn: ksn)
    }
    return try AESTransactionKeys(base: base(item.bytes("bdk")), ksn: ksn)
  }

  private func ksn(_ text: String) throws -> AESKSN { try AESKSN(bytes(hex: text).span) }

  // MARK: - Vectors

  @Test func `vectors of initial keys hold`() throws {
    try check("dukpt.aes.initialKey", in: "dukpt-aes", result: "key") { item in
      let id = try AESKSN.initialKeyID(item.bytes("ikId").span)
      let key = try AESTransactionKeys.initialKey(
        base: base(item.bytes("bdk")), ksn: AESKSN(initialKeyID: id, counter: 0))
      return .string(hex(of: key))
    }
  }

  @Test func `vectors of transaction keys hold`() throws {
    try check("dukpt.aes.transactionKey", in: "dukpt-aes", result: "key") { item in
      try keys(item).withClearRegister { .string(hex(of: $0)) }
    }
  }

  @Test func `vectors of working keys hold`() throws {
    try check("dukpt.aes.workingKey", in: "dukpt-aes", result: "key") { item in
      let algorithm = try #require(Self.algorithms[item.text("keyType")])
      return .string(hex(try workingKey(keys(item), item.text("usage"), algorithm)))
    }
  }

  private func workingKey(
    _ keys: borrowing AESTransactionKeys, _ usage: String, _ algorithm: KeyAlgorithm
  ) throws -> [UInt8] {
    switch usage {
    case "pin": clear(try keys.pinKey(algorithm))
    case "keyEncryption": clear(try keys.keyEncryptionKey(algorithm))
    case "macGenerate": try macKey(keys, .request, algorithm)
    case "macVerify": try macKey(keys, .response, algorithm)
    case "macBoth": try macKey(keys, .both, algorithm)
    case "dataEncrypt": clear(try keys.dataKey(.request, algorithm))
    case "dataDecrypt": clear(try keys.dataKey(.response, algorithm))
    default: clear(try keys.dataKey(.both, algorithm))
    }
  }

  private func macKey(
    _ keys: borrowing AESTransactionKeys, _ direction: AESTransactionKeys.Direction,
    _ algorithm: KeyAlgorithm
  ) throws -> [UInt8] {
    if case .hmac(let byteCount) = algorithm {
      return clear(try keys.hmacKey(direction, byteCount: byteCount))
    }
    return clear(try keys.cmacKey(direction, algorithm))
  }

  @Test func `vectors of PIN blocks hold`() throws {
    try check("dukpt.aes.pinBlock", in: "dukpt-aes", result: "pinBlock") { item in
      let algorithm = try #require(Self.algorithms[item.text("keyType")])
      var encryptor = try PINEncryptor(key: keys(item).pinKey(algorithm), format: .iso4)
      let pan = try #require(PAN(item.text("pan")))
      return .string(
        hex(
          try encryptor.encrypt(
            PIN(item.digits("pin").span), pan: pan, fill: item.digits("random").span)))
    }
  }

  @Test func `vectors of the next KSN hold`() throws {
    try check("dukpt.aes.nextKsn", in: "dukpt-aes", result: "ksn") { item in
      .string(hex(try AESKSN(item.bytes("ksn").span).next().bytes))
    }
  }

  // MARK: - Pitfalls

  @Test func `counter zero and counters with 17 one bits are refused`() throws {
    // 0001FFFF stands in the supplement of the standard, though it has 17.
    for counter in ["00000000", "0001FFFF", "FFFF0001", "FFFFFFFF"] {
      let ksn = try ksn("1234567890123456" + counter)
      #expect(!ksn.isValid)
      let error = #expect(throws: CryptoError.self) {
        _ = try AESTransactionKeys(base: base(Self.base), ksn: ksn)
      }
      #expect(error?.code == .invalidKSN)
      #expect(
        error?.description == "KSN of AES DUKPT: expected a counter with 1 to 16 one bits")
    }
  }

  @Test func `the last counter is FFFF0000`() throws {
    let last = try ksn("1234567890123456FFFF0000")
    #expect(last.isValid)
    for text in ["FFFF0000", "FFFF0001", "FFFFFFFF"] {
      let error = #expect(throws: CryptoError.self) {
        _ = try ksn("1234567890123456" + text).next()
      }
      #expect(error?.code == .exhaustedKSN)
    }
    #expect(try hex(ksn("1234567890123456FFFE8000").next().bytes).hasSuffix("FFFF0000"))
  }

  @Test func `a working key is never stronger than its base key`() throws {
    let ksn = try ksn("123456789012345600000001")
    let keys = try AESTransactionKeys(base: base(Self.base), ksn: ksn)
    for algorithm in [KeyAlgorithm.aes192, .aes256] {
      let error = #expect(throws: CryptoError.self) { _ = try keys.pinKey(algorithm) }
      #expect(error?.code == .keyTooStrong)
    }
    for byteCount in [24, 32] {
      let error = #expect(throws: CryptoError.self) {
        _ = try keys.hmacKey(.both, byteCount: byteCount)
      }
      #expect(error?.code == .keyTooStrong)
    }
    _ = try keys.pinKey(.tdes3)
    _ = try keys.hmacKey(.both, byteCount: 16)
  }

  @Test func `single DES, and HMAC where a block cipher is needed, are refused`() throws {
    let keys = try AESTransactionKeys(
      base: base(Self.base), ksn: ksn("123456789012345600000001"))
    for algorithm in [KeyAlgorithm.des, .hmac(byteCount: 16)] {
      let error = #expect(throws: CryptoError.self) { _ = try keys.dataKey(.both, algorithm) }
      #expect(error?.code == .invalidKeyLength)
    }
    let error = #expect(throws: CryptoError.self) { _ = try keys.hmacKey(.both, byteCount: 20) }
    #expect(error?.code == .invalidKeyLength)
  }

  @Test func `each use and direction has a key of its own`() throws {
    let keys = try AESTransactionKeys(
      base: base(Self.base), ksn: ksn("123456789012345600000001"))
    var all: Set<[UInt8]> = [clear(try keys.pinKey(.aes128))]
    all.insert(clear(try keys.keyEncryptionKey(.aes128)))
    for direction in AESTransactionKeys.Direction.allCases {
      all.insert(clear(try keys.cmacKey(direction, .aes128)))
      all.insert(clear(try keys.hmacKey(direction, byteCount: 16)))
      all.insert(clear(try keys.dataKey(direction, .aes128)))
      all.insert(clear(try keys.dataKey(direction, .tdes2)))
    }
    #expect(all.count == 14)
  }

  @Test func `a base key of triple DES is refused`() throws {
    let error = #expect(throws: CryptoError.self) {
      _ = try AESTransactionKeys(
        base: key(Self.base, as: Usage.BaseDerivation.self),
        ksn: ksn("123456789012345600000001"))
    }
    #expect(error?.code == .invalidKeyLength)
  }

  @Test func `a KSN that is not 12 bytes, or an identifier that is not 8, is refused`() {
    for count in [0, 7, 9, 10, 11, 13] {
      let bytes = [UInt8](repeating: 0x11, count: count)
      #expect(throws: CryptoError.self) { _ = try AESKSN(bytes.span) }
      #expect(throws: CryptoError.self) { _ = try AESKSN.initialKeyID(bytes.span) }
    }
  }
}
