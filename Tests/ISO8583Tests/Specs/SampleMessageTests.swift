import ISO8583
import TestSupport
import Testing

/// Messages that other implementations wrote, through the built-in specs.
struct SampleMessageTests {
  private static let samples: [SampleMessage] = [
    .a, .b, .fromPyISO8583ASCII, .fromPyISO8583Hex, .fromPyISO8583EBCDIC, .fromPyISO8583Packed,
    .fromCardutilEBCDIC, .fromCardutilASCII,
  ]

  @Test(arguments: samples)
  func `reads every value of a message and nothing else`(sample: SampleMessage) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    let message = try Message(parsing: sample.wire, using: parser)
    #expect(message.mti == sample.mti)
    #expect(message.elements.map(\.rawValue) == sample.values.keys.sorted())
    for (number, value) in sample.values {
      let element = DataElement(rawValue: number)
      #expect(message.text(of: element) == value, "DE \(number)")
    }
  }

  @Test(arguments: samples)
  func `writes back the bytes that were read`(sample: SampleMessage) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    #expect(try Message(parsing: sample.wire, using: parser).serialize() == sample.wire)
  }

  @Test(arguments: samples)
  func `writes the same bytes from the values alone`(sample: SampleMessage) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    var message = try Message(mti: sample.mti, using: parser)
    for (number, value) in sample.values {
      let isBinary = [52, 55, 64, 128].contains(number)
      try message.set(
        DataElement(rawValue: number), to: isBinary ? .bytes(bytes(hex: value)) : .text(value))
    }
    #expect(try message.serialize() == sample.wire)
  }

  @Test(arguments: samples)
  func `writes the same bytes from the values with composites taken apart`(
    sample: SampleMessage
  ) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    let read = try Message(parsing: sample.wire, using: parser)
    var message = try Message(mti: sample.mti, using: parser)
    for element in read.elements.reversed() {
      try message.set(element, to: try #require(try read.value(of: element)))
    }
    #expect(try message.serialize() == sample.wire)
  }

  @Test(arguments: samples)
  func `refuses a message cut anywhere`(sample: SampleMessage) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    for count in 0..<sample.wire.count {
      #expect(throws: ParseError.self) {
        try Message(parsing: Array(sample.wire.prefix(count)), using: parser)
      }
    }
  }

  @Test func `takes the card data of message A apart`() throws {
    let parser = try #require(MessageParser.builtIn(named: SampleMessage.a.spec))
    let message = try Message(parsing: SampleMessage.a.wire, using: parser)
    let card = try #require(try message.value(of: .iccData))
    #expect(card["9F26"] == .bytes(bytes(hex: "1122334455667788")))
    #expect(card["9F36"] == .bytes(bytes(hex: "0042")))
    #expect(card["5F34"] == .bytes([1]))
  }

  @Test func `refuses an odd number of hexadecimal digits of card data`() throws {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-1987-ascii-hex"))
    let wire = Array("0100000000000000020000300A".utf8)
    let error = #expect(throws: ParseError.self) { try Message(parsing: wire, using: parser) }
    #expect(error?.path == ParseError.Path(.element(55)))
    #expect(error?.code == .oddHexadecimal)
  }

  @Test func `takes private data subelements apart`() throws {
    let parser = try #require(MessageParser.builtIn(named: "ipm-clearing-ebcdic"))
    let message = try Message(parsing: SampleMessage.fromCardutilEBCDIC.wire, using: parser)
    #expect(
      try message.value(of: .additionalDataPrivate)
        == .fields([FieldValue.Member("0001", .text("Y"))]))
  }
}
