import ISO8583
import Testing

/// Specs that contradict themselves.
struct SpecErrorTests {
  private static func failure(_ spec: MessageSpec) -> SpecError? {
    #expect(throws: SpecError.self) { try MessageParser(spec) }
  }

  private static func failure(_ field: FieldSpec) -> SpecError? {
    failure(.small([48: field]))
  }

  private static func failure(_ subfields: Subfields) -> SpecError? {
    failure(FieldSpec(length: .rest(maximum: nil), encoding: .binary, subfields: subfields))
  }

  private static func failure(_ bitmap: BitmapSpec, _ elements: [Int: FieldSpec] = [:])
    -> SpecError?
  {
    failure(.small(elements, bitmap: bitmap))
  }

  @Test func `refuses an element that no bitmap announces`() {
    #expect(
      Self.failure(.small([129: .text(1)]))?.description
        == "spec at fields.129: the bitmap announces elements 2 to 128 only")
    #expect(Self.failure(.small([0: .text(1)]))?.problem == .elementOutOfRange(highest: 128))
    #expect(
      Self.failure(.small([1: .text(1)]))?.description
        == "spec at fields.1: this bit announces another bitmap and cannot be an element")
    let skipping = BitmapSpec(.binary, chunkByteCount: 16, extends: false, skippedBits: [1, 128])
    #expect(
      Self.failure(skipping, [128: .text(1)])?.description
        == "spec at fields.128: this bit announces nothing and cannot be an element")
  }

  @Test func `refuses a bitmap of a form that cannot be`() {
    for bitmap in [
      BitmapSpec(.binary, chunkByteCount: 0), BitmapSpec(.binary, chunkByteCount: 25),
      BitmapSpec(.binary, chunkByteCount: 4), BitmapSpec(.binary, maximumChunkCount: 0),
      BitmapSpec(.binary, maximumChunkCount: 19), BitmapSpec(.binary, maximumChunkCount: .max),
      BitmapSpec(.binary, chunkByteCount: .max, extends: false),
      BitmapSpec(.binary, chunkByteCount: .min, extends: false),
      BitmapSpec(.binary, chunkByteCount: 24, maximumChunkCount: 7),
    ] {
      #expect(Self.failure(bitmap)?.problem == .chunkOutOfRange)
      #expect(Self.failure(bitmap)?.path == "bitmap")
    }
    #expect(Self.failure(BitmapSpec(.binary, skippedBits: [129]))?.problem == .bitOutOfRange(129))
    #expect(Self.failure(BitmapSpec(.binary, setBits: [0]))?.problem == .bitOutOfRange(0))
    #expect(
      Self.failure(BitmapSpec(.binary, setBits: [7]))?.description
        == "spec at bitmap: bit 7 is set in every message and must be one that announces nothing")
    #expect(
      Self.failure(BitmapSpec(.binary, skippedBits: [1], setBits: [1]))?.problem
        == .setBitNotSkipped(1))
  }

  @Test func `refuses a third bitmap in a place where it cannot be`() {
    let inside = { (element: Int) in BitmapSpec(.binary, tertiaryElement: element) }
    let problem = SpecError.Problem.tertiaryElementNotOutsideFirstBitmaps
    #expect(Self.failure(inside(65))?.problem == problem)
    #expect(Self.failure(inside(65), [65: .binary(7)])?.problem == problem)
    #expect(Self.failure(inside(65), [65: .text(8)])?.problem == problem)
    #expect(Self.failure(inside(1))?.problem == problem)
    #expect(Self.failure(inside(129), [129: .binary(8)])?.problem == problem)
    let wide = BitmapSpec(.binary, chunkByteCount: 16, tertiaryElement: 65)
    #expect(Self.failure(wide, [65: .binary(8)])?.problem == problem)
    let thrice = BitmapSpec(.binary, maximumChunkCount: 3, tertiaryElement: 66)
    #expect(Self.failure(thrice, [66: .binary(8)])?.path == "bitmap.tertiary")
    #expect(Self.failure(.bitmap(inside(2), fields: [2: .binary(8)]))?.problem == problem)
  }

  @Test func `refuses lengths and prefixes that cannot be`() {
    let million = 1 << 20
    func field(_ length: FieldSpec.Length) -> FieldSpec {
      FieldSpec(length: length, encoding: .binary)
    }
    for length: FieldSpec.Length in [
      .fixed(-1), .fixed(million + 1), .rest(maximum: -1),
      .variable(Prefix(.bcd, width: 2), maximum: million + 1),
      .variable(Prefix(.bcd, width: 2), minimum: -1, maximum: nil),
    ] {
      #expect(Self.failure(field(length))?.problem == .lengthOutOfRange(maximum: million))
    }
    #expect(
      Self.failure(.variableText(3, minimum: 4))?.description
        == "spec at fields.48: the minimum is over the maximum")
    for (prefix, widest) in [
      (Prefix(.text(.ascii), width: 8), 7), (Prefix(.bcd, width: 0), 7),
      (Prefix(.binary, width: 5), 4), (Prefix(.hexadecimal(.ascii), width: 5), 4),
      (Prefix(.ber, width: 2), 1),
    ] {
      let error = Self.failure(field(.variable(prefix, maximum: 1)))
      #expect(error?.problem == .prefixWidthOutOfRange(maximum: widest))
      #expect(error?.path == "fields.48.prefix")
    }
    let narrow = field(.variable(Prefix(.text(.ascii), width: 1), minimum: 10, maximum: 20))
    #expect(Self.failure(narrow)?.problem == .prefixCannotReachMaximum)
    let odd = FieldSpec(length: .fixed(3), unit: .digit, encoding: .hexadecimal(.ascii))
    #expect(
      Self.failure(odd)?.description
        == "spec at fields.48: a fixed number of hexadecimal digits must be even")
  }

  @Test func `refuses fillers, padding and classes that cannot be`() {
    #expect(Self.failure(.packed(3, filler: 16))?.problem == .fillerOutOfRange)
    var field = FieldSpec.text(3)
    field.padding = FieldSpec.Padding(side: .left, character: 0x80)
    #expect(Self.failure(field)?.problem == .paddingNotASCII)
    field = .binary(3)
    field.characters = .numeric
    #expect(Self.failure(field)?.problem == .characterClassOnBinary)
    for mti: FieldSpec in [.text(3), .binary(4), .variableText(4), .packed(3)] {
      var spec = MessageSpec.small([:])
      spec.mti = mti
      #expect(
        Self.failure(spec)?.description
          == "spec at mti: a message type indicator has four digits")
    }
  }

  @Test func `refuses composites that cannot be`() {
    func positional(_ order: [String], _ keys: [String]) -> Subfields {
      .positional(
        order: order, fields: Dictionary(uniqueKeysWithValues: keys.map { ($0, .text(1)) }),
        optionalTail: false)
    }
    #expect(Self.failure(positional(["1", "2"], ["1"]))?.problem == .subfieldMissing("2"))
    #expect(Self.failure(positional(["1"], ["1", "2"]))?.problem == .subfieldNotInOrder("2"))
    #expect(Self.failure(positional(["1", "1"], ["1"]))?.problem == .subfieldRepeated("1"))
    for empty: Subfields in [
      positional([], []), .bitmap(BitmapSpec(.binary), fields: [:]),
      .ber(fields: [:], unknown: nil),
      .tagged(Subfields.Tag(.binary, count: 1), fields: [:], unknown: nil),
    ] {
      #expect(
        Self.failure(empty)?.description
          == "spec at fields.48.sub: a composite needs at least one subfield")
    }
    let small = BitmapSpec(.binary, chunkByteCount: 1, extends: false, skippedBits: [3])
    #expect(
      Self.failure(.bitmap(small, fields: [9: .text(1)]))?.problem
        == .elementOutOfRange(highest: 8))
    #expect(Self.failure(.bitmap(small, fields: [3: .text(1)]))?.problem == .skippedBitIsAnElement)
    #expect(
      Self.failure(.bitmap(BitmapSpec(.binary), fields: [1: .text(1)]))?.problem
        == .continuationBitIsAnElement)
    let broken = BitmapSpec(.binary, chunkByteCount: 0)
    #expect(Self.failure(.bitmap(broken, fields: [:]))?.path == "fields.48.sub.bitmap")
  }

  @Test func `refuses tags that could never be met`() {
    let value = FieldSpec.variableText(9)
    func tagged(_ encoding: FieldSpec.Encoding, _ count: Int, _ key: String) -> Subfields {
      .tagged(Subfields.Tag(encoding, count: count), fields: [key: value], unknown: nil)
    }
    for count in [0, 9] {
      #expect(Self.failure(tagged(.binary, count, "1"))?.problem == .tagOutOfRange)
    }
    for subfields in [
      tagged(.text(.ascii), 2, "123"), tagged(.text(.ascii), 2, "É"), tagged(.binary, 1, "1"),
      tagged(.binary, 1, "+1"), tagged(.binary, 1, "ff"), tagged(.hexadecimal(.ascii), 1, "df"),
      .ber(fields: ["9f26": value], unknown: nil),
      .ber(
        fields: ["9F"]
          .reduce(into: [:]) { $0[$1] = value }, unknown: nil),
      .ber(fields: ["00": value], unknown: nil),
    ] {
      #expect(Self.failure(subfields)?.problem == .tagMalformed)
    }
    let rest = FieldSpec(length: .rest(maximum: nil), encoding: .binary)
    #expect(
      Self.failure(.ber(fields: ["9A": rest], unknown: nil))?.description
        == "spec at fields.48.sub.fields.9A: a tagged subfield needs a length of its own")
    let unknown = Subfields.tagged(
      Subfields.Tag(.binary, count: 1), fields: [:], unknown: rest)
    #expect(Self.failure(unknown)?.path == "fields.48.sub.unknown")
  }

  @Test func `refuses a nesting bomb, and takes eight composites inside one another`() throws {
    func nested(_ depth: Int) -> FieldSpec {
      (0..<depth).reduce(.text(1)) { inner, _ in
        FieldSpec(
          length: .rest(maximum: nil), encoding: .binary,
          subfields: .positional(order: ["1"], fields: ["1": inner], optionalTail: false))
      }
    }
    let error = Self.failure(nested(200))
    #expect(error?.problem == .tooDeep(maximum: 8))
    #expect(error?.path.hasPrefix("fields.48.sub.fields.1.sub") == true)
    #expect(Self.failure(nested(9))?.problem == .tooDeep(maximum: 8))
    let codec = try FieldCodec(nested(8))
    var value = FieldValue.text("A")
    for _ in 0..<8 { value = .fields([.init("1", value)]) }
    #expect(try codec.parse([0x41]) == value)
    #expect(try codec.serialize(value) == [0x41])
  }

  @Test func `refuses padding that no value of the field could have`() {
    func padded(_ field: FieldSpec, _ character: Character) -> FieldSpec {
      var field = field
      field.padding = FieldSpec.Padding(side: .left, character: character.asciiValue ?? 0xFF)
      return field
    }
    #expect(
      Self.failure(padded(.binary(3), "0"))?.description
        == "spec at fields.48.pad: padding is a character, and this encoding holds bytes")
    let hexadecimal = FieldSpec(length: .fixed(3), encoding: .hexadecimal(.ascii))
    #expect(Self.failure(padded(hexadecimal, "0"))?.problem == .paddingOnBinary)
    for field in [
      padded(.packed(3), "X"), padded(.packed(3), "A"), padded(.packed(3), " "),
      padded(.packed(3, hex: true), "G"), padded(.text(3, .numeric), " "),
      padded(.text(3, .alphabetic), "0"), padded(.text(3, .signedNumeric), " "),
    ] {
      #expect(Self.failure(field)?.problem == .paddingNotHeld)
    }
    for field in [
      padded(.packed(3, hex: true), "F"), padded(.packed(3, .numeric), "0"),
      padded(.text(9, .signedNumeric), "0"), padded(.text(9, .zoned), "0"),
      padded(.text(3, .alphanumeric), " "),
    ] {
      #expect(throws: Never.self) { try MessageParser(.small([48: field])) }
    }
  }

  @Test func `refuses what takes all that is left and something after it`() throws {
    let rest = FieldSpec(length: .rest(maximum: 9), encoding: .text(.ascii))
    #expect(
      Self.failure(.small([48: rest, 49: .text(3)]))?.description
        == "spec at fields.48: what takes all that is left can only be the last")
    #expect(Self.failure(.small([:], header: rest))?.path == "header")
    #expect(throws: Never.self) { try MessageParser(.small([47: .text(3), 48: rest])) }
    func pair(_ first: FieldSpec, _ second: FieldSpec) -> Subfields {
      .positional(order: ["1", "2"], fields: ["1": first, "2": second], optionalTail: true)
    }
    #expect(Self.failure(pair(rest, .text(1)))?.path == "fields.48.sub.fields.1")
    let announced = Subfields.bitmap(BitmapSpec(.binary), fields: [2: rest, 3: .text(1)])
    #expect(Self.failure(announced)?.path == "fields.48.sub.fields.2")
    _ = try FieldCodec(
      FieldSpec(
        length: .fixed(9), encoding: .text(.ascii), subfields: pair(.text(1), rest)))
  }

  @Test(arguments: [
    FieldSpec.Encoding.text(.ascii), .binary, .bcd, .hexadecimal(.ascii),
  ])
  func `fixed subfields are as long as the fixed field around them`(
    encoding: FieldSpec.Encoding
  ) throws {
    let room = 6
    func container(_ last: FieldSpec, tail: Bool = false) -> FieldSpec {
      FieldSpec(
        length: .fixed(room), encoding: encoding,
        subfields: .positional(
          order: ["1", "2"], fields: ["1": .text(2), "2": last], optionalTail: tail))
    }
    _ = try FieldCodec(container(.text(room - 2)))
    for wrong in [room - 1, room + 5] {
      let error = Self.failure(container(.text(wrong - 2)))
      #expect(error?.path == "fields.48.sub")
      #expect(error?.problem == .subfieldsNotTheirContainer(sum: wrong, room: room))
      _ = try FieldCodec(container(.text(wrong - 2), tail: true))
    }
    _ = try FieldCodec(container(.variableText(9)))
  }

  @Test func `says where a header is wrong`() {
    #expect(Self.failure(.small([:], header: .text(-1)))?.path == "header")
  }
}
