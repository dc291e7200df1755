import PaymentCrypto
import Testing

@Suite struct OptionalBlockTests {
  @Test(arguments: [
    ("AL", "011", OptionalBlock.Meaning.keyLife(isStatic: true)),
    ("AL", "010", .keyLife(isStatic: false)),
    ("BI", "0000604B120F", .baseKeyIdentifier(isAES: false, [0, 0x60, 0x4B, 0x12, 0x0F])),
    ("BI", "0112345678", .baseKeyIdentifier(isAES: true, [0x12, 0x34, 0x56, 0x78])),
    ("CT", "00MIIB", .certificate(.x509, "MIIB")),
    ("HM", "21", .hash("SHA-256")),
    (
      "IK", "1234567890123456",
      .initialKeyIdentifier([0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56])
    ),
    ("KC", "0012AB34", .checkValue(isCMAC: false, [0x12, 0xAB, 0x34])),
    ("KP", "0112AB34CDEF", .checkValue(isCMAC: true, [0x12, 0xAB, 0x34, 0xCD, 0xEF])),
    (
      "KS", "00604B120F9292800000",
      .keySerialNumber([0, 0x60, 0x4B, 0x12, 0x0F, 0x92, 0x92, 0x80, 0, 0])
    ),
    ("KV", "0102", .blockValues("0102")),
    ("LB", "Issuer key 7", .label("Issuer key 7")),
    ("TS", "2024-06-18T20:42:39Z", .time("2024-06-18T20:42:39Z")),
    ("TC", "20240618204239Z", .time("2024-06-18T20:42:39Z")),
    ("TC", "2024061820423912Z", .time("2024-06-18T20:42:39.12Z")),
    ("TS", "2024-06-18T20:42:39.12Z", .time("2024-06-18T20:42:39.12Z")),
    ("WP", "003", .pedigree(.quantumRiskAndWeaker)),
  ])
  func `says what a defined block means`(
    id: String, text: String, meaning: OptionalBlock.Meaning
  ) throws {
    let block = try OptionalBlock(id, text)
    #expect(block.meaning == meaning)
    #expect(block.name != nil)
  }

  @Test func `reads the derivations that are allowed`() throws {
    let block = try OptionalBlock("DA", "01P0TBEM3TCN")
    guard case .allowedDerivations(let derivations)? = block.meaning else {
      Issue.record("no derivations")
      return
    }
    #expect(derivations.map(\.usage.rawValue) == ["P0", "M3"])
    #expect(derivations.map(\.modeOfUse) == [.encryptAndDecrypt, .generateAndVerify])
    #expect(derivations.map(\.exportability) == [.exportable, .nonExportable])
  }

  @Test(arguments: [
    ("AL", "021"), ("BI", "0212345678"), ("BI", "011234"), ("CT", "09AA"), ("DA", "01P0TB"),
    ("HM", "99"), ("IK", "12345678"), ("KC", "0012AB3"), ("KC", "0212AB34"), ("KS", "00G0"),
    ("KV", "01"), ("LB", ""), ("TS", "2024-06-18 20:42:39Z"), ("TS", "2024-13-18T20:42:39Z"),
    ("TC", "20240618204239"), ("WP", "009"), ("WP", "010"), ("ZZ", "what"),
  ])
  func `means nothing where its text is not of its id`(id: String, text: String) throws {
    #expect(try OptionalBlock(id, text).meaning == nil)
  }

  @Test(arguments: [("K", ""), ("KSS", ""), ("K*", ""), ("KS", "\u{7F}"), ("KS", "\u{E9}")])
  func `refuses a block that cannot be written`(id: String, text: String) {
    #expect(throws: CryptoError.self) { try OptionalBlock(id, text) }
  }

  @Test func `every usage that the standard defines has a name`() {
    #expect(KeyUsageCode.standard.count == 43)
    for code in KeyUsageCode.standard { #expect(code.name?.isEmpty == false) }
    #expect(KeyUsageCode(rawValue: "42")?.isProprietary == true)
    #expect(KeyUsageCode(rawValue: "ZZ")?.name == nil)
  }
}
