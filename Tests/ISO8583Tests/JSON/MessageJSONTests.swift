import CardCore
import ISO8583
import TestSupport
import Testing

/// The JSON form of a message, both ways.
@Suite struct MessageJSONTests {
  private let parser: MessageParser

  init() throws {
    let any = FieldSpec(length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)
    parser = try MessageParser(
      MessageSpec(
        name: "test", edition: .iso1987,
        header: FieldSpec(length: .fixed(2), encoding: .binary),
        mti: FieldSpec(length: .fixed(4), encoding: .text(.ascii), characters: .numeric),
        bitmap: BitmapSpec(.binary),
        elements: [
          11: FieldSpec(length: .fixed(6), encoding: .bcd),
          48: FieldSpec(
            length: .variable(Prefix(.text(.ascii), width: 3), maximum: 99),
            encoding: .text(.latin1)),
          55: FieldSpec(
            length: .variable(Prefix(.binary, width: 1), maximum: 255), encoding: .binary,
            subfields: .ber(fields: [:], unknown: any)),
        ]))
  }

  @Test(arguments: [
    #""11":"123456""#, #""48":"caf\#u{E9} \"*\" 12****34""#, #""55":{"9F26":"0102","95":"00"}"#,
    #""55":[["95","00"],["9F26","0102"],["95","01"]]"#, #""11":"000001","48":"","55":{}"#,
  ])
  func `what is written is read back to the same bytes`(elements: String) throws {
    let text = #"{"mti":"0800","header":"60FF","elements":{"# + elements + "}}"
    let message = try Message(json: JSONReader().read(text), using: parser)
    var writer = JSONWriter()
    message.writeJSON(to: &writer)
    #expect(writer.text.contains(elements))
    let again = try Message(json: JSONReader().read(writer.text), using: parser)
    #expect(try again.serialize() == message.serialize())
  }

  @Test func `filler between tags is not lost`() throws {
    // DE 55: 9F26 01 AA, three bytes of 00; a card number in 5A is starred in this form too.
    let wire = bytes(hex: "60FF 30383030 0000000000000200 07 9F2601AA000000")
    let message = try #require(try? Message(parsing: wire, using: parser))
    var writer = JSONWriter()
    message.writeJSON(to: &writer)
    #expect(writer.text.contains(#""55":{"hex":"9F2601AA000000"}"#))
    let again = try Message(json: JSONReader().read(writer.text), using: parser)
    #expect(try again.serialize() == wire)
    let card = bytes(hex: "60FF 30383030 0000000000000200 0B 00 5A084242424242424242")
    writer.removeAll()
    try Message(parsing: card, using: parser).writeJSON(to: &writer)
    #expect(writer.text.contains(#""55":{"hex":"005A08424242******4242"}"#))
  }

  @Test func `what lenient reading let through comes back as it was`() throws {
    // DE 11 with a nibble over nine.
    let wire = bytes(hex: "60FF 30383030 0020000000000000 12345A")
    let (message, error) = Message.reading(wire, using: parser, options: .lenient)
    #expect(error == nil)
    var writer = JSONWriter()
    message.writeJSON(to: &writer, options: .inFull)
    let json = try JSONReader().read(writer.text)
    #expect(json["deviations"]?.array?.count == 1)
    let again = try Message(json: json, using: parser)
    #expect(try again.serialize() == wire)
  }

  @Test func `an error stands in the form, and the form is then no message`() throws {
    let (message, error) = Message.reading(
      bytes(hex: "60FF 30383030 0020000000010000 123456 303031"), using: parser)
    var writer = JSONWriter()
    message.writeJSON(to: &writer, error: error)
    let json = try JSONReader().read(writer.text)
    #expect(json["error"]?["path"]?.string == "48")
    #expect(json["elements"]?["11"]?.string == "123456")
    #expect(throws: MessageFormError.self) { try Message(json: json, using: parser) }
  }

  @Test(arguments: [
    (#""48":"4242424242424242""#, "elements.48"),
    (#""55":{"5A":"4242424242424242"}"#, "elements.55.5A"),
  ])
  func `a starred value is refused at its place`(elements: String, path: String) throws {
    let text = #"{"mti":"0800","header":"60FF","elements":{"# + elements + "}}"
    let message = try Message(json: JSONReader().read(text), using: parser)
    var writer = JSONWriter()
    message.writeJSON(to: &writer)
    let form = writer.text
    #expect(!form.contains("24242424242"))
    let error = #expect(throws: MessageFormError.self) {
      try Message(json: JSONReader().read(form), using: parser)
    }
    #expect(error?.path == path)
    #expect(error?.problem == .masked)
    #expect(error?.hint?.contains("--test-data") == true)
  }

  @Test(arguments: [
    (#"[]"#, ""), (#"{"mti":800,"elements":{}}"#, "mti"),
    (#"{"mti":"0800","elements":[]}"#, "elements"),
    (#"{"mti":"0800","elements":{"11":123456}}"#, "elements.11"),
    (#"{"mti":"0800","elements":{"011":"123456"}}"#, "elements.011"),
    (#"{"mti":"0800","elements":{"55":[["95"]]}}"#, "elements.55"),
    (#"{"mti":"0800","elements":{"55":{"95":"0"}}}"#, "elements.55.95"),
    (#"{"mti":"0800","elements":{"99":"0"}}"#, "elements.99"),
    (#"{"mti":"080","elements":{}}"#, "mti"),
  ])
  func `a form that is none is refused at its place`(text: String, path: String) throws {
    let error = #expect(throws: MessageFormError.self) {
      try Message(json: JSONReader().read(text), using: parser)
    }
    #expect(error?.path == path)
  }
}
