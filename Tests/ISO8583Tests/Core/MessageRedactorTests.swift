import CardCore
import ISO8583
import TestSupport
import Testing

@Suite struct MessageRedactorTests {
  /// Nines in the place of the middle digits: easily seen.
  private final class Nines: PANSubstitute {
    func substitute(for pan: PAN) -> PAN {
      let text = pan.masked.replacing("*", with: "9")
      return PAN(text) ?? pan
    }
  }

  private func parser(_ name: String) throws -> MessageParser {
    try #require(MessageParser.builtIn(named: name))
  }

  private func redacted(_ message: Message) throws -> Message {
    let bytes = try message.serialize()
    let redactor = MessageRedactor(message.parser, substitute: Nines())
    let redacted = try redactor.redact(bytes)
    #expect(redacted.count == bytes.count)
    return try Message(parsing: redacted, using: message.parser)
  }

  @Test func `a card number is the same one wherever it stands`() throws {
    var message = try Message(mti: "0100", using: parser("iso8583-1987-ascii"))
    try message.set(.pan, to: .text("4242424242424242"))
    try message.set(.track2, to: .text("4242424242424242=29122010000012345"))
    try message.set(
      DataElement(rawValue: 45), to: .text("B4242424242424242^DOE/JANE^29122010000099"))
    try message.set(
      DataElement(rawValue: 48), to: .text("card 4242424242424242, other 5555555555554444"))
    try message.set(.stan, to: .text("000123"))
    let redacted = try redacted(message)
    #expect(redacted.text(of: .pan) == "4242429999994242")
    #expect(redacted.text(of: .track2) == "4242429999994242=29122010000000000")
    #expect(
      redacted.text(of: DataElement(rawValue: 45))
        == "B4242429999994242^XXX/XXXX^29122010000000")
    #expect(
      redacted.text(of: DataElement(rawValue: 48))
        == "card 4242429999994242, other 5555550000004444")
    #expect(redacted.text(of: .stan) == "000123")
    #expect(
      redacted.bitmap == (try Message(parsing: message.serialize(), using: message.parser)).bitmap)
    #expect(redacted.elements == message.elements)
  }

  @Test func `what proves something becomes zeros`() throws {
    var message = try Message(mti: "0200", using: parser("iso8583-1987-binary"))
    try message.set(.pan, to: .text("4242424242424242"))
    try message.set(DataElement(rawValue: 52), to: .bytes(bytes(hex: "0123456789ABCDEF")))
    try message.set(DataElement(rawValue: 64), to: .bytes(bytes(hex: "FEDCBA9876543210")))
    try message.set(
      DataElement(rawValue: 55),
      to: .fields(
        [
          .init("9F26", .bytes(bytes(hex: "A1B2C3D4E5F60718"))),
          .init("9F36", .bytes(bytes(hex: "0042"))),
          .init("5A", .bytes(bytes(hex: "4242424242424242"))),
          .init("57", .bytes(bytes(hex: "4242424242424242D29122010000123F"))),
        ]))
    let redacted = try redacted(message)
    let chip = try #require(try redacted.value(of: DataElement(rawValue: 55)))
    #expect(chip["9F26"]?.bytes == Array(repeating: 0, count: 8))
    #expect(chip["9F36"]?.bytes == [0, 0x42])
    #expect(chip["5A"]?.bytes == bytes(hex: "4242429999994242"))
    let pin = try redacted.value(of: DataElement(rawValue: 52))
    #expect(pin?.bytes == Array(repeating: 0, count: 8))
    #expect(
      try redacted.value(of: DataElement(rawValue: 64))?.bytes == Array(repeating: 0, count: 8))
  }

  @Test func `nothing of a card's middle digits is left in messages of any spec`() throws {
    for spec in BuiltInSpec.all {
      let parser = try parser(spec.name)
      guard parser.spec.elements[2] != nil, parser.spec.elements[35] != nil else { continue }
      var message = try Message(mti: spec.name.contains("1987") ? "0100" : "1100", using: parser)
      try message.set(.pan, to: .text("4242424242424242"))
      try message.set(.stan, to: .text("000123"))
      let redacted = try redacted(message)
      #expect(redacted.text(of: .pan) == "4242429999994242", "\(spec.name)")
    }
  }

  @Test func `what is no message is refused`() throws {
    let redactor = MessageRedactor(try parser("iso8583-1987-ascii"), substitute: Nines())
    #expect(throws: ParseError.self) { try redactor.redact(Array("nothing".utf8)) }
    #expect(MessageRedactor.blank([1, 2, 3]) == [0, 0, 0])
  }
}
