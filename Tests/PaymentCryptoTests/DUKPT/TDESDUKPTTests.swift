import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct TDESDUKPTTests {
  private static let base = bytes(hex: "0123456789ABCDEFFEDCBA9876543210")

  private func base(_ item: VectorCase) throws -> Key<Usage.BaseDerivation> {
    try key(item.bytes("bdk"), as: Usage.BaseDerivation.self)
  }

  private func keys(_ item: VectorCase) throws -> TDESTransactionKeys {
    let ksn = try TDESKSN(item.bytes("ksn").span)
    guard item.inputs["ik"] == nil else {
      return try TDESTransactionKeys(
        initial: key(item.bytes("ik"), as: Usage.InitialDerivation.self), ksn: ksn)
    }
    return try TDESTransactionKeys(base: base(item), ksn: ksn)
  }

  private func ksn(_ text: String) throws -> TDESKSN { try TDESKSN(bytes(hex: text).span) }

  // MARK: - Vectors

  @Test func `vectors of initial keys hold`() throws {
    try check("dukpt.tdes.initialKey", in: "dukpt-tdes", result: "key") { item in
      let ksn = try TDESKSN(item.bytes("ksn").span)
      return .string(hex(of: try TDESTransactionKeys.initialKey(base: base(item), ksn: ksn)))
    }
  }

  @Test func `vectors of transaction keys hold`() throws {
    try check("dukpt.tdes.transactionKey", in: "dukpt-tdes", result: "key") { item in
      try keys(item).withClearRegister { .string(hex(of: $0)) }
    }
  }

  @Test func `vectors of working keys hold`() throws {
    try check("dukpt.tdes.workingKey", in: "dukpt-tdes", result: "key") { item in
      let keys = try keys(item)
      switch item.text("usage") {
      case "pin": return .string(hex(of: try keys.pinKey()))
      case "macRequest": return .string(hex(of: try keys.requestMACKey()))
      case "macResponse": return .string(hex(of: try keys.responseMACKey()))
      case "dataRequest": return .string(hex(of: try keys.requestDataKey()))
      default: return .string(hex(of: try keys.responseDataKey()))
      }
    }
  }

  @Test func `vectors of PIN blocks hold`() throws {
    try check("dukpt.tdes.pinBlock", in: "dukpt-tdes", result: "pinBlock") { item in
      var encryptor = try PINEncryptor(key: keys(item).pinKey(), format: .iso0)
      let pan = try #require(PAN(item.text("pan")))
      let fill: [UInt8] = []
      return .string(
        hex(
          try encryptor.encrypt(PIN(item.digits("pin").span), pan: pan, fill: fill.span)))
    }
  }

  @Test func `vectors of MACs hold`() throws {
    try check("dukpt.tdes.mac", in: "dukpt-tdes", result: "mac") { item in
      let keys = try keys(item)
      let isRequest = item.text("direction") == "request"
      var mac = try RetailMAC(
        key: isRequest ? keys.requestMACKey() : keys.responseMACKey(), padding: .zeros)
      return .string(hex(try mac.generate(item.bytes("data").span, byteCount: 4)))
    }
  }

  @Test func `vectors of the next KSN hold`() throws {
    try check("dukpt.tdes.nextKsn", in: "dukpt-tdes", result: "ksn") { item in
      .string(hex(try TDESKSN(item.bytes("ksn").span).next().bytes))
    }
  }

  // MARK: - Pitfalls

  @Test func `each working key turns over its own byte of the transaction's value`() throws {
    let keys = try TDESTransactionKeys(
      base: key(Self.base, as: Usage.BaseDerivation.self), ksn: ksn("FFFF9876543210E00001"))
    let register = keys.withClearRegister { span in span.indices.map { span[$0] } }
    func turned(_ key: [UInt8]) -> [Int] { (0..<16).filter { key[$0] ^ register[$0] == 0xFF } }
    #expect(turned(clear(try keys.pinKey())) == [7, 15])
    #expect(turned(clear(try keys.requestMACKey())) == [6, 14])
    #expect(turned(clear(try keys.responseMACKey())) == [4, 12])
  }

  @Test func `a data key is its variant enciphered under itself, not the variant`() throws {
    let keys = try TDESTransactionKeys(
      base: key(Self.base, as: Usage.BaseDerivation.self), ksn: ksn("FFFF9876543210E00001"))
    var variant = keys.withClearRegister { span in span.indices.map { span[$0] } }
    variant[5] ^= 0xFF
    variant[13] ^= 0xFF
    var cipher = try BlockCipher(.tdes2, key: variant.span)
    var enciphered = [UInt8](repeating: 0, count: 16)
    var span = enciphered.mutableSpan
    try cipher.run(variant.span, into: &span)
    #expect(clear(try keys.requestDataKey()) == enciphered)
  }

  @Test func `DUKPT keys are not adjusted to odd parity`() throws {
    let keys = try TDESTransactionKeys(
      base: key(Self.base, as: Usage.BaseDerivation.self), ksn: ksn("FFFF9876543210E00001"))
    #expect(!hasOddParity(clear(try keys.pinKey())))
  }

  @Test func `counter zero names no transaction`() throws {
    try refuses("FFFF9876543210E00000")
  }

  @Test func `a counter with eleven one bits is refused, and one with ten is not`() throws {
    try refuses("FFFF9876543210E007FF")
    try refuses("FFFF9876543210FFFFFF")
    for text in ["FFFF9876543210E003FF", "FFFF9876543210FFF800"] {
      #expect(try ksn(text).isValid)
      _ = try TDESTransactionKeys(
        base: key(Self.base, as: Usage.BaseDerivation.self), ksn: ksn(text))
    }
  }

  private func refuses(_ text: String) throws {
    let ksn = try ksn(text)
    #expect(!ksn.isValid)
    let error = #expect(throws: CryptoError.self) {
      _ = try TDESTransactionKeys(
        base: key(Self.base, as: Usage.BaseDerivation.self), ksn: ksn)
    }
    #expect(error?.code == .invalidKSN)
    #expect(
      error?.description == "KSN of TDES DUKPT: expected a counter with 1 to 10 one bits")
  }

  @Test func `every KSN reached by next is valid, and there are 1,048,575 of them`() throws {
    // Counting alone: 2²¹ values, of which those with 1 to 10 one bits.
    var counter: UInt32 = 0
    var count = 0
    while let next = KSNCounter.next(after: counter, oneBitMax: 10, maximum: 0x1F_FFFF) {
      counter = next
      count += 1
    }
    #expect(counter == 0x1F_F800)
    #expect(count == 1_048_575)
  }

  @Test func `the last counter has no next`() throws {
    for text in ["FFFF9876543210FFF800", "FFFF9876543210FFFFFF"] {
      let error = #expect(throws: CryptoError.self) { _ = try ksn(text).next() }
      #expect(error?.code == .exhaustedKSN)
    }
  }

  @Test func `an invalid counter goes on to the next valid one`() throws {
    #expect(try hex(ksn("FFFF9876543210E007FF").next().bytes) == "FFFF9876543210E00800")
  }

  @Test func `a KSN that is not 10 bytes is refused`() {
    for count in [0, 8, 9, 11, 20] {
      let error = #expect(throws: CryptoError.self) {
        _ = try TDESKSN([UInt8](repeating: 0x11, count: count).span)
      }
      #expect(error?.code == .invalidLength)
      #expect(error?.description == "KSN of TDES DUKPT: expected 10 bytes")
    }
  }

  @Test func `a KSN gives its bytes back`() throws {
    #expect(try hex(ksn("FFFF9876543210FFFFFF").bytes) == "FFFF9876543210FFFFFF")
    #expect(try ksn("FFFF9876543210FFFFFF").counter == 0x1F_FFFF)
  }

  @Test func `a base key of three parts or of AES is refused`() throws {
    let ksn = try ksn("FFFF9876543210E00001")
    let three = bytes(hex: "0123456789ABCDEFFEDCBA98765432100011223344556677")
    for algorithm in [KeyAlgorithm.tdes3, .aes192] {
      let error = #expect(throws: CryptoError.self) {
        _ = try TDESTransactionKeys(
          base: key(three, algorithm, as: Usage.BaseDerivation.self), ksn: ksn)
      }
      #expect(error?.code == .invalidKeyLength)
    }
  }

  @Test func `an initial key leaves only if it is made to`() throws {
    let base = try key(Self.base, as: Usage.BaseDerivation.self)
    let ksn = try ksn("FFFF9876543210E00000")
    let kept = try TDESTransactionKeys.initialKey(base: base, ksn: ksn)
    #expect(kept.attributes.exportability == .nonExportable)
    let sent = try TDESTransactionKeys.initialKey(
      base: base, ksn: ksn, exportability: .exportable)
    #expect(sent.attributes.exportability == .exportable)
  }

  @Test func `a base key that is not for deriving is refused`() throws {
    let ksn = try ksn("FFFF9876543210E00001")
    let error = #expect(throws: CryptoError.self) {
      _ = try TDESTransactionKeys(
        base: key(Self.base, as: Usage.BaseDerivation.self, mode: .encrypt), ksn: ksn)
    }
    #expect(error?.code == .wrongModeOfUse)
  }
}
