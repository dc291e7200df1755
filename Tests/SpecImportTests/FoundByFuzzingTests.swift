import CardCore
import ISO8583
import SpecImport
import TestSupport
import Testing

/// What the fuzzer or the writing of its targets found, each mended and held here.
struct FoundByFuzzingTests {
  private func codec(_ form: String) throws -> FieldCodec {
    try FieldCodec(SpecFile.field(JSONReader().read(form)))
  }

  /// Elements as `fields`, a third bitmap in element 65, in hexadecimal.
  private func parser(_ fields: String) throws -> MessageParser {
    let text = """
      {"mti": {"len": "fixed", "max": 4, "enc": "ascii"},
       "bitmap": {"enc": "binary", "tertiary": 65},
       "fields": {"65": {"len": "fixed", "max": 8, "enc": "hexascii"}, \(fields)}}
      """
    return try MessageParser(SpecFile.read(Array(text.utf8)))
  }

  private static let two = #"{"len": "fixed", "max": 2, "enc": "ascii"}"#

  // MARK: - Fields

  @Test func `a BER length may count the bytes of packed digits`() throws {
    let codec = try codec(
      """
      {"len": "rest", "enc": "binary", "sub": {"kind": "ber", "fields": {"9F02":
       {"len": "var", "max": 12, "prefix": {"enc": "ber", "counts": "bytes"}, "enc": "bcd"}}}}
      """)
    let wire = bytes(hex: "9F0206 000000001250")
    let value = try codec.parse(wire)
    #expect(value["9F02"] == .text("000000001250"))
    #expect(try codec.serialize(value) == wire)
  }

  @Test func `a packed tag of an odd number of digits has a filler in front`() throws {
    let codec = try codec(
      """
      {"len": "rest", "enc": "binary", "sub": {"kind": "tlv", "tag": {"size": 3, "enc": "bcd"},
       "unknown": {"len": "var", "prefix": {"enc": "binary"}, "enc": "binary"}}}
      """)
    let wire = bytes(hex: "0123 01AA 0456 00")
    let value = try codec.parse(wire)
    #expect(value == .fields([.init("123", .bytes([0xAA])), .init("456", .bytes([]))]))
    #expect(try codec.serialize(value) == wire)
    let error = #expect(throws: ParseError.self) { try codec.parse(bytes(hex: "1123 00")) }
    #expect(error?.code == .tagMalformed)
  }

  @Test func `a packed tag may have a character taken off its left`() throws {
    let codec = try codec(
      """
      {"len": "rest", "enc": "binary", "sub": {"kind": "tlv",
       "tag": {"size": 4, "enc": "bcd", "strip": "0"},
       "fields": {"23": {"len": "fixed", "max": 1, "enc": "ascii"}}}}
      """)
    let wire = bytes(hex: "0023 41")
    #expect(try codec.parse(wire) == .fields([.init("23", .text("A"))]))
    #expect(try codec.serialize(.fields([.init("23", .text("A"))])) == wire)
    #expect(try codec.serialize(.fields([.init("0023", .text("A"))])) == wire)
  }

  @Test func `a tag is found for writing however its key is spelt`() throws {
    let codec = try codec(
      """
      {"len": "rest", "enc": "binary", "sub": {"kind": "ber", "fields": {"9F26":
       {"len": "var", "max": 8, "prefix": {"enc": "ber"}, "enc": "binary"}}}}
      """)
    let value = FieldValue.fields([.init("9f26", .bytes([1, 2]))])
    #expect(try codec.serialize(value) == bytes(hex: "9F26020102"))
  }

  @Test func `00 is a filler and never a tag`() throws {
    let codec = try codec(
      """
      {"len": "rest", "enc": "binary", "sub": {"kind": "ber", "unknown":
       {"len": "var", "prefix": {"enc": "ber"}, "enc": "binary"}}}
      """)
    #expect(BERTag(key: "00") == nil)
    #expect(throws: BuildError.self) {
      try codec.serialize(.fields([.init("00", .bytes([0x5A, 0x00]))]))
    }
  }

  @Test(arguments: [
    #"{"len": "var", "prefix": {"enc": "ascii"}, "enc": "hexascii", "unit": "digit"}"#,
    #"{"len": "var", "prefix": {"enc": "ascii", "counts": "bytes"}, "enc": "hexascii"}"#,
  ])
  func `an odd number of hexadecimal digits is refused behind a length`(form: String) throws {
    let error = #expect(throws: ParseError.self) { try codec(form).parse(Array("3ABC".utf8)) }
    #expect(error?.code == .oddHexadecimal)
  }

  @Test func `an odd number of hexadecimal digits is refused at the end`() throws {
    let codec = try codec(#"{"len": "rest", "enc": "hexascii"}"#)
    #expect(try codec.parse(Array("ABCD".utf8)) == .bytes([0xAB, 0xCD]))
    let error = #expect(throws: ParseError.self) { try codec.parse(Array("ABC".utf8)) }
    #expect(error?.code == .oddHexadecimal)
  }

  @Test func `an odd number of binary nibbles is written as it was read`() throws {
    let codec = try codec(
      """
      {"len": "fixed", "max": 3, "unit": "digit", "enc": "binary", "odd": "right", "filler": "F"}
      """)
    let value = try codec.parse(bytes(hex: "123F"))
    #expect(try codec.serialize(value) == bytes(hex: "123F"))
    #expect(throws: BuildError.self) { try codec.serialize(.bytes(bytes(hex: "1230"))) }
  }

  @Test func `no character of a signed amount is lost on the way`() throws {
    let codec = try codec(#"{"len": "fixed", "max": 5, "enc": "xbcd"}"#)
    #expect(try codec.serialize(.text("C1234")) == bytes(hex: "43 1234"))
    // A combining accent makes one Character of the sign and itself.
    #expect(throws: BuildError.self) { try codec.serialize(.text("C\u{301}1234")) }
  }

  // MARK: - Messages

  @Test func `what follows a third bitmap that cannot be read is not there`() throws {
    let parser = try parser(#""66": \#(Self.two), "2": \#(Self.two)"#)
    let wire = Array("0100".utf8) + bytes(hex: "C000000000000000 C000000000000000")
    let (message, error) = Message.reading(wire + Array("AAZZ".utf8), using: parser)
    #expect(error?.path == ParseError.Path(.element(65)))
    #expect(message.elements == [DataElement(rawValue: 2)])
  }

  @Test func `a third bitmap in small letters comes back as it was`() throws {
    let parser = try parser(#""133": \#(Self.two), "135": \#(Self.two)"#)
    let wire =
      Array("0100".utf8) + bytes(hex: "8000000000000000 8000000000000000")
      + Array("0a00000000000000AABB".utf8)
    var message = try Message(parsing: wire, using: parser)
    #expect(try message.serialize() == wire)
    message.remove(DataElement(rawValue: 135))
    #expect(try message.serialize().suffix(18) == Array("0800000000000000AA".utf8)[...])
  }

  @Test func `elements of the third bitmap go with the element that holds it`() throws {
    let parser = try parser(#""2": \#(Self.two), "130": \#(Self.two)"#)
    var message = try Message(mti: "0100", using: parser)
    try message.set(DataElement(rawValue: 2), to: .text("AA"))
    try message.set(DataElement(rawValue: 130), to: .text("BB"))
    message.remove(DataElement(rawValue: 65))
    #expect(message.elements == [DataElement(rawValue: 2)])
    let wire = Array("0100".utf8) + bytes(hex: "4000000000000000") + Array("AA".utf8)
    #expect(try message.serialize() == wire)
  }

  @Test func `half a byte at the end of a composite moves no error out of the message`() throws {
    let parser = try parser(
      """
      "2": {"len": "var", "prefix": {"enc": "ascii", "counts": "bytes"}, "enc": "hexascii", "sub":
        {"kind": "ber", "unknown": {"len": "var", "prefix": {"enc": "ber"}, "enc": "binary"}}}
      """)
    let wire = Array("0100".utf8) + bytes(hex: "4000000000000000") + Array("1a".utf8)
    let message = try Message(parsing: wire, using: parser, options: .lenient)
    #expect(message.deviations.map(\.offset) == [12, 14])
  }

  @Test func `masking a data object that runs on behind the one around it does not trap`() throws {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-1987-ascii"))
    // 70 holds two bytes, which are the tag 9F81 and go on behind it.
    for content in ["70029F81 015A00", "7002 9F26 08 1122334455667788", "7001 9F 8101"] {
      let data = bytes(hex: content)
      let length = String(1_000 + data.count).dropFirst()
      let wire =
        Array("0100".utf8) + bytes(hex: "0000000000000200") + Array(length.utf8) + data
      let (message, error) = Message.reading(wire, using: parser, options: .lenient)
      #expect(error == nil)
      var writer = JSONWriter()
      message.writeJSON(to: &writer)
      #expect(writer.isComplete)
    }
  }

  @Test func `lenient parsing says where each thing was that it let through`() throws {
    let parser = try parser(
      """
      "2": {"len": "var", "prefix": {"enc": "ascii", "size": 2}, "enc": "hexascii", "sub":
        {"kind": "positional", "order": ["a", "b"], "fields": {
          "a": {"len": "fixed", "max": 2, "enc": "ascii", "class": "n"},
          "b": {"len": "fixed", "max": 1, "enc": "ascii", "class": "n"}}}}
      """)
    let wire =
      Array("0100".utf8) + bytes(hex: "4000000000000000") + Array("03303158".utf8)
      + Array("!".utf8)
    #expect(throws: ParseError.self) { try Message(parsing: wire, using: parser) }
    let message = try Message(parsing: wire, using: parser, options: .lenient)
    #expect(message.deviations.map(\.path.description) == ["2.b", "end"])
    // The third byte of the content is the fifth and sixth digit.
    #expect(message.deviations.map(\.offset) == [18, 20])
  }
}
