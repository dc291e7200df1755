import ISO8583
import TestSupport
import Testing

/// What parsing refuses, with the words it uses.
struct RefusalTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var field: FieldSpec
    /// Of element 2, in hexadecimal; it begins at byte 12.
    var wire: String
    var code: ParseError.Code
    var offset: Int
    var text: String

    init(
      _ description: String, _ field: FieldSpec, _ wire: String, _ code: ParseError.Code,
      at offset: Int, _ text: String
    ) {
      testDescription = description
      self.field = field
      self.wire = wire
      self.code = code
      self.offset = offset
      self.text = text
    }
  }

  private static func prefixed(_ prefix: Prefix, _ encoding: FieldSpec.Encoding) -> FieldSpec {
    FieldSpec(length: .variable(prefix, maximum: nil), encoding: encoding)
  }

  static let rows: [Row] = [
    Row(
      "truncated", .text(4), "414243", .truncated, at: 12,
      "DE 2 at byte 12: the message ends too early: expected 4 bytes, found 3 bytes"),
    Row(
      "truncated prefix", .variableText(9), "30", .truncated, at: 12,
      "DE 2 at byte 12: the message ends too early: expected 2 bytes, found 1 byte"),
    Row(
      "truncated behind a prefix", .variableText(9), "3033 41", .truncated, at: 14,
      "DE 2 at byte 14: the message ends too early: expected 3 bytes, found 1 byte"),
    Row(
      "length over the maximum", .variableText(9), "3130 41", .lengthOverMaximum, at: 12,
      "DE 2 at byte 12: length 10 is over the maximum: expected at most 9 bytes"),
    Row(
      "length under the minimum", .variableText(9, minimum: 2), "3031 41", .lengthUnderMinimum,
      at: 12, "DE 2 at byte 12: length 1 is under the minimum: expected at least 2 bytes"),
    Row(
      "length shorter than itself",
      prefixed(
        Prefix(.binary, width: 2, counts: .bytesAndPrefix),
        .binary), "0001 41", .lengthUnderMinimum, at: 12,
      "DE 2 at byte 12: length 1 is under the minimum: expected at least 2 bytes"),
    Row(
      "length in letters", .variableText(9), "3041 41", .lengthNotNumeric, at: 12,
      "DE 2 at byte 12: the length is not a number: expected characters of class n, found letter"),
    Row(
      "negative length", .variableText(9), "2D31 41", .lengthNotNumeric, at: 12,
      "DE 2 at byte 12: the length is not a number: expected characters of class n, found special"),
    Row(
      "EBCDIC length where ASCII is expected", .variableText(9), "F0F1 41", .lengthNotNumeric,
      at: 12,
      "DE 2 at byte 12: the length is not a number: "
        + "expected characters of class n, found byte over 7F"),
    Row(
      "ASCII length where EBCDIC is expected",
      prefixed(Prefix(.text(.ebcdic037), width: 2), .binary), "3031 41", .lengthNotNumeric, at: 12,
      "DE 2 at byte 12: the length is not a number: "
        + "expected characters of ebcdic500, found digit"),
    Row(
      "packed length with a letter", prefixed(Prefix(.bcd, width: 2), .binary), "0A 41",
      .lengthNotNumeric, at: 12,
      "DE 2 at byte 12: the length is not a number: "
        + "expected packed decimal digits, found another nibble"),
    Row(
      "hexadecimal length with another letter",
      prefixed(Prefix(.hexadecimal(.ascii), width: 1), .binary), "3047 41", .lengthNotNumeric,
      at: 12,
      "DE 2 at byte 12: the length is not a number: "
        + "expected hexadecimal digits, found letter"),
    Row(
      "length of 2 GB", prefixed(Prefix(.binary, width: 4), .binary), "80000000 41",
      .lengthOverMaximum, at: 12,
      "DE 2 at byte 12: length 2147483648 is over the maximum: "
        + "expected at most 2147483647 bytes"),
    Row(
      "length just under 2 GB", prefixed(Prefix(.binary, width: 4), .bcd), "7FFFFFFF 41",
      .truncated, at: 16,
      "DE 2 at byte 16: the message ends too early: "
        + "expected 1073741824 bytes, found 1 byte"),
    Row(
      "indefinite length", prefixed(Prefix(.ber, width: 1), .binary), "80 41", .lengthForm,
      at: 12,
      "DE 2 at byte 12: the length has a form that is not allowed: "
        + "expected a definite length in its shortest form"),
    Row(
      "length not in its shortest form", prefixed(Prefix(.ber, width: 1), .binary), "8101 41",
      .lengthForm, at: 12,
      "DE 2 at byte 12: the length has a form that is not allowed: "
        + "expected a definite length in its shortest form"),
    Row(
      "letters among digits", .text(4, .numeric), "31323A34", .characterNotAllowed, at: 14,
      "DE 2 at byte 14: a character is not allowed: "
        + "expected characters of class n, found special"),
    Row(
      "EBCDIC where ASCII is expected", .text(2), "41C1", .characterNotAllowed, at: 13,
      "DE 2 at byte 13: a character is not allowed: "
        + "expected characters of ascii, found byte over 7F"),
    Row(
      "ASCII where EBCDIC digits are expected",
      FieldSpec(length: .fixed(1), encoding: .text(.ebcdic500), characters: .numeric), "31",
      .characterNotAllowed, at: 12,
      "DE 2 at byte 12: a character is not allowed: "
        + "expected characters of class n, found control"),
    Row(
      "an accent among digits",
      FieldSpec(length: .fixed(1), encoding: .text(.latin1), characters: .numeric), "E9",
      .characterNotAllowed, at: 12,
      "DE 2 at byte 12: a character is not allowed: "
        + "expected characters of class n, found character beyond ASCII"),
    Row(
      "a letter among packed digits", .packed(4), "12A4", .nibbleNotDecimal, at: 13,
      "DE 2 at byte 13: a nibble is not decimal: expected packed decimal digits"),
    Row(
      "another filler", .packed(3), "F123", .wrongFiller, at: 12,
      "DE 2 at byte 12: the filler is wrong: expected filler nibble 0, found another nibble"),
    Row(
      "no filler F", .packed(3, filler: 15), "0123", .wrongFiller, at: 12,
      "DE 2 at byte 12: the filler is wrong: expected filler nibble F, found another nibble"),
    Row(
      "another filler behind a sign",
      FieldSpec(
        length: .fixed(4), encoding: .signedBCD(.ascii), fillerSide: .right, filler: 0),
      "43 123F", .wrongFiller, at: 14,
      "DE 2 at byte 14: the filler is wrong: expected filler nibble 0, found another nibble"),
    Row(
      "another letter in a packed track", .packed(4, .track, hex: true), "12DE",
      .characterNotAllowed, at: 13,
      "DE 2 at byte 13: a character is not allowed: "
        + "expected characters of class z, found another nibble"),
    Row(
      "another filler in a packed track", .packed(3, .track, hex: true), "D12D", .wrongFiller,
      at: 12, "DE 2 at byte 12: the filler is wrong: expected filler nibble 0, found another nibble"
    ),
    Row(
      "another sign", FieldSpec(length: .fixed(3), encoding: .signedBCD(.ascii)), "2B 12",
      .characterNotAllowed, at: 12,
      "DE 2 at byte 12: a character is not allowed: "
        + "expected characters of class x+n, found special"),
    Row(
      "another hexadecimal digit", FieldSpec(length: .fixed(1), encoding: .hexadecimal(.ascii)),
      "3047", .characterNotAllowed, at: 13,
      "DE 2 at byte 13: a character is not allowed: "
        + "expected characters of class h, found letter"),
    Row(
      "an odd number of hexadecimal digits",
      FieldSpec(
        length: .variable(Prefix(.text(.ascii), width: 2), maximum: 9), unit: .digit,
        encoding: .hexadecimal(.ascii)), "3033 414243", .oddHexadecimal, at: 12,
      "DE 2 at byte 12: hexadecimal digits come in pairs: found length 3"),
    Row(
      "an odd rest of hexadecimal digits",
      FieldSpec(length: .rest(maximum: nil), encoding: .hexadecimal(.ascii)), "414243",
      .oddHexadecimal, at: 12, "DE 2 at byte 12: hexadecimal digits come in pairs: found length 3"),
    Row(
      "a rest over the maximum", FieldSpec(length: .rest(maximum: 2), encoding: .binary),
      "414243", .lengthOverMaximum, at: 12,
      "DE 2 at byte 12: length 3 is over the maximum: expected at most 2 bytes"),
  ]

  @Test(arguments: rows)
  func `refuses an element and names the place, what was expected and what was found`(
    row: Row
  ) throws {
    let parser = try MessageParser(.small([2: row.field]))
    let wire = Array("0100".utf8) + bytes(hex: "4000000000000000" + row.wire)
    let (message, error) = Message.reading(wire, using: parser)
    let failure = try #require(error)
    #expect(failure.code == row.code)
    #expect(failure.offset == row.offset)
    #expect("\(failure.path)" == "2")
    #expect("\(failure)" == row.text)
    #expect(message.mti == "0100")
    #expect(message.elements.isEmpty)
  }

  @Test func `refuses a bitmap, an MTI and what is behind the last element`() throws {
    let spec = MessageSpec.small([2: .text(1)], bitmap: BitmapSpec(.hexadecimal(.ascii)))
    let parser = try MessageParser(spec)
    func text(_ wire: String) -> String? {
      Message.reading(Array(wire.utf8), using: parser).error.map { "\($0)" }
    }
    #expect(
      text("") == "MTI at byte 0: the message ends too early: expected 4 bytes, found 0 bytes")
    #expect(
      text("01A0") == "MTI at byte 2: a character is not allowed: "
        + "expected characters of class n, found letter")
    #expect(
      text("0100") == "bitmap at byte 4: the message ends too early: "
        + "expected 16 bytes, found 0 bytes")
    #expect(
      text("01004000000G00000000A") == "bitmap at byte 11: not a bitmap: "
        + "expected hexadecimal digits, found letter")
    #expect(
      text("0100C000000000000000400000000000000") == "bitmap at byte 20: "
        + "the message ends too early: expected 16 bytes, found 15 bytes")
    #expect(
      text("01006000000000000000A") == "DE 3 at byte 21: "
        + "announced by the bitmap, but the spec does not have it")
    #expect(text("01004000000000000000AB") == "end of the message at byte 21: 1 byte left over")
    #expect(text("01004000000000000000ABC") == "end of the message at byte 21: 2 bytes left over")
  }

  @Test func `refuses a message over the limit without looking at it`() throws {
    let rest = FieldSpec(length: .rest(maximum: nil), encoding: .binary)
    let parser = try MessageParser(.small([2: rest]))
    let head = Array("0100".utf8) + bytes(hex: "4000000000000000")
    let most = MessageParser.messageByteCountMaximum
    let fits = head + Array(repeating: 0, count: most - head.count)
    #expect(try Message(parsing: fits, using: parser).serialize() == fits)
    let (message, error) = Message.reading(fits + [0], using: parser)
    #expect(message.mti == nil)
    #expect(
      error?.description == "end of the message at byte 0: over the limit: "
        + "expected at most 1048576, found 1048577 bytes")
    var long = try Message(mti: "0100", using: parser)
    try long.set(.pan, to: .bytes(Array(repeating: 0, count: most)))
    let failure = #expect(throws: BuildError.self) { try long.serialize() }
    #expect(failure?.code == .tooLong)
  }

  @Test func `keeps a header that was read before the MTI could not be`() throws {
    let parser = try MessageParser(.small([2: .text(1)], header: .text(3)))
    let (message, error) = Message.reading(Array("ISO01".utf8), using: parser)
    #expect(error?.place == "MTI")
    #expect(message.header == .text("ISO"))
    #expect(message.mti == nil)
    let (none, failure) = Message.reading(Array("IS".utf8), using: parser)
    #expect(failure?.description.hasPrefix("header at byte 0: ") == true)
    #expect(none.header == nil)
  }
}
