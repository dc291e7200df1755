import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct PINBlockTests {
  // MARK: Vectors

  @Test(arguments: 0...3) func `vectors of clear blocks hold`(number: Int) throws {
    let format = try #require(PINBlockFormat(rawValue: number))
    try check("pin.encode.iso\(number)", in: "pin-blocks", result: "pinBlock") { item in
      let pin = try item.pin()
      let pan = try format.isBoundToPAN ? item.pan() : nil
      return .string(
        hex(try ClearPINBlock.encode(format, pin: pin, pan: pan, fill: item.digits("fill").span)))
    }
    try check("pin.decode.iso\(number)", in: "pin-blocks", result: "pin") { item in
      let pan = try format.isBoundToPAN ? item.pan() : nil
      return .string(
        Self.text(try ClearPINBlock.decode(format, item.bytes("pinBlock").span, pan: pan)))
    }
  }

  @Test func `vectors of format 4 hold`() throws {
    try check("pin.iso4.pinField", in: "pin-blocks", result: "field") { item in
      .string(hex(try ClearPINBlock.pinField4(pin: item.pin(), random: item.bytes("random").span)))
    }
    try check("pin.iso4.panField", in: "pin-blocks", result: "field") { item in
      .string(hex(ClearPINBlock.panField4(try item.pan())))
    }
    try check("pin.iso4.encipher", in: "pin-blocks", result: "pinBlock") { item in
      var encryptor = try PINEncryptor(key: item.pinKey("key", .iso4), format: .iso4)
      return .string(
        hex(
          try encryptor.encrypt(item.pin(), pan: item.pan(), fill: item.digits("random").span)))
    }
    try check("pin.iso4.decipher", in: "pin-blocks", result: "pin") { item in
      var decryptor = try PINDecryptor(key: item.pinKey("key", .iso4), format: .iso4)
      return .string(
        Self.text(try decryptor.decrypt(item.bytes("pinBlock").span, pan: item.pan())))
    }
  }

  @Test func `vectors of enciphered blocks hold`() throws {
    try check("pin.encrypt", in: "pin-blocks", result: "pinBlock") { item in
      let format = try item.format("format")
      var encryptor = try PINEncryptor(key: item.pinKey("key", format), format: format)
      return .string(
        hex(try encryptor.encrypt(item.pin(), pan: item.pan(), fill: item.digits("fill").span)))
    }
    try check("pin.decrypt", in: "pin-blocks", result: "pin") { item in
      let format = try item.format("format")
      var decryptor = try PINDecryptor(key: item.pinKey("key", format), format: format)
      return .string(
        Self.text(try decryptor.decrypt(item.bytes("pinBlock").span, pan: item.pan())))
    }
  }

  @Test func `vectors of translation hold`() throws {
    try check("pin.translate", in: "pin-blocks", result: "pinBlock") { item in
      let (source, target) = (try item.format("sourceFormat"), try item.format("targetFormat"))
      var translator = try PINTranslator(
        from: item.pinKey("sourceKey", source), source, to: item.pinKey("targetKey", target),
        target)
      let targetPAN = item.inputs["targetPan"] == nil ? nil : try item.pan("targetPan")
      return .string(
        hex(
          try translator.translate(
            item.bytes("sourcePinBlock").span, pan: item.pan(), targetPAN: targetPAN,
            fill: item.digits("fill").span)))
    }
  }

  private static func text(_ pin: consuming PIN) -> String {
    pin.withDigits { digits in
      String(decoding: digits.indices.map { digits[$0] }, as: UTF8.self)
    }
  }

  // MARK: Pitfalls

  private let pan = "4111111111111111"
  private let none: [UInt8] = []

  @Test func `PIN block decode is no oracle: every wrong block gets the same error`() throws {
    let pan = try #require(PAN(pan))
    let clear = try ClearPINBlock.encode(.iso0, pin: pin("12345"), pan: pan, fill: none.span)
    // Every nibble of the block set to every other value: control, length, digits and fill.
    var texts: Set<String> = []
    for position in 0..<16 {
      for change in UInt8(1)...15 {
        var block = clear
        block[position / 2] ^= position % 2 == 0 ? change << 4 : change
        let error = refusal { () throws(CryptoError) in
          _ = try ClearPINBlock.decode(.iso0, block.span, pan: pan)
        }
        if let error { texts.insert("\(error.code.rawValue): \(error)") }
      }
    }
    #expect(texts == ["invalidPinBlock: the PIN block does not hold"])
  }

  @Test(arguments: [PINBlockFormat.iso0, .iso2, .iso3])
  func `fill is checked to the last nibble`(format: PINBlockFormat) throws {
    let pan = try #require(PAN(pan))
    let fill = format == .iso3 ? Array("ABCDEFABCD".utf8) : []
    let clear = try ClearPINBlock.encode(format, pin: pin("1234"), pan: pan, fill: fill.span)
    for position in 6..<16 {
      for value in UInt8(0)...15 {
        var block = clear
        let field = clear[position / 2] >> (position % 2 == 0 ? 4 : 0) & 0x0F
        // Under the fill are ones of the PAN, except in format 2.
        let panNibble: UInt8 = format == .iso2 ? 0 : 1
        let wanted = value ^ panNibble
        block[position / 2] ^= (field ^ wanted) << (position % 2 == 0 ? 4 : 0)
        let isRight = format == .iso3 ? value >= 10 : value == 15
        let error = refusal { () throws(CryptoError) in
          _ = try ClearPINBlock.decode(format, block.span, pan: pan)
        }
        #expect((error == nil) == isRight, "nibble \(position + 1) = \(value)")
        #expect(error == nil || error == CryptoError.invalidPINBlock)
      }
    }
  }

  @Test func `few random blocks decode`() throws {
    let pan = try #require(PAN(pan))
    var random = SplitMix64(seed: 9)
    var accepted = [0, 0]
    for _ in 0..<50_000 {
      let block = random.next()
      if (try? PINBlockCode.decode(.iso0, block, pan: pan)) != nil { accepted[0] += 1 }
      if (try? PINBlockCode.decode(.iso3, block, pan: pan)) != nil { accepted[1] += 1 }
    }
    #expect(accepted[0] <= 1)
    #expect(accepted[1] <= 6)
  }

  @Test func `format 4 binds the full PAN with its check digit, formats 0 and 3 do not`() throws {
    let (one, other) = (
      try #require(PAN("4111111111111111")), try #require(PAN("4111111111111112"))
    )
    let bytes = [UInt8](0..<16)
    var encryptor = try PINEncryptor(
      key: key(bytes, .aes128, as: Usage.PINEncryption.self), format: .iso4)
    var decryptor = try PINDecryptor(
      key: key(bytes, .aes128, as: Usage.PINEncryption.self), format: .iso4)
    let block = try encryptor.encrypt(
      pin("1234"), pan: one, fill: Array("0123456789ABCDEF".utf8).span)
    #expect(
      refusal { () throws(CryptoError) in _ = try decryptor.decrypt(block.span, pan: other) }
        == CryptoError.invalidPINBlock)
    #expect(
      ClearPINBlock.panField4(one) == TestSupport.bytes(hex: "44111111111111111000000000000000"))
    #expect(
      ClearPINBlock.panField4(try #require(PAN("123")))
        == TestSupport.bytes(hex: "00000000001230000000000000000000"))
    let clear = try ClearPINBlock.encode(.iso0, pin: pin("1234"), pan: one, fill: none.span)
    _ = try ClearPINBlock.decode(.iso0, clear.span, pan: other)
  }

  @Test func `a PAN of fewer than 13 digits is padded with zeros in formats 0 and 3`() throws {
    // ISO 9564-1: the 12 rightmost digits without the check digit, zeros in front of fewer.
    let short = try #require(PAN("12345678"))
    let block = try ClearPINBlock.encode(.iso0, pin: pin("1234"), pan: short, fill: none.span)
    #expect(hex(block) == "041234FFFEDCBA98")
  }

  @Test func `PIN translation keeps to the matrix of PCI PIN 3-3`() {
    // Rows are what a block comes from, columns what it goes into: formats 0 to 4.
    let same = ["ynnyy", "yynyy", "nnnnn", "ynnyy", "ynnyy"]
    let changed = ["nnnnn", "yynyy", "nnnnn", "nnnnn", "nnnny"]
    for source in PINBlockFormat.allCases {
      for target in PINBlockFormat.allCases {
        let isAllowed = Array(same[source.rawValue])[target.rawValue] == "y"
        #expect(source.allowsTranslation(to: target, changesPAN: false) == isAllowed)
        let isChangeAllowed = Array(changed[source.rawValue])[target.rawValue] == "y"
        #expect(source.allowsTranslation(to: target, changesPAN: true) == isChangeAllowed)
      }
    }
  }

  @Test func `refuses an AES key for formats 0, 1 and 3, a TDES key for format 4, and format 2`() {
    let bytes = [UInt8](1...16)
    for format in PINBlockFormat.allCases {
      for kind in [KeyAlgorithm.tdes2, .aes128] {
        let error = refusal { () throws(CryptoError) in
          _ = try PINEncryptor(key: key(bytes, kind, as: Usage.PINEncryption.self), format: format)
        }
        let code: CryptoError.Code? =
          format == .iso2
          ? .translationNotAllowed
          : (kind == .aes128) == (format == .iso4) ? nil : .invalidKeyLength
        #expect(error?.code == code)
      }
    }
  }

  @Test func `digits are ASCII: refuses letters and digits of other scripts`() {
    for text in ["12A4", "12 4", "\u{0661}234", "１２３４", "²345"] {
      #expect(throws: CryptoError.self) { _ = try pin(text) }
    }
  }

  @Test func `a drawn PIN opens under the same key and varies`() throws {
    let pan = try #require(PAN(pan))
    let bytes = [UInt8](1...16)
    var encryptor = try PINEncryptor(key: key(bytes, as: Usage.PINEncryption.self), format: .iso3)
    var decryptor = try PINDecryptor(key: key(bytes, as: Usage.PINEncryption.self), format: .iso3)
    var random = SplitMix64(seed: 4)
    var pins: Set<String> = []
    for _ in 0..<200 {
      var block = [UInt8](repeating: 0, count: 8)
      var span = block.mutableSpan
      try encryptor.generate(digitCount: 6, pan: pan, into: &span, using: &random)
      pins.insert(Self.text(try decryptor.decrypt(block.span, pan: pan)))
    }
    #expect(pins.count > 190)
    #expect(pins.allSatisfy { $0.utf8.count == 6 })
  }
}

/// A PIN of text, refused in the words of the contract.
func pin(_ text: String) throws(CryptoError) -> PIN {
  do throws(PIN.BuildError) {
    return try PIN(Array(text.utf8).span)
  } catch {
    throw CryptoError(error)
  }
}

extension VectorCase {
  func pin() throws(CryptoError) -> PIN { try PaymentCryptoTests.pin(text("pin")) }

  func pan(_ name: String = "pan") throws(CryptoError) -> PAN {
    do throws(PAN.BuildError) {
      return try PAN(digits(name).span)
    } catch {
      throw CryptoError(error)
    }
  }

  func format(_ name: String) throws -> PINBlockFormat {
    try #require(PINBlockFormat(rawValue: number(name)))
  }

  /// A PIN key of AES for format 4, of triple DES for the others.
  func pinKey(_ name: String, _ format: PINBlockFormat) throws(CryptoError)
    -> Key<Usage.PINEncryption>
  {
    let bytes = bytes(name)
    if format == .iso4 {
      return try key(bytes, .aes(byteCount: bytes.count), as: Usage.PINEncryption.self)
    }
    return try key(bytes, as: Usage.PINEncryption.self)
  }
}
