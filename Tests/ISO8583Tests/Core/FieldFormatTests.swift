import ISO8583
import TestSupport
import Testing

/// One field at a time: bytes → value → the same bytes.
struct FieldFormatTests {
  /// A field as it stands on the wire (in hexadecimal) and what it holds.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var field: FieldSpec
    var wire: String
    var value: FieldValue

    init(_ description: String, _ field: FieldSpec, _ wire: String, _ value: FieldValue) {
      testDescription = description
      self.field = field
      self.wire = wire
      self.value = value
    }
  }

  private static func text(
    _ length: FieldSpec.Length, _ characters: CharacterClass? = nil
  ) -> FieldSpec {
    text(.ascii, length, characters)
  }

  private static func text(
    _ set: CharacterSet, _ length: FieldSpec.Length, _ characters: CharacterClass? = nil
  ) -> FieldSpec {
    FieldSpec(length: length, encoding: .text(set), characters: characters)
  }

  private static func packed(
    _ length: FieldSpec.Length, side: FieldSpec.Side = .left, filler: UInt8 = 0, hex: Bool = false,
    _ characters: CharacterClass? = nil
  ) -> FieldSpec {
    FieldSpec(
      length: length, encoding: .bcd, characters: characters, fillerSide: side, filler: filler,
      acceptsHexNibbles: hex)
  }

  private static func variable(
    _ encoding: Prefix.Encoding, _ width: Int, _ counts: Prefix.Counts = .units, max: Int? = 999
  ) -> FieldSpec.Length {
    .variable(Prefix(encoding, width: width, counts: counts), maximum: max)
  }

  static let lengths: [Row] = [
    Row("fixed", text(.fixed(3)), "414243", .text("ABC")),
    Row("fixed, empty", text(.fixed(0)), "", .text("")),
    Row("rest", text(.rest(maximum: 5)), "414243", .text("ABC")),
    Row("rest, empty", text(.rest(maximum: nil)), "", .text("")),
    Row("ASCII prefix", text(variable(.text(.ascii), 2)), "3033 414243", .text("ABC")),
    Row("ASCII prefix of 0", text(variable(.text(.ascii), 3)), "303030", .text("")),
    Row("EBCDIC prefix", text(variable(.text(.ebcdic037), 2)), "F0F3 414243", .text("ABC")),
    Row("packed prefix", text(variable(.bcd, 4)), "0003 414243", .text("ABC")),
    Row("packed prefix of 3 digits", text(variable(.bcd, 3)), "0003 414243", .text("ABC")),
    Row("binary prefix", text(variable(.binary, 2)), "0003 414243", .text("ABC")),
    Row("hexadecimal prefix", text(variable(.hexadecimal(.ascii), 1)), "3033 414243", .text("ABC")),
    Row(
      "EBCDIC hexadecimal prefix", text(variable(.hexadecimal(.ebcdic500), 1)),
      "F0C1" + hex(Array("ABCDEFGHIJ".utf8)), .text("ABCDEFGHIJ")),
    Row("BER prefix", text(variable(.ber, 1)), "03 414243", .text("ABC")),
    Row(
      "BER prefix over 127", text(variable(.ber, 1)),
      "8180" + String(repeating: "41", count: 128), .text(String(repeating: "A", count: 128))),
    Row("digits counted as bytes", packed(variable(.binary, 1, .bytes)), "02 1234", .text("1234")),
    Row(
      "odd digits counted as bytes", packed(variable(.binary, 1, .bytes), side: .right, filler: 15),
      "02 123F", .text("123")),
    Row(
      "odd digits counted as bytes, filled on the left",
      packed(variable(.binary, 1, .bytes), filler: 15), "02 F123", .text("123")),
    Row(
      "prefix that counts itself", text(variable(.binary, 2, .bytesAndPrefix)), "0005 414243",
      .text("ABC")),
    Row(
      "BER length that counts itself", text(variable(.ber, 1, .bytesAndPrefix)), "04 414243",
      .text("ABC")),
    Row("BER length of packed digits", packed(variable(.ber, 1)), "03 0123", .text("123")),
    Row("BER length of packed bytes", packed(variable(.ber, 1, .bytes)), "02 1234", .text("1234")),
    Row(
      "hexadecimal counted in characters",
      FieldSpec(length: variable(.text(.ascii), 2, .bytes), encoding: .hexadecimal(.ascii)),
      "3034 42454546", .bytes([0xBE, 0xEF])),
    Row(
      "hexadecimal counted in bytes",
      FieldSpec(length: variable(.text(.ascii), 2), encoding: .hexadecimal(.ascii)),
      "3032 42454546", .bytes([0xBE, 0xEF])),
    Row(
      "hexadecimal counted in digits",
      FieldSpec(length: variable(.text(.ascii), 2), unit: .digit, encoding: .hexadecimal(.ascii)),
      "3034 42454546", .bytes([0xBE, 0xEF])),
  ]

  static let encodings: [Row] = [
    Row("Latin-1", text(.latin1, .fixed(4), .alphabetic), "4CE96F6E", .text("Léon")),
    Row("EBCDIC 037", text(.ebcdic037, .fixed(4), .alphanumericSpecial), "D3519695", .text("Léon")),
    Row("EBCDIC 1140", text(.ebcdic1140, .fixed(2), .special), "9F4B", .text("€.")),
    Row("packed, even", packed(.fixed(4)), "1234", .text("1234")),
    Row("packed, odd, 0 on the left", packed(.fixed(3)), "0123", .text("123")),
    Row("packed, odd, 0 on the right", packed(.fixed(3), side: .right), "1230", .text("123")),
    Row("packed, odd, F on the left", packed(.fixed(3), filler: 15), "F123", .text("123")),
    Row(
      "packed, odd, F on the right", packed(.fixed(3), side: .right, filler: 15), "123F",
      .text("123")),
    Row("packed hexadecimal", packed(.fixed(3), hex: true), "0AF9", .text("AF9")),
    Row("packed track", packed(.fixed(5), hex: true, .track), "0123D4", .text("123D4")),
    Row(
      "packed track filled with F", packed(.fixed(5), side: .right, filler: 15, hex: true, .track),
      "123D4F", .text("123D4")),
    Row(
      "sign before packed digits", FieldSpec(length: .fixed(9), encoding: .signedBCD(.ascii)),
      "44 00000125", .text("D00000125")),
    Row(
      "EBCDIC sign before packed digits",
      FieldSpec(length: .fixed(4), encoding: .signedBCD(.ebcdic500)), "C3 0125", .text("C125")),
    Row(
      "sign before odd digits, F on the right",
      FieldSpec(
        length: variable(.binary, 1, .bytes), encoding: .signedBCD(.ascii), fillerSide: .right,
        filler: 15), "03 43 125F", .text("C125")),
    Row("signed text", text(.fixed(9), .signedNumeric), "433030303030313235", .text("C00000125")),
    Row("signed EBCDIC text", text(.ebcdic500, .fixed(3), .signedNumeric), "C4F1F2", .text("D12")),
    Row("zoned, plus", text(.fixed(4), .zoned), "3132337B", .text("123{")),
    Row("zoned, minus", text(.ebcdic037, .fixed(4), .zoned), "F1F2F3D1", .text("123J")),
    Row("zoned, no sign", text(.ebcdic037, .fixed(4), .zoned), "F1F2F3F4", .text("1234")),
    Row("binary", FieldSpec(length: .fixed(2), encoding: .binary), "00FF", .bytes([0, 255])),
    Row(
      "binary of three nibbles", FieldSpec(length: .fixed(3), unit: .digit, encoding: .binary),
      "0FFF", .bytes([0x0F, 0xFF])),
    Row(
      "hexadecimal", FieldSpec(length: .fixed(2), encoding: .hexadecimal(.latin1)), "30304646",
      .bytes([0, 255])),
    Row(
      "EBCDIC hexadecimal", FieldSpec(length: .fixed(2), encoding: .hexadecimal(.ebcdic1047)),
      "F0F9C1C6", .bytes([0x09, 0xAF])),
  ]

  @Test(arguments: lengths + encodings)
  func `reads a field and writes the same bytes from its value`(row: Row) throws {
    let codec = try FieldCodec(row.field)
    let wire = bytes(hex: row.wire)
    #expect(try codec.parse(wire) == row.value)
    #expect(hex(try codec.serialize(row.value)) == hex(wire))
  }

  @Test(arguments: CharacterSet.allCases)
  func `knows every byte of a character set`(set: CharacterSet) throws {
    let codec = try FieldCodec(FieldSpec(length: .fixed(1), encoding: .text(set)))
    for byte in UInt8.min...UInt8.max {
      guard let scalar = CodePages.scalar(byte, set) else {
        #expect(throws: ParseError.self) { try codec.parse([byte]) }
        continue
      }
      #expect(try codec.parse([byte]) == .text(String(scalar)))
      #expect(try codec.serialize(.text(String(scalar))) == [byte])
    }
    #expect(throws: BuildError.self) { try codec.serialize(.text("Ω")) }
  }

  @Test(arguments: CharacterClass.allCases, CharacterSet.allCases)
  func `admits in each place the characters of the class`(
    characters: CharacterClass, set: CharacterSet
  ) throws {
    let field = FieldSpec(length: .fixed(3), encoding: .text(set), characters: characters)
    let codec = try FieldCodec(field)
    // A character that the class has anywhere, and the sign that some begin with.
    let fill: Unicode.Scalar = characters == .special ? "." : characters.hasDigits ? "1" : "A"
    let first: Unicode.Scalar = characters == .signedNumeric ? "C" : fill
    let base = [first, fill, fill].map { CodePages.byte($0, set) }
    for place in 0..<3 {
      for byte in UInt8.min...UInt8.max {
        var wire = base
        wire[place] = byte
        let isAdmitted =
          CodePages.scalar(byte, set).map {
            ClassOracle.admits($0, characters, isFirst: place == 0, isLast: place == 2)
          } ?? false
        #expect(((try? codec.parse(wire)) != nil) == isAdmitted, "\(byte) at \(place)")
      }
    }
  }

  @Test func `fills a short value where padding stands`() throws {
    func padded(_ encoding: FieldSpec.Encoding, _ side: FieldSpec.Side, _ character: Character)
      throws
      -> FieldCodec
    {
      let ascii = try #require(character.asciiValue)
      return try FieldCodec(
        FieldSpec(
          length: .fixed(5), encoding: encoding,
          padding: FieldSpec.Padding(side: side, character: ascii)))
    }
    #expect(try padded(.text(.ascii), .left, "0").serialize(.text("42")) == Array("00042".utf8))
    #expect(try padded(.text(.ascii), .right, " ").serialize(.text("42")) == Array("42   ".utf8))
    #expect(hex(try padded(.text(.ebcdic500), .right, " ").serialize(.text("A"))) == "C140404040")
    #expect(hex(try padded(.bcd, .left, "0").serialize(.text("42"))) == "000042")
  }

  @Test func `gives lower-case hexadecimal digits as the same bytes`() throws {
    let codec = try FieldCodec(FieldSpec(length: .fixed(5), encoding: .hexadecimal(.ascii)))
    #expect(try codec.parse(Array("beefbeef0a".utf8)) == .bytes(bytes(hex: "BEEFBEEF0A")))
  }
}

extension CharacterClass {
  fileprivate var hasDigits: Bool {
    self != .alphabetic && self != .alphabeticSpecial && self != .special
  }
}
