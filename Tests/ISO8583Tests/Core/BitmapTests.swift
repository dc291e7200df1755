import ISO8583
import TestSupport
import Testing

/// Bitmaps of every size and place.
struct BitmapTests {
  private static func parser(_ bitmap: BitmapSpec, _ numbers: [Int]) throws -> MessageParser {
    var elements = Dictionary(uniqueKeysWithValues: numbers.map { ($0, FieldSpec.text(1)) })
    if let number = bitmap.tertiaryElement { elements[number] = .binary(8) }
    return try MessageParser(.small(elements, bitmap: bitmap))
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

  /// Message on the wire, without its MTI: the bitmap in hexadecimal, then the values.
  private static func wire(_ bitmap: String, _ values: String) -> [UInt8] {
    Array("0100".utf8) + bytes(hex: bitmap) + Array(values.utf8)
  }

  private static func check(
    _ bitmap: BitmapSpec, _ numbers: [Int], _ wire: [UInt8],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let parser = try parser(bitmap, numbers)
    let read = try Message(parsing: wire, using: parser)
    #expect(read.elements.map(\.rawValue) == numbers.sorted(), sourceLocation: sourceLocation)
    #expect(hex(try read.serialize()) == hex(wire), sourceLocation: sourceLocation)
    var built = try Message(mti: "0100", using: parser)
    for element in read.elements.reversed() where element.rawValue != bitmap.tertiaryElement {
      try built.set(element, to: try #require(try read.value(of: element)))
    }
    #expect(hex(try built.serialize()) == hex(wire), sourceLocation: sourceLocation)
  }

  @Test func `one, two or three chunks of eight bytes`() throws {
    let bitmap = BitmapSpec(.binary, maximumChunkCount: 3)
    try Self.check(bitmap, [2, 64], Self.wire("4000000000000001", "AB"))
    try Self.check(bitmap, [2, 128], Self.wire("C000000000000000 0000000000000001", "AB"))
    try Self.check(
      bitmap, [66, 192],
      Self.wire("8000000000000000 C000000000000000 0000000000000001", "AB"))
  }

  @Test func `sixteen and twenty-four bytes`() throws {
    try Self.check(
      BitmapSpec(.binary, chunkByteCount: 16, extends: false), [1, 65, 128],
      Self.wire("8000000000000000 8000000000000001", "ABC"))
    try Self.check(
      BitmapSpec(.binary, chunkByteCount: 24, extends: false), [2, 192],
      Self.wire("4000000000000000" + Self.zeros(31) + "1", "AB"))
    try Self.check(
      BitmapSpec(.binary, chunkByteCount: 16), [2, 256],
      Self.wire("C" + Self.zeros(31) + Self.zeros(31) + "1", "AB"))
  }

  @Test func `in hexadecimal, and another way after the first chunk`() throws {
    try Self.check(
      BitmapSpec(.hexadecimal(.ascii)), [2, 66],
      Self.wire("", "C0000000000000004000000000000000AB"))
    try Self.check(
      BitmapSpec(.hexadecimal(.ebcdic500), laterEncoding: .binary), [2, 66],
      Self.wire("C3" + String(repeating: "F0", count: 15) + "4000000000000000", "AB"))
  }

  @Test func `bits that announce nothing are passed over, and set if they must be`() throws {
    let bitmap = BitmapSpec(
      .binary, chunkByteCount: 16, extends: false, skippedBits: [1, 128], setBits: [1])
    try Self.check(bitmap, [2], Self.wire("C" + Self.zeros(31), "A"))
    let parser = try Self.parser(bitmap, [2])
    for other in ["4" + Self.zeros(31), "4" + Self.zeros(30) + "1"] {
      let wire = Self.wire(other, "A")
      #expect(try Message(parsing: wire, using: parser).serialize() == wire)
    }
  }

  @Test func `gives back an empty second bitmap and lower-case digits as they were`() throws {
    let parser = try Self.parser(BitmapSpec(.hexadecimal(.ascii)), [2, 5, 7])
    for text in ["c0000000000000000000000000000000A", "4a00000000000000ABC"] {
      let wire = Self.wire("", text)
      #expect(try Message(parsing: wire, using: parser).serialize() == wire)
    }
  }

  // MARK: - The third bitmap inside a data element

  private static let inside = BitmapSpec(.binary, tertiaryElement: 65)

  @Test func `a third bitmap inside an element announces what follows it`() throws {
    try Self.check(
      Self.inside, [2, 65, 66, 130],
      Self.wire(
        "C000000000000000 C000000000000000" + hex(Array("A".utf8)) + "4000000000000000", "BC"))
  }

  @Test func `a third bitmap that announces nothing comes back`() throws {
    let parser = try Self.parser(Self.inside, [66, 130])
    let wire = Self.wire("8000000000000000 C000000000000000 0000000000000000", "B")
    var message = try Message(parsing: wire, using: parser)
    #expect(try message.serialize() == wire)
    message.remove(DataElement(rawValue: 65))
    #expect(
      try message.serialize() == Self.wire("8000000000000000 4000000000000000", "B"))
  }

  @Test func `a third bitmap follows what is set and removed among what was parsed`() throws {
    let parser = try Self.parser(Self.inside, [2, 66, 130, 131, 140, 150])
    let head = "C000000000000000 C000000000000000"
    let wire = Self.wire(head + hex(Array("A".utf8)) + "6010000000000000", "BCDE")
    var message = try Message(parsing: wire, using: parser)
    #expect(try message.serialize() == wire)
    message.remove(DataElement(rawValue: 131))
    try message.set(DataElement(rawValue: 150), to: .text("F"))
    #expect(
      try message.serialize()
        == Self.wire(head + hex(Array("A".utf8)) + "4010040000000000", "BCEF"))
    message.remove(DataElement(rawValue: 65))
    try message.set(DataElement(rawValue: 131), to: .text("G"))
    #expect(
      try message.serialize()
        == Self.wire(head + hex(Array("A".utf8)) + "2000000000000000", "BG"))
  }

  @Test func `a third bitmap in lower-case digits comes back as it was`() throws {
    let field = FieldSpec(length: .fixed(8), encoding: .hexadecimal(.ascii))
    let parser = try MessageParser(.small([65: field, 131: .text(1)], bitmap: Self.inside))
    var wire = Self.wire("8000000000000000 8000000000000000", "2000000000000000A")
    #expect(try Message(parsing: wire, using: parser).serialize() == wire)
    let again = try MessageParser(
      .small([65: field, 129: .text(1), 131: .text(1)], bitmap: Self.inside))
    wire = Self.wire("8000000000000000 8000000000000000", "a000000000000000AB")
    #expect(try Message(parsing: wire, using: again).serialize() == wire)
  }

  @Test func `the third bitmap goes with what it announces`() throws {
    let parser = try Self.parser(Self.inside, [2, 130])
    var message = try Message(mti: "0100", using: parser)
    try message.set(.pan, to: .text("A"))
    try message.set(DataElement(rawValue: 130), to: .text("B"))
    #expect(message.contains(DataElement(rawValue: 65)))
    message.remove(DataElement(rawValue: 65))
    #expect(message.elements == [.pan])
    #expect(try message.serialize() == Self.wire("4000000000000000", "A"))
    // Its own bits are never taken as given.
    try message.set(DataElement(rawValue: 65), to: .bytes(Array(repeating: 0xFF, count: 8)))
    #expect(
      try message.serialize()
        == Self.wire("C000000000000000 8000000000000000 41 0000000000000000", ""))
  }

  @Test func `bits of the message before are not written`() throws {
    let parser = try Self.parser(Self.inside, [2, 66, 130])
    let long = Self.wire("C000000000000000 C000000000000000 41 4000000000000000", "BC")
    var message = try Message(parsing: long, using: parser)
    try message.parse(Self.wire("4000000000000000", "A"))
    try message.set(DataElement(rawValue: 65), to: .bytes(Array(repeating: 0, count: 8)))
    #expect(
      try message.serialize()
        == Self.wire("C000000000000000 8000000000000000 41 0000000000000000", ""))

    let wide = try Self.parser(BitmapSpec(.binary, chunkByteCount: 16, extends: false), [2, 70])
    message = try Message(
      parsing: Self.wire("4000000000000000 0400000000000000", "AB"), using: wide)
    #expect(throws: ParseError.self) { try message.parse(Array("010012".utf8)) }
    try message.set(.pan, to: .text("Z"))
    #expect(try message.serialize() == Self.wire("4" + Self.zeros(31), "Z"))
  }

  @Test func `what was read before a broken third bitmap stays, and nothing else appears`() throws {
    let parser = try Self.parser(Self.inside, [2, 66, 130])
    let wire = Self.wire("C000000000000000 C000000000000000 41 40000000", "")
    let (message, error) = Message.reading(wire, using: parser)
    #expect(error?.code == .truncated)
    #expect(error?.place == "DE 65")
    #expect(message.elements == [.pan])
  }

  @Test func `finds one element behind a third bitmap inside an element`() throws {
    let parser = try Self.parser(Self.inside, [2, 66, 130])
    let wire = Self.wire("C000000000000000 C000000000000000 41 4000000000000000", "BC")
    var table = ElementTable(for: parser)
    let range = try parser.locate(DataElement(rawValue: 130), in: wire.span, using: &table)
    #expect(range == 30..<31)
  }
}
