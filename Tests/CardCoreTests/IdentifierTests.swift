import CardCore
import Testing

struct IdentifierTests {
  private func wire(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a terminal is 8 printable characters, and spaces at its end do not count`() throws {
    let terminal = try TerminalID(ascii("T-01    ").span)
    #expect(terminal.text == "T-01")
    #expect(terminal == TerminalID("T-01"))
    #expect(wire(terminal.append) == "T-01    ")
    #expect(try TerminalID(ascii(" ATM 042").span).text == " ATM 042")
    #expect(wire(try TerminalID(ascii("12345678").span).append) == "12345678")
  }

  @Test func `a merchant is 15 printable characters`() throws {
    let merchant = try MerchantID(ascii("SHOP 4/2       ").span)
    #expect(merchant.text == "SHOP 4/2")
    #expect(wire(merchant.append) == "SHOP 4/2       ")
    #expect(try MerchantID(ascii("123456789012345").span).text == "123456789012345")
    #expect(MerchantID("1234567890123456") == nil)
  }

  @Test func `a reference number is 12 letters and digits`() throws {
    #expect(try RRN(ascii("632713000042").span).text == "632713000042")
    #expect(wire(try RRN(ascii("aZ09").span).append) == "aZ09        ")
    #expect(RRN("6327-3000042") == nil)
    #expect(RRN("63271 000042") == nil)
    for byte in ["@", "[", "`", "{", "/", ":"] { #expect(RRN(byte) == nil) }
  }

  @Test func `an acquirer is up to 11 digits, of which those in front count`() throws {
    #expect(try AcquirerID(ascii("00000000123").span).text == "00000000123")
    #expect(AcquirerID("0123") != AcquirerID("123"))
    #expect(wire(try AcquirerID(ascii("0123").span).append) == "0123")
    #expect(AcquirerID("123 ") == nil)
    #expect(AcquirerID("123456789012") == nil)
  }

  @Test func `a trace number is six digits`() throws {
    let stan = try STAN(ascii("000042").span)
    #expect(stan.number == 42)
    #expect("\(stan)" == "000042")
    #expect(wire(stan.append) == "000042")
    #expect(STAN(number: 999_999)?.text == "999999")
    #expect(STAN(number: 1_000_000) == nil)
    #expect(STAN("42") == nil)
    let error = #expect(throws: IdentifierError.self) { try STAN(ascii("1234567").span) }
    #expect(error?.description == "identifier: expected 6 bytes, found 7")
  }

  @Test func `refuses nothing, spaces only and too many bytes`() {
    let empty = #expect(throws: IdentifierError.self) { try TerminalID([UInt8]().span) }
    #expect(empty?.description == "identifier: expected 1 to 8 bytes, found 0")
    let blank = #expect(throws: IdentifierError.blank) { try TerminalID(ascii("        ").span) }
    #expect(blank?.description == "identifier: expected a value, found spaces only")
    #expect(throws: IdentifierError.wrongLength(byteCount: 9, minimum: 1, maximum: 8)) {
      try TerminalID(ascii("T1       ").span)
    }
  }

  @Test func `refuses bytes outside the alphabet, and says where and of what class`() {
    let error = #expect(throws: IdentifierError.unexpected(offset: 2, found: .notASCII)) {
      try TerminalID(([0x41, 0x42, 0xE9] as [UInt8]).span)
    }
    #expect(
      error?.description
        == "identifier at offset 2: expected a byte of its alphabet, found a byte outside ASCII")
    #expect(throws: IdentifierError.unexpected(offset: 0, found: .control)) {
      try MerchantID(([0] as [UInt8]).span)
    }
    #expect(throws: IdentifierError.unexpected(offset: 3, found: .letter)) {
      try STAN(ascii("123a56").span)
    }
  }

  @Test func `sorts as its text does and stays small`() throws {
    let texts = ["A", "A1", "A1234567", "B", "a", "~"]
    let terminals = try texts.map { try TerminalID(ascii($0).span) }
    #expect(terminals.reversed().sorted().map(\.text) == texts)
    let merchants = try texts.map { try MerchantID(ascii($0).span) }
    #expect(merchants.reversed().sorted().map(\.text) == texts)
    #expect(MemoryLayout<TerminalID>.size == 8)
    #expect(MemoryLayout<MerchantID>.size == 16)
    #expect(MemoryLayout<STAN>.size == 4)
  }

  @Test func `gives back every text of each length`() throws {
    for count in 1...15 {
      let text = String("ABCDEFGHIJKLMNO".prefix(count))
      #expect(try MerchantID(ascii(text).span).text == text)
    }
  }

  @Test func `an acquirer is made of a number or of nibbles with its count of digits`() {
    #expect(AcquirerID(number: 123, digitCount: 5) == AcquirerID("00123"))
    #expect(AcquirerID(nibbles: 0x00123, digitCount: 5) == AcquirerID("00123"))
    #expect(AcquirerID(nibbles: 0x123_4567_8901, digitCount: 11) == AcquirerID("12345678901"))
    #expect(AcquirerID(number: 123, digitCount: 2) == nil)
    #expect(AcquirerID(number: 0, digitCount: 0) == nil)
    #expect(AcquirerID(number: 0, digitCount: 12) == nil)
    #expect(AcquirerID(nibbles: 0x12A, digitCount: 3) == nil)
    #expect(AcquirerID(nibbles: 0x1234, digitCount: 3) == nil)
  }

  @Test func `acquirers sort as their texts do`() throws {
    let texts = ["0", "00", "01", "1", "10", "100", "11", "2", "9", "99999999999"]
    let acquirers = try texts.map { try #require(AcquirerID($0)) }
    #expect(acquirers.reversed().sorted() == acquirers)
    #expect(acquirers.map(\.text) == texts)
  }

  @Test func `an authorization code is up to six characters`() throws {
    #expect(AuthorizationCode("A1B2C3")?.text == "A1B2C3")
    #expect(wire(try #require(AuthorizationCode("123")).append) == "123   ")
    #expect(AuthorizationCode("1234567") == nil)
    #expect(AuthorizationCode("      ") == nil)
  }

  @Test func `each byte of a long identifier is checked`() throws {
    for count in 1...15 {
      for position in 0..<count {
        for wrong in [0x1F, 0x7F, 0x80, 0xFF] as [UInt8] {
          var text = [UInt8](repeating: 0x54, count: count)
          #expect(throws: Never.self) { try MerchantID(text.span) }
          text[position] = wrong
          #expect(throws: IdentifierError.unexpected(offset: position, found: ByteClass(wrong))) {
            try MerchantID(text.span)
          }
        }
      }
    }
  }
}
