import ISO8583
import TestSupport
import Testing

/// Fields made of fields: bytes → value → the same bytes.
struct CompositeTests {
  private static func text(_ length: FieldSpec.Length) -> FieldSpec {
    FieldSpec(length: length, encoding: .text(.ascii))
  }

  private static let lenient2 = FieldSpec.Length.variable(
    Prefix(.text(.ascii), width: 2), maximum: nil)
  private static let ber = FieldSpec(
    length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)

  private static func holding(
    _ subfields: Subfields, in encoding: FieldSpec.Encoding = .binary,
    length: FieldSpec.Length = .rest(maximum: nil)
  ) -> FieldSpec {
    FieldSpec(length: length, encoding: encoding, subfields: subfields)
  }

  private static func positional(tail: Bool = false) -> Subfields {
    .positional(
      order: ["a", "b"], fields: ["a": text(.fixed(2)), "b": text(lenient2)], optionalTail: tail)
  }

  private static func tagged(
    _ tag: Subfields.Tag, _ keys: [String] = [], unknown: Bool = true
  ) -> Subfields {
    let value = text(lenient2)
    let fields = Dictionary(uniqueKeysWithValues: keys.map { ($0, value) })
    return .tagged(tag, fields: fields, unknown: unknown ? value : nil)
  }

  private static let digits = Subfields.positional(
    order: ["1", "2"], fields: ["1": text(.fixed(2)), "2": text(.fixed(1))], optionalTail: false)

  static let rows: [FieldFormatTests.Row] = [
    .init(
      "positional", holding(positional()), "4142 3031 58",
      .fields([.init("a", .text("AB")), .init("b", .text("X"))])),
    .init(
      "positional without its tail", holding(positional(tail: true)), "4142",
      .fields([.init("a", .text("AB"))])),
    .init("positional with nothing", holding(positional(tail: true)), "", .fields([])),
    .init(
      "nested bitmap",
      holding(
        .bitmap(
          BitmapSpec(.binary, chunkByteCount: 2, extends: false),
          fields: [1: text(.fixed(1)), 16: text(.fixed(2))])),
      "8001 41 4243", .fields([.init("1", .text("A")), .init("16", .text("BC"))])),
    .init(
      "nested bitmap of two chunks",
      holding(.bitmap(BitmapSpec(.hexadecimal(.ascii)), fields: [66: text(.fixed(1))])),
      hex(Array("80000000000000004000000000000000Z".utf8)), .fields([.init("66", .text("Z"))])),
    .init(
      "text tags", holding(tagged(Subfields.Tag(.text(.ascii), count: 2), ["01"])),
      "3031 3031 41 5A5A 3030 3031 3030",
      .fields([.init("01", .text("A")), .init("ZZ", .text("")), .init("01", .text(""))])),
    .init(
      "text tags with zeros taken off",
      holding(tagged(Subfields.Tag(.text(.ascii), count: 3, strip: UInt8(ascii: "0")), ["7"])),
      "303037 3031 41 303132 3030", .fields([.init("7", .text("A")), .init("12", .text(""))])),
    .init(
      "EBCDIC tags", holding(tagged(Subfields.Tag(.text(.ebcdic500), count: 2), ["A1"])),
      "C1F1 3031 41", .fields([.init("A1", .text("A"))])),
    .init(
      "binary tags", holding(tagged(Subfields.Tag(.binary, count: 2), ["00FE"])),
      "00FE 3031 41 FFFF 3030", .fields([.init("00FE", .text("A")), .init("FFFF", .text(""))])),
    .init(
      "hexadecimal tags", holding(tagged(Subfields.Tag(.hexadecimal(.ascii), count: 1), ["DF"])),
      "4446 3031 41", .fields([.init("DF", .text("A"))])),
    .init(
      "packed tags", holding(tagged(Subfields.Tag(.bcd, count: 4), ["0102"])),
      "0102 3031 41 9999 3030", .fields([.init("0102", .text("A")), .init("9999", .text(""))])),
    .init(
      "packed tags of three digits", holding(tagged(Subfields.Tag(.bcd, count: 3), ["102"])),
      "0102 3031 41", .fields([.init("102", .text("A"))])),
    .init(
      "BER, listed, unknown, repeated, long",
      holding(.ber(fields: ["9A": ber, "DF8101": ber], unknown: ber)),
      "9A 01 11 9A 00 5F2A 02 0978 DF8101 01 FF 9F818201 00" + " 71 8180"
        + String(repeating: "00", count: 128),
      .fields([
        .init("9A", .bytes([0x11])), .init("9A", .bytes([])), .init("5F2A", .bytes([9, 0x78])),
        .init("DF8101", .bytes([0xFF])), .init("9F818201", .bytes([])),
        .init("71", .bytes(Array(repeating: 0, count: 128))),
      ])),
    .init(
      "BER inside BER",
      holding(
        .ber(
          fields: [
            "70": holding(
              .ber(fields: [:], unknown: ber),
              length: .variable(Prefix(.ber, width: 1), maximum: nil))
          ], unknown: ber)),
      "70 03 5A 01 99", .fields([.init("70", .fields([.init("5A", .bytes([0x99]))]))])),
    .init(
      "private data subelements", holding(.privateDataSubelements(.ebcdic500)),
      "F0F0F2F3 F0F0F3 D4D4D4 F0F0F2F3 F0F0F0",
      .fields([.init("0023", .text("MMM")), .init("0023", .text(""))])),
    .init(
      "datasets", holding(.datasets()), "71 0002 ABCD 00 0000",
      .fields([.init("71", .bytes([0xAB, 0xCD])), .init("00", .bytes([]))])),
    .init(
      "inside packed digits", holding(digits, in: .bcd, length: .fixed(3)), "0051",
      .fields([.init("1", .text("05")), .init("2", .text("1"))])),
    .init(
      "inside hexadecimal",
      holding(.ber(fields: [:], unknown: ber), in: .hexadecimal(.ebcdic037)),
      "F9C1 F0F1 F1F1", .fields([.init("9A", .bytes([0x11]))])),
    .init(
      "inside hexadecimal counted in digits",
      FieldSpec(
        length: .variable(Prefix(.text(.ascii), width: 3), maximum: 999), unit: .digit,
        encoding: .hexadecimal(.ascii), subfields: .ber(fields: [:], unknown: ber)),
      hex(Array("0069A0111".utf8)), .fields([.init("9A", .bytes([0x11]))])),
  ]

  @Test(arguments: rows)
  func `reads a composite and writes the same bytes from its subfields`(
    row: FieldFormatTests.Row
  ) throws {
    let codec = try FieldCodec(row.field)
    let wire = bytes(hex: row.wire)
    #expect(try codec.parse(wire) == row.value)
    #expect(hex(try codec.serialize(row.value)) == hex(wire))
    // The bytes of the whole stay good for the whole.
    if case .binary = row.field.encoding {
      #expect(try codec.serialize(.bytes(wire)) == wire)
    }
  }

  @Test func `passes over filler between data objects, which values do not keep`() throws {
    let codec = try FieldCodec(Self.holding(.ber(fields: [:], unknown: Self.ber)))
    let value = try codec.parse(bytes(hex: "00 9A 01 11 00 00 9C 01 00 00"))
    #expect(value == .fields([.init("9A", .bytes([0x11])), .init("9C", .bytes([0]))]))
    #expect(hex(try codec.serialize(value)) == "9A01119C0100")
  }

  /// A composite that is wrong: its bytes, the error's code and path, and its offset.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var field: FieldSpec
    var wire: String
    var code: ParseError.Code
    var path: String
    var offset: Int
  }

  static let wrong: [Wrong] = [
    Wrong(
      testDescription: "subfield cut", field: holding(positional()), wire: "4142 3035 58",
      code: .truncated, path: "2.b", offset: 4),
    Wrong(
      testDescription: "subfield missing", field: holding(positional()), wire: "4142",
      code: .truncated, path: "2.b", offset: 2),
    Wrong(
      testDescription: "bytes behind the last", field: holding(positional()),
      wire: "4142 3030 58", code: .leftoverBytes, path: "2", offset: 4),
    Wrong(
      testDescription: "tag not listed",
      field: holding(tagged(Subfields.Tag(.text(.ascii), count: 2), ["01"], unknown: false)),
      wire: "3031 3030 3032 3030", code: .tagUnknown, path: "2.02", offset: 6),
    Wrong(
      testDescription: "tag cut", field: holding(tagged(Subfields.Tag(.text(.ascii), count: 2))),
      wire: "30", code: .truncated, path: "2", offset: 0),
    Wrong(
      testDescription: "packed tag with a letter",
      field: holding(tagged(Subfields.Tag(.bcd, count: 2))), wire: "1A 3030", code: .tagMalformed,
      path: "2", offset: 0),
    Wrong(
      testDescription: "indefinite BER length", field: holding(.ber(fields: [:], unknown: ber)),
      wire: "30 80 0000", code: .lengthForm, path: "2.30", offset: 1),
    Wrong(
      testDescription: "BER length not in its shortest form",
      field: holding(.ber(fields: [:], unknown: ber)), wire: "9A 8101 11", code: .lengthForm,
      path: "2.9A", offset: 1),
    Wrong(
      testDescription: "BER length of 2 GB", field: holding(.ber(fields: [:], unknown: ber)),
      wire: "9A 8480000000 11", code: .lengthOverMaximum, path: "2.9A", offset: 1),
    Wrong(
      testDescription: "BER length just under 2 GB",
      field: holding(.ber(fields: [:], unknown: ber)), wire: "9A 847FFFFFFF 11", code: .truncated,
      path: "2.9A", offset: 6),
    Wrong(
      testDescription: "BER tag cut", field: holding(.ber(fields: [:], unknown: ber)),
      wire: "9A 01 11 9F", code: .tagMalformed, path: "2", offset: 3),
    Wrong(
      testDescription: "BER tag over four bytes", field: holding(.ber(fields: [:], unknown: ber)),
      wire: "9F 81 82 83 04 00", code: .tagMalformed, path: "2", offset: 0),
    Wrong(
      testDescription: "bit of a nested bitmap without a field",
      field: holding(
        .bitmap(
          BitmapSpec(.binary, chunkByteCount: 1, extends: false), fields: [1: text(.fixed(1))])),
      wire: "40", code: .elementUndefined, path: "2.2", offset: 1),
    Wrong(
      testDescription: "nested bitmap cut",
      field: holding(
        .bitmap(
          BitmapSpec(.binary, chunkByteCount: 2, extends: false), fields: [1: text(.fixed(1))])),
      wire: "40", code: .truncated, path: "2.bitmap", offset: 0),
    Wrong(
      testDescription: "hexadecimal container, place counted in characters",
      field: holding(.ber(fields: [:], unknown: ber), in: .hexadecimal(.ascii)),
      wire: hex(Array("9A0111DF".utf8)), code: .tagMalformed, path: "2", offset: 6),
    Wrong(
      testDescription: "packed container, place behind the filler",
      field: holding(
        .positional(
          order: ["1", "2"],
          fields: [
            "1": text(.fixed(2)),
            "2": FieldSpec(length: .fixed(1), encoding: .text(.ascii), characters: .alphabetic),
          ], optionalTail: false), in: .bcd, length: .fixed(3)),
      wire: "0051", code: .characterNotAllowed, path: "2.2", offset: 1),
  ]

  @Test(arguments: wrong)
  func `refuses a composite and names the place`(row: Wrong) throws {
    let codec = try FieldCodec(row.field)
    let error = #expect(throws: ParseError.self) { try codec.parse(bytes(hex: row.wire)) }
    #expect(error?.code == row.code)
    #expect(error.map { "\($0.path)" } == row.path)
    #expect(error?.offset == row.offset)
  }

  @Test func `names the place inside a packed composite of odd length`() throws {
    // 0|1 23 45: content "12345"; the third subfield begins at the low nibble of byte 1.
    let letter = FieldSpec(length: .fixed(1), encoding: .text(.ascii), characters: .alphabetic)
    let subfields = Subfields.positional(
      order: ["1", "2", "3"],
      fields: ["1": Self.text(.fixed(2)), "2": letter, "3": Self.text(.fixed(2))],
      optionalTail: false)
    let codec = try FieldCodec(Self.holding(subfields, in: .bcd, length: .fixed(5)))
    let error = #expect(throws: ParseError.self) { try codec.parse(bytes(hex: "012345")) }
    #expect(error?.offset == 1)
  }

  /// What cannot be written, and why.
  @Test func `refuses subfields that the composite cannot hold`() throws {
    func code(_ subfields: Subfields, _ members: [FieldValue.Member]) throws -> BuildError? {
      let codec = try FieldCodec(Self.holding(subfields))
      return #expect(throws: BuildError.self) { try codec.serialize(.fields(members)) }
    }
    let a = FieldValue.Member("a", .text("AB"))
    let b = FieldValue.Member("b", .text("X"))
    #expect(try code(Self.positional(), [a])?.description == "DE 2.b: it must be there")
    #expect(try code(Self.positional(), [a, b, b])?.description == "DE 2.b: it comes twice")
    #expect(
      try code(Self.positional(), [a, .init("c", .text(""))])?.description
        == "DE 2.c: the spec does not have it")
    #expect(try code(Self.positional(tail: true), [b])?.code == .subfieldMissing)
    let anyBER = Subfields.ber(fields: [:], unknown: Self.ber)
    for key in ["", "9", "9F", "9A01", "+9A", "ZZ", "00", "9F8182838401"] {
      #expect(try code(anyBER, [.init(key, .bytes([]))])?.code == .tagMalformed, "\(key)")
    }
    #expect(try code(anyBER, [.init("9A", .text("1"))])?.code == .wrongKind)
    let listed = Subfields.ber(fields: ["9A": Self.ber], unknown: nil)
    #expect(try code(listed, [.init("9C", .bytes([]))])?.code == .undefined)
    let tagged = Self.tagged(Subfields.Tag(.text(.ascii), count: 2))
    for key in ["001", "É1", "\u{7}"] {
      #expect(try code(tagged, [.init(key, .text(""))])?.code == .tagMalformed, "\(key)")
    }
    // The filler would swallow the tag, and what is inside would be read as another object.
    #expect(try code(anyBER, [.init("00", .bytes([0x9A, 0x00]))])?.code == .tagMalformed)
  }
}
