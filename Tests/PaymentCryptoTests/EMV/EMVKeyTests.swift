import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct EMVKeyTests {
  private let issuer = bytes(hex: "0123456789ABCDEFFEDCBA9876543210")

  private func pan(_ digits: String) throws -> PAN { try #require(PAN(digits)) }

  private func masterKey(_ method: MasterKeyMethod, _ item: VectorCase) throws -> JSONValue.Kind {
    let key = try key(item.bytes("imk"), .tdes2, as: Usage.EMVCryptogram.self)
    return .string(
      hex(
        of: try key.cardKey(
          method, pan: pan(item.text("pan")),
          sequenceNumber: #require(UInt8(item.text("psn"))))))
  }

  private func sessionKey(
    _ item: VectorCase, _ method: SessionKeyMethod
  ) throws -> JSONValue.Kind {
    let key = try key(item.bytes("masterKey"), .tdes2, as: Usage.CardCryptogram.self)
    return .string(hex(of: try key.sessionKey(method)))
  }

  /// The number that an input of so many bytes writes.
  private func number(_ item: VectorCase, _ name: String, _ byteCount: Int) throws -> UInt64 {
    let bytes = item.bytes(name)
    guard bytes.count == byteCount else {
      throw CryptoError(.invalidLength, "input: another length")
    }
    return bytes.span.bigEndianInteger
  }

  // MARK: - Vectors

  @Test func `vectors of master keys by option A hold`() throws {
    try check("emv.masterKey.optionA", in: "emv-keys", result: "key") { item in
      try masterKey(.optionA, item)
    }
  }

  @Test func `vectors of master keys by option B hold`() throws {
    try check("emv.masterKey.optionB", in: "emv-keys", result: "key") { item in
      try masterKey(.optionB, item)
    }
  }

  @Test func `vectors of session keys by the common method hold`() throws {
    try check("emv.sessionKey.common", in: "emv-keys", result: "key") { item in
      try sessionKey(item, .common(number(item, "r", 8)))
    }
  }

  @Test func `vectors of session keys by Mastercard's method hold`() throws {
    try check("emv.sessionKey.mastercard", in: "emv-keys", result: "key") { item in
      try sessionKey(
        item,
        .mastercard(
          counter: UInt16(number(item, "atc", 2)),
          unpredictableNumber: UInt32(number(item, "un", 4))))
    }
  }

  @Test func `vectors of session keys for Visa's scripts hold`() throws {
    try check("emv.sessionKey.visaSm", in: "emv-keys", result: "key") { item in
      try sessionKey(item, .visaScript(counter: UInt16(number(item, "atc", 2))))
    }
  }

  @Test func `vectors of session keys by the EMV 2000 tree hold`() throws {
    try check("emv.sessionKey.emv2000Tree", in: "emv-keys", result: "key") { item in
      let shape = try SessionKeyMethod.TreeShape(
        height: item.number("height"), branchFactor: item.number("branchFactor"),
        vector: item.bytes("iv").span)
      return try sessionKey(item, .tree(shape, counter: UInt16(number(item, "atc", 2))))
    }
  }

  // MARK: - Pitfalls

  @Test func `option B is option A for a PAN of up to 16 digits`() throws {
    let key = try key(issuer, as: Usage.EMVCryptogram.self)
    for digits in ["41111111111", "4111111111111111"] {
      let pan = try pan(digits)
      let byA = try key.cardKey(.optionA, pan: pan, sequenceNumber: 1)
      let byB = try key.cardKey(.optionB, pan: pan, sequenceNumber: 1)
      #expect(clear(byA) == clear(byB))
    }
    let long = try pan("12345678901234567")
    let byA = try key.cardKey(.optionA, pan: long, sequenceNumber: 1)
    let byB = try key.cardKey(.optionB, pan: long, sequenceNumber: 1)
    // The example of pyemv's documentation.
    #expect(hex(of: byB) != hex(of: byA))
  }

  @Test func `option A and B give the examples of pyemv's documentation`() throws {
    let key = try key(issuer, as: Usage.EMVCryptogram.self)
    let pan = try pan("12345678901234567")
    let byA = try key.cardKey(.optionA, pan: pan, sequenceNumber: 1)
    #expect(hex(of: byA) == "73AD54688CEF2934B0979857E3C719F1")
    let byB = try key.cardKey(.optionB, pan: pan, sequenceNumber: 1)
    #expect(hex(of: byB) == "AD406D7F6D7570916D75E5DCAB8CF737")
  }

  @Test func `option B takes letters for digits where the hash has too few digits`() throws {
    // Two cases of the file need the second pass: they are marked by their source.
    let needing = try VectorCase.all("emv.masterKey.optionB", in: "emv-keys").filter { item in
      item.id == "m-emv.masterKey.optionB-015" || item.id == "m-emv.masterKey.optionB-016"
    }
    #expect(needing.count == 2)
    for item in needing {
      #expect(JSONValue(try masterKey(.optionB, item)) == item.expected?["key"], "\(item.id)")
    }
  }

  @Test func `derived EMV keys have odd parity`() throws {
    let key = try key(issuer, as: Usage.EMVCryptogram.self)
    let card = try key.cardKey(.optionA, pan: pan("4111111111111111"), sequenceNumber: 0)
    #expect(hasOddParity(clear(card)))
    let shape = try SessionKeyMethod.TreeShape(
      height: 8, branchFactor: 4, vector: [UInt8](repeating: 0, count: 16).span)
    let methods: [SessionKeyMethod] = [
      .common(0x0102_0304_0506_0708), .visaScript(counter: 0x0102), .tree(shape, counter: 7),
    ]
    for method in methods {
      let session = try card.sessionKey(method)
      #expect(hasOddParity(clear(session)))
    }
  }

  @Test func `no session key is the master key, bit for bit`() throws {
    let card = try key(issuer, as: Usage.CardCryptogram.self)
    let session = try card.sessionKey(.masterKey)
    #expect(clear(session) == issuer)
  }

  @Test func `the common method replaces the third byte, whatever it is`() throws {
    let card = try key(issuer, as: Usage.CardCryptogram.self)
    let one = try card.sessionKey(.common(0x1234_0056_789A_BCDE))
    let other = try card.sessionKey(.common(0x1234_FF56_789A_BCDE))
    #expect(clear(one) == clear(other))
  }

  @Test func `a PAN sequence number over 99 is refused`() throws {
    let key = try key(issuer, as: Usage.EMVCryptogram.self)
    let error = #expect(throws: CryptoError.self) {
      _ = try key.cardKey(.optionA, pan: pan("4111111111111111"), sequenceNumber: 100)
    }
    #expect(error?.code == .invalidRange)
    #expect(error?.description == "PAN sequence number: expected 0 to 99")
  }

  @Test func `a tree with fewer keys than counters is refused`() {
    let vector = [UInt8](repeating: 0, count: 16)
    for (height, branchFactor) in [
      (8, 3), (1, 2), (16, 1), (0, 4), (-1, 4), (17, 2), (8, 0), (2, Int.max),
    ] {
      let error = #expect(throws: CryptoError.self) {
        _ = try SessionKeyMethod.TreeShape(
          height: height, branchFactor: branchFactor, vector: vector.span)
      }
      #expect(error?.code == .invalidRange)
    }
    let error = #expect(throws: CryptoError.self) {
      _ = try SessionKeyMethod.TreeShape(
        height: 8, branchFactor: 4, vector: [0x00].span)
    }
    #expect(error?.code == .invalidLength)
  }

  @Test func `a master key of another length is refused`() {
    for count in [8, 24] {
      let error = #expect(throws: CryptoError.self) {
        _ = try key(
          [UInt8](repeating: 0x3B, count: count), .tdes2, as: Usage.CardCryptogram.self)
      }
      #expect(error?.code == .invalidKeyLength)
    }
  }
}
