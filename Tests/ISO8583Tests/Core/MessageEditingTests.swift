import CardCore
import TestSupport
import Testing

@testable import ISO8583

/// Changing messages, and building them from nothing.
struct MessageEditingTests {
  private static func a() throws -> Message {
    let parser = try #require(MessageParser.builtIn(named: SampleMessage.a.spec))
    return try Message(parsing: SampleMessage.a.wire, using: parser)
  }

  @Test func `changing one element of message A leaves the others as they were`() throws {
    let before = try Self.a()
    for element in before.elements {
      var message = before
      let value = try #require(try message.value(of: element))
      try message.set(element, to: value)
      #expect(try message.serialize() == SampleMessage.a.wire, "\(element)")
      message.remove(element)
      #expect(message.elements == before.elements.filter { $0 != element })
      #expect(message.text(of: element) == nil)
      #expect(try message.value(of: element) == nil)
      #expect(message.wireBytes(of: element).isEmpty)
      let again = try Message(parsing: message.serialize(), using: message.parser)
      for other in message.elements { #expect(again.text(of: other) == before.text(of: other)) }
      try message.set(element, to: value)
      #expect(try message.serialize() == SampleMessage.a.wire, "\(element)")
    }
  }

  @Test func `what changes a message shows when it is written`() throws {
    let before = try Self.a()
    #expect(before.isUnchanged)
    #expect(try before.serialize() == SampleMessage.a.wire)
    let changes: [(inout Message) throws -> Void] = [
      { try $0.set(.stan, to: .text("654321")) }, { $0.remove(.stan) },
      { try $0.setMTI("0110") }, { $0.removeAll() },
    ]
    for change in changes {
      var message = before
      try change(&message)
      #expect(!message.isUnchanged)
      #expect(try message.serialize() != SampleMessage.a.wire)
    }
    var message = before
    #expect(throws: BuildError.self) { try message.set(.stan, to: .text("1234567")) }
    message.remove(.responseCode)
    #expect(try message.serialize() == SampleMessage.a.wire)
  }

  @Test func `a message that is parsed into another's place is written as it is`() throws {
    var message = try Self.a()
    try message.set(.stan, to: .text("654321"))
    try message.parse(SampleMessage.a.wire)
    #expect(try message.serialize() == SampleMessage.a.wire)
    #expect(throws: ParseError.self) { try message.parse(SampleMessage.a.wire + [0x30]) }
    #expect(!message.isUnchanged)
    try message.parse(SampleMessage.a.wire + [0x30, 0x31], options: .lenient)
    #expect(try message.serialize() == SampleMessage.a.wire + [0x30, 0x31])
  }

  @Test(arguments: [SampleMessage.a, .b])
  func `whatever is changed, all elements are written and in order`(sample: SampleMessage) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    let before = try Message(parsing: sample.wire, using: parser)
    try forEachSeed(count: 60, generator: SplitMix64.init(seed:)) { _, generator in
      var message = before
      for _ in 0..<Int.random(in: 1...9, using: &generator) {
        let element = try #require(before.elements.randomElement(using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: message.remove(element)
        case 1: try message.set(.responseCode, to: .text("00"))
        case 2: try message.set(.additionalResponseData, to: .text("X"))
        default:
          let value = try #require(try before.value(of: element))
          try message.set(element, to: value)
        }
        let wire = try message.serialize()
        let values = message.elements.flatMap { message.wireBytes(of: $0) }
        #expect(wire.suffix(values.count) == values[...])
        let again = try Message(parsing: wire, using: parser)
        #expect(again.elements == message.elements)
        for element in again.elements {
          #expect(again.wireBytes(of: element) == message.wireBytes(of: element))
        }
      }
    }
  }

  @Test func `an answer is the request with a few elements changed`() throws {
    var message = try Self.a()
    try message.setMTI("0110")
    message.remove(.track2)
    try message.set(.responseCode, to: .text("00"))
    try message.set(.authorizationCode, to: .text("A1"))
    let answer = try Message(parsing: message.serialize(), using: message.parser)
    #expect(answer.mti == "0110")
    #expect(answer.text(of: .authorizationCode) == "A1    ")
    #expect(answer.elements == message.elements)
  }

  @Test func `a value that is refused leaves the message as it was`() throws {
    let before = try Self.a()
    let rows: [(DataElement, FieldValue, BuildError.Code, String)] = [
      (
        .stan, .text("1234567"), .tooLong,
        "DE 11: the value is too long: expected at most 6 bytes, found length 7"
      ),
      (
        .track2, .text(String(repeating: "1", count: 38)), .tooLong,
        "DE 35: the value is too long: expected at most 37 bytes, found length 38"
      ),
      (
        .pinBlock, .bytes([1]), .tooShort,
        "DE 52: the value is too short: expected at least 8 bytes, found length 1"
      ),
      (
        .stan, .text("12345A"), .characterNotAllowed,
        "DE 11: a character is not allowed: expected characters of class n, found letter"
      ),
      (
        .merchantNameLocation, .text("Café"), .characterNotAllowed,
        "DE 43: a character is not allowed: expected characters of ascii"
      ),
      (.stan, .bytes([1]), .wrongKind, "DE 11: the value is of another kind"),
      (.pinBlock, .text("1"), .wrongKind, "DE 52: the value is of another kind"),
      (.stan, .fields([]), .wrongKind, "DE 11: the value is of another kind"),
      (
        .iccData, .bytes([0x9A]), .tooShort,
        "DE 55.9A: the value is too short: expected 1 byte, found 0 bytes"
      ),
      (
        .iccData, .fields([.init("9F", .bytes([]))]), .tagMalformed,
        "DE 55.9F: not a tag of this composite"
      ),
      (DataElement(rawValue: 1), .text(""), .undefined, "DE 1: the spec does not have it"),
      (DataElement(rawValue: -7), .text(""), .undefined, "DE -7: the spec does not have it"),
      (DataElement(rawValue: 4000), .text(""), .undefined, "DE 4000: the spec does not have it"),
    ]
    for (element, value, code, text) in rows {
      var message = before
      let error = #expect(throws: BuildError.self) { try message.set(element, to: value) }
      #expect(error?.code == code, "\(text)")
      #expect(error?.description == text)
      #expect(message.elements == before.elements)
      #expect(try message.serialize() == SampleMessage.a.wire)
      for other in before.elements { #expect(message.text(of: other) == before.text(of: other)) }
    }
    var message = before
    #expect(throws: BuildError.self) { try message.setMTI("01") }
    #expect(throws: BuildError.self) { try message.setMTI("010X") }
    let error = #expect(throws: BuildError.self) { try message.setHeader(.text("ISO")) }
    #expect(error?.description == "header: the spec does not have it")
    #expect(try message.serialize() == SampleMessage.a.wire)
  }

  @Test func `an emptied message is a new one`() throws {
    var message = try Self.a()
    message.removeAll()
    #expect(message.elements.isEmpty)
    #expect(message.mti == "0100")
    #expect(try message.serialize() == Array("01000000000000000000".utf8))
    for (number, value) in SampleMessage.a.values {
      let element = DataElement(rawValue: number)
      let isBinary = element == .pinBlock || element == .iccData
      try message.set(element, to: isBinary ? .bytes(bytes(hex: value)) : .text(value))
    }
    #expect(try message.serialize() == SampleMessage.a.wire)
  }

  @Test func `a header is kept, set, and must be there`() throws {
    let parser = try MessageParser(.small([2: .text(1)], header: .variableText(9)))
    let wire = Array("03ISO0100".utf8) + bytes(hex: "4000000000000000 41")
    var message = try Message(parsing: wire, using: parser)
    #expect(message.header == .text("ISO"))
    #expect(try message.serialize() == wire)
    try message.setHeader(.text(""))
    #expect(message.header == .text(""))
    #expect(try message.serialize() == Array("00".utf8) + wire.dropFirst(5))
    let refused = #expect(throws: BuildError.self) {
      try message.setHeader(.text("0123456789"))
    }
    #expect(
      refused?.description
        == "header: the value is too long: expected at most 9 bytes, found length 10")
    try message.setHeader(.text("X"))
    message.removeAll()
    #expect(try message.serialize() == Array("01X0100".utf8) + bytes(hex: "0000000000000000"))

    var new = try Message(mti: "0100", using: parser)
    #expect(new.header == nil)
    let error = #expect(throws: BuildError.self) { try new.serialize() }
    #expect(error?.description == "header: the message cannot be written without it")
    try new.setHeader(.text("ISO"))
    try new.set(.pan, to: .text("A"))
    #expect(try new.serialize() == wire)
  }

  @Test func `a message that could not be read can be emptied, and is not written`() throws {
    let parser = try MessageParser(.small([2: .text(1)], header: .text(3)))
    var message = try Message(
      parsing: Array("ISO0100".utf8) + bytes(hex: "4000000000000000 41"), using: parser)
    #expect(throws: ParseError.self) { try message.parse([]) }
    message.removeAll()
    let error = #expect(throws: BuildError.self) { try message.serialize() }
    #expect(error?.description == "MTI: the message cannot be written without it")
    try message.setMTI("0200")
    try message.setHeader(.text("NEW"))
    #expect(try message.serialize() == Array("NEW0200".utf8) + bytes(hex: "0000000000000000"))
  }

  @Test func `an accent behind a sign is not lost`() throws {
    let codec = try FieldCodec(FieldSpec(length: .fixed(3), encoding: .signedBCD(.ascii)))
    let error = #expect(throws: BuildError.self) { try codec.serialize(.text("C\u{301}12")) }
    #expect(error?.code == .characterNotAllowed)
  }

  @Test func `appends to what the output holds`() throws {
    var output: [UInt8] = [1, 2, 3]
    try Self.a().serialize(into: &output)
    #expect(output == [1, 2, 3] + SampleMessage.a.wire)
  }

  @Test func `stops a caller who uses a table of another parser`() async {
    // Both have 128 elements; what a table remembers of one must not be used for the other.
    await #expect(processExitsWith: .failure) {
      let short = try MessageParser(.small([2: .text(1)]))
      let long = try MessageParser(.small([2: .text(2)]))
      var table = ElementTable(for: short)
      let wire = Array("0100".utf8) + bytes(hex: "4000000000000000 4142")
      try long.parse(wire.span, into: &table)
    }
  }

  @Test func `finding one element leaves no element of the message before in the table`() throws {
    let parser = try MessageParser(.small([2: .text(1), 3: .text(1)]))
    var table = ElementTable(for: parser)
    let head = Array("0100".utf8)
    try parser.parse((head + bytes(hex: "6000000000000000 4142")).span, into: &table)
    let other = head + bytes(hex: "4000000000000000 41")
    #expect(try parser.locate(.pan, in: other.span, using: &table) == 12..<13)
    #expect(!table.contains(DataElement(rawValue: 3)))
  }
}
