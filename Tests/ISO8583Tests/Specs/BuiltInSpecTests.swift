import CardCore
import ISO8583
import TestSupport
import Testing

struct BuiltInSpecTests {
  private static let names = BuiltInSpec.all.map(\.name)

  @Test func `has ten specs of different names`() {
    #expect(
      Self.names == [
        "iso8583-1987-ascii", "iso8583-1987-ascii-hex", "iso8583-1987-binary",
        "iso8583-1987-ebcdic", "iso8583-1993-ascii", "iso8583-1993-binary", "iso8583-2003-binary",
        "ipm-clearing-ebcdic", "ipm-clearing-ascii", "cb-like",
      ])
    #expect(MessageSpec.builtIn.map(\.name) == Self.names)
    #expect(MessageSpec.builtIn(named: "iso8583-1987") == nil)
    #expect(MessageParser.builtIn(named: "iso8583-1987") == nil)
  }

  @Test(arguments: BuiltInSpec.all)
  func `compiles and says what it is in one line`(builtIn: BuiltInSpec) throws {
    #expect(throws: Never.self) { try MessageParser(builtIn.spec) }
    #expect(!builtIn.summary.isEmpty && builtIn.summary.count <= 80)
    #expect(builtIn.spec.elements.values.allSatisfy { !$0.name.isEmpty })
  }

  @Test func `compiles each spec once`() {
    for name in Self.names {
      #expect(MessageParser.builtIn(named: name) === MessageParser.builtIn(named: name))
    }
  }

  @Test func `names the synthetic dialect as not official`() throws {
    let builtIn = try #require(BuiltInSpec.all.first { $0.name == "cb-like" })
    #expect(builtIn.summary.contains("NON-OFFICIAL"))
  }

  @Test(arguments: BuiltInSpec.all)
  func `gives every text element a class`(builtIn: BuiltInSpec) {
    for (number, field) in builtIn.spec.elements {
      let isBinary = field.encoding == .binary || field.encoding == .hexadecimal(.ascii)
      #expect(isBinary == (field.characters == nil), "DE \(number)")
    }
  }

  // MARK: - Every element

  @Test(arguments: names)
  func `reads back every element of the least and the greatest length`(name: String) throws {
    let parser = try #require(MessageParser.builtIn(named: name))
    try forEachSeed(count: 2, generator: SplitMix64.init(seed:)) { _, generator in
      for (number, field) in parser.spec.elements.sorted(by: { $0.key < $1.key }) {
        for count in SampleValue.lengths(of: field) {
          let value = SampleValue.legal(field, count: count, using: &generator)
          try expectRoundTrip(value, of: DataElement(rawValue: number), parser)
        }
      }
    }
  }

  private func expectRoundTrip(
    _ value: FieldValue, of element: DataElement, _ parser: MessageParser
  ) throws {
    var message = try Message(mti: "0100", using: parser)
    do {
      try message.set(element, to: value)
      let wire = try message.serialize()
      let read = try Message(parsing: wire, using: parser)
      #expect(read.elements == [element])
      #expect(try read.value(of: element) == value, "\(element)")
      #expect(try read.serialize() == wire, "\(element)")
    } catch {
      Issue.record("\(element): \(error)")
    }
  }

  @Test(arguments: names)
  func `reads back all elements at once`(name: String) throws {
    let parser = try #require(MessageParser.builtIn(named: name))
    try forEachSeed(count: 2, generator: SplitMix64.init(seed:)) { _, generator in
      var message = try Message(mti: "0210", using: parser)
      for (number, field) in parser.spec.elements.sorted(by: { $0.key > $1.key }) {
        let count = SampleValue.lengths(of: field)[0]
        try message.set(
          DataElement(rawValue: number),
          to: SampleValue.legal(field, count: count, using: &generator))
      }
      let wire = try message.serialize()
      let read = try Message(parsing: wire, using: parser)
      #expect(read.elements.map(\.rawValue) == parser.spec.elements.keys.sorted())
      #expect(try read.serialize() == wire)
    }
  }

  // MARK: - Refusals

  @Test(arguments: names)
  func `refuses a character that is not of the class`(name: String) throws {
    let parser = try #require(MessageParser.builtIn(named: name))
    var generator = SplitMix64(seed: 7)
    var message = try Message(mti: "0100", using: parser)
    for (number, field) in parser.spec.elements {
      let count = SampleValue.lengths(of: field).max() ?? 0
      guard let value = SampleValue.illegal(field, count: min(count, 60), using: &generator) else {
        continue
      }
      let error = #expect(throws: BuildError.self, "DE \(number)") {
        try message.set(DataElement(rawValue: number), to: value)
      }
      #expect(error?.code == .characterNotAllowed, "DE \(number)")
    }
    #expect(message.elements.isEmpty)
  }

  @Test(arguments: names)
  func `refuses a value longer than the greatest length`(name: String) throws {
    let parser = try #require(MessageParser.builtIn(named: name))
    var generator = SplitMix64(seed: 8)
    var message = try Message(mti: "0100", using: parser)
    for (number, field) in parser.spec.elements where field.subfields == nil {
      let count = (SampleValue.lengths(of: field).max() ?? 0) + 1
      let value = SampleValue.legal(field, count: count, using: &generator)
      let error = #expect(throws: BuildError.self, "DE \(number)") {
        try message.set(DataElement(rawValue: number), to: value)
      }
      #expect(error?.code == .tooLong, "DE \(number)")
    }
  }

  @Test func `refuses a card number without a digit`() throws {
    for name in Self.names {
      let parser = try #require(MessageParser.builtIn(named: name))
      var message = try Message(mti: "0100", using: parser)
      let error = #expect(throws: BuildError.self) { try message.set(.pan, to: .text("")) }
      #expect(error?.code == .tooShort)
    }
  }

  @Test func `pads digits with zeros on the left and texts with blanks on the right`() throws {
    for name in Self.names where name != "iso8583-2003-binary" && !name.hasPrefix("ipm") {
      let parser = try #require(MessageParser.builtIn(named: name))
      var message = try Message(mti: "0100", using: parser)
      try message.set(.stan, to: .text("42"))
      try message.set(.terminalID, to: .text("T1"))
      #expect(message.text(of: .stan) == "000042")
      #expect(message.text(of: .terminalID) == "T1      ")
    }
  }

  // MARK: - Bitmaps

  @Test func `reads a third bitmap and refuses what it announces`() throws {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-1987-binary"))
    let head = "0800 8000000000000000 8000000000000000"
    let empty = bytes(hex: head + "0000000000000000")
    #expect(try Message(parsing: empty, using: parser).serialize() == empty)
    let error = #expect(throws: ParseError.self) {
      try Message(parsing: bytes(hex: head + "4000000000000000"), using: parser)
    }
    #expect(error?.code == .elementUndefined)
    #expect(error?.path == ParseError.Path(.element(130)))
  }

  @Test func `writes sixteen bytes of bitmap in clearing records`() throws {
    let parser = try #require(MessageParser.builtIn(named: "ipm-clearing-ascii"))
    var message = try Message(mti: "1644", using: parser)
    try message.set(.functionCode, to: .text("697"))
    #expect(
      try message.serialize()
        == Array("1644".utf8) + bytes(hex: "80000100000000000000000000000000")
        + Array("697".utf8))
  }

  // MARK: - Dialects

  @Test func `packs an amount of fees behind its sign`() throws {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-1987-binary"))
    var message = try Message(mti: "0200", using: parser)
    try message.set(.transactionFee, to: .text("D00000125"))
    #expect(
      try message.serialize() == bytes(hex: "0200 0000001000000000 44 00000125"))
  }

  @Test func `takes private tagged data apart in the synthetic dialect`() throws {
    let parser = try #require(MessageParser.builtIn(named: "cb-like"))
    var message = try Message(mti: "0100", using: parser)
    let value = FieldValue.fields([
      .init("5900", .text("CAISSE 4")), .init("59FF", .bytes([1, 2])), .init("5903", .text("12")),
    ])
    try message.set(.transportData, to: value)
    let wire = try message.serialize()
    #expect(
      wire
        == bytes(
          hex: """
            0100 0000000000000020 0021
            5900 08 4341495353452034 59FF 02 0102 5903 02 3132
            """))
    #expect(try Message(parsing: wire, using: parser).value(of: .transportData) == value)
  }

  @Test func `takes datasets of 2003 apart`() throws {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-2003-binary"))
    var message = try Message(mti: "2100", using: parser)
    let value = FieldValue.fields([.init("71", .bytes([0xAB])), .init("01", .bytes([]))])
    try message.set(.additionalResponseData, to: value)
    #expect(
      try message.serialize() == bytes(hex: "2100 0000000000100000 0007 71 0001 AB 01 0000"))
  }
}
