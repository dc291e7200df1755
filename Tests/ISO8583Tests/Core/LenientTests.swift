import ISO8583
import TestSupport
import Testing

/// What lenient parsing lets through, what it says of it, and what it gives back.
struct LenientTests {
  private static let head = Array("0100".utf8)

  private static func lenient(
    _ elements: [Int: FieldSpec], _ wire: [UInt8]
  ) throws -> Message {
    let parser = try MessageParser(.small(elements))
    #expect(throws: ParseError.self) { try Message(parsing: wire, using: parser) }
    let message = try Message(parsing: wire, using: parser, options: .lenient)
    #expect(hex(try message.serialize()) == hex(wire))
    return message
  }

  private static func value(_ field: FieldSpec, _ wire: String) throws -> (
    FieldValue?, [ParseError]
  ) {
    let message = try lenient([2: field], head + bytes(hex: "4000000000000000" + wire))
    return (try message.value(of: .pan), message.deviations)
  }

  @Test func `notes what breaks a rule of content, and reads the value all the same`() throws {
    var (value, deviations) = try Self.value(.text(3, .numeric), "314132")
    #expect(value == .text("1A2"))
    #expect(deviations.map(\.code) == [.characterNotAllowed])
    #expect(deviations.map(\.offset) == [13])
    (value, deviations) = try Self.value(.packed(3), "F123")
    #expect(value == .text("123"))
    #expect(deviations.map(\.code) == [.wrongFiller])
    (value, deviations) = try Self.value(.variableText(2), "3033 414243")
    #expect(value == .text("ABC"))
    #expect(deviations.map(\.code) == [.lengthOverMaximum])
    (value, deviations) = try Self.value(.objects, "3034 9A810111")
    #expect(value == .fields([.init("9A", .bytes([0x11]))]))
    #expect(deviations.map(\.code) == [.lengthForm])
  }

  @Test func `gives bytes that are no value of their field undecoded`() throws {
    // C3 A9 would be a letter in UTF-8, but the field is ASCII.
    for wire in ["41C1", "C3A9", "FFFF"] {
      let (value, deviations) = try Self.value(.text(2), wire)
      #expect(value == .undecoded(bytes(hex: wire)))
      #expect(deviations.map(\.code) == [.characterNotAllowed])
    }
    let digits = FieldSpec(length: .fixed(1), encoding: .hexadecimal(.ascii))
    #expect(try Self.value(digits, "3047").0 == .undecoded(bytes(hex: "3047")))
    let odd = FieldSpec(
      length: .variable(Prefix(.text(.ascii), width: 2), maximum: 9), unit: .digit,
      encoding: .hexadecimal(.ascii))
    let (value, deviations) = try Self.value(odd, "3033 414243")
    #expect(value == .undecoded(Array("ABC".utf8)))
    #expect(deviations.map(\.code) == [.oddHexadecimal])
    #expect(try Self.value(.objects, "3032 9A05").0 == .undecoded([0x9A, 0x05]))
  }

  @Test func `an undecoded value can be set again`() throws {
    let fields: [Int: FieldSpec] = [2: .text(2), 3: .packed(3), 4: .objects]
    var message = try Message(mti: "0100", using: MessageParser(.small(fields)))
    try message.set(.pan, to: .undecoded([0xC3, 0xA9]))
    try message.set(DataElement(rawValue: 3), to: .undecoded([0xF1, 0x23]))
    try message.set(DataElement(rawValue: 4), to: .undecoded([0x9A, 0x05]))
    let wire = Self.head + bytes(hex: "7000000000000000 C3A9 F123 3032 9A05")
    #expect(try message.serialize() == wire)
    #expect(message.deviations.map(\.code) == [.characterNotAllowed, .wrongFiller, .truncated])
    #expect(message.deviations.map { "\($0.path)" } == ["2", "3", "4.9A"])
    let error = #expect(throws: BuildError.self) { try message.set(.pan, to: .undecoded([1])) }
    #expect(error?.code == .tooShort)
    #expect(message.deviations.count == 3)
  }

  @Test func `keeps bytes behind the last element`() throws {
    var message = try Self.lenient(
      [2: .text(1)], Self.head + bytes(hex: "4000000000000000 41 0003"))
    #expect(message.deviations.map(\.code) == [.leftoverBytes])
    #expect(message.deviations.map(\.offset) == [13])
    try message.set(.pan, to: .text("B"))
    #expect(hex(try message.serialize()).hasSuffix("420003"))
    message.removeAll()
    #expect(try message.serialize() == Self.head + bytes(hex: "0000000000000000"))
  }

  @Test func `refuses what leaves the next place unknown`() throws {
    let parser = try MessageParser(.small([2: .variableText(9), 4: .text(1)]))
    for (wire, code): (String, ParseError.Code) in [
      ("4000000000000000 3041", .lengthNotNumeric), ("4000000000000000 3039 41", .truncated),
      ("6000000000000000 3030", .elementUndefined), ("40000000", .truncated),
    ] {
      let error = #expect(throws: ParseError.self) {
        try Message(parsing: Self.head + bytes(hex: wire), using: parser, options: .lenient)
      }
      #expect(error?.code == code)
    }
  }

  @Test func `names the element and the subfield of each thing let through`() throws {
    let inner = FieldSpec(
      length: .fixed(3), encoding: .binary,
      subfields: .positional(
        order: ["1", "2"], fields: ["1": .text(1, .numeric), "2": .text(2, .numeric)],
        optionalTail: false))
    let message = try Self.lenient(
      [2: .text(2, .numeric), 3: inner], Self.head + bytes(hex: "6000000000000000 3141 41 3141"))
    let paths = message.deviations.map { "\($0.path)" }
    #expect(message.deviations.map(\.offset) == [13, 14, 16])
    #expect(paths == ["2", "3.1", "3.2"])
  }

  @Test func `counts places inside packed composites in the message's bytes`() throws {
    let letter = FieldSpec.text(1, .alphabetic)
    let inner = FieldSpec(
      length: .fixed(3), encoding: .bcd,
      subfields: .positional(
        order: ["1", "2"], fields: ["1": .text(2), "2": letter], optionalTail: false))
    let message = try Self.lenient([2: inner], Self.head + bytes(hex: "4000000000000000 0123"))
    #expect(message.deviations.map(\.offset) == [13])
  }

  @Test func `names the element of what was let through before an error in the same element`()
    throws
  {
    let parser = try MessageParser(.small([2: .variableText(2)]))
    let (message, error) = Message.reading(
      Self.head + bytes(hex: "4000000000000000 3033 41"), using: parser, options: .lenient)
    #expect(error?.code == .truncated)
    #expect(message.deviations.map(\.code) == [.lengthOverMaximum])
    #expect(message.deviations.map { "\($0.path)" } == ["2"])
  }
}
