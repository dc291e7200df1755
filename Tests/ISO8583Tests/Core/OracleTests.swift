import CardCore
import ISO8583
import TestSupport
import Testing

/// The parser against ``MessageOracle``, over random formats.
struct OracleTests {
  @Test func `reads random messages of random specs as the oracle does`() throws {
    try forEachSeed(count: 100, generator: RandomMessage.init(seed:)) { _, random in
      let spec = random.spec()
      let reader = try Reader(spec)
      for _ in 0..<4 {
        let wire = random.message(of: spec)
        let (message, error) = Message.reading(wire, using: reader.parser)
        #expect(error == nil)
        #expect(try message.serialize() == wire)
        reader.compare(message, error, with: wire)
      }
    }
  }

  @Test func `refuses damaged messages where the oracle does, and for the same reason`() throws {
    try forEachSeed(count: 100, from: 1000, generator: RandomMessage.init(seed:)) { _, random in
      let spec = random.spec()
      let reader = try Reader(spec)
      let wire = random.message(of: spec)
      for _ in 0..<12 {
        let damaged = random.damaged(wire)
        let (message, error) = Message.reading(damaged, using: reader.parser)
        reader.compare(message, error, with: damaged)
        if error == nil { #expect(try message.serialize() == damaged) }
      }
    }
  }

  @Test func `finds in one table the elements of one message after another`() throws {
    try forEachSeed(count: 40, from: 2000, generator: RandomMessage.init(seed:)) { _, random in
      let spec = random.spec()
      let reader = try Reader(spec)
      var table = ElementTable(for: reader.parser)
      for index in 0..<8 {
        var wire = random.message(of: spec)
        if index % 2 == 1 { wire = random.damaged(wire) }
        let answer = reader.oracle.decode(wire)
        var failure: MessageOracle.Failure?
        do throws(ParseError) {
          try reader.parser.parse(wire.span, into: &table)
        } catch {
          failure = MessageOracle.Failure(error)
        }
        #expect(failure == answer.failure)
        #expect(table.elements.map(\.rawValue) == answer.elements)
        for (number, range) in answer.ranges {
          #expect(table.range(of: DataElement(rawValue: number)) == range, "DE \(number)")
        }
      }
    }
  }

  @Test func `finds one element where parsing finds it`() throws {
    try forEachSeed(count: 40, from: 3000, generator: RandomMessage.init(seed:)) { _, random in
      let spec = random.spec()
      let reader = try Reader(spec)
      let wire = random.message(of: spec)
      let answer = reader.oracle.decode(wire)
      var table = ElementTable(for: reader.parser)
      for number in spec.elements.keys.sorted() {
        let element = DataElement(rawValue: number)
        let range = try reader.parser.locate(element, in: wire.span, using: &table)
        #expect(range == answer.ranges[number], "DE \(number)")
      }
    }
  }

  @Test func `writes from nothing but the values what the oracle read`() throws {
    try forEachSeed(count: 60, from: 4000, generator: RandomMessage.init(seed:)) { _, random in
      let spec = random.spec()
      let parser = try MessageParser(spec)
      let wire = random.message(of: spec)
      let read = try Message(parsing: wire, using: parser)
      let mti = try #require(read.mti)
      var message = try Message(mti: mti, using: parser)
      for element in read.elements.shuffled(using: &random.generator) {
        let value = try #require(try read.value(of: element))
        try message.set(element, to: value)
        #expect(try message.value(of: element) == value, "\(element)")
      }
      #expect(message.elements == read.elements)
      // Hexadecimal digits come back in upper case.
      let again = try Message(parsing: message.serialize(), using: parser)
      for element in read.elements { #expect(again.text(of: element) == read.text(of: element)) }
    }
  }

  private struct Reader {
    let parser: MessageParser
    let oracle: MessageOracle

    init(_ spec: MessageSpec) throws {
      parser = try MessageParser(spec)
      oracle = MessageOracle(spec: spec)
    }

    func compare(_ message: Message, _ error: ParseError?, with wire: [UInt8]) {
      let answer = oracle.decode(wire)
      #expect(error.map { MessageOracle.Failure($0) } == answer.failure)
      #expect(message.elements.map(\.rawValue) == answer.elements)
      for (number, text) in answer.texts {
        #expect(message.text(of: DataElement(rawValue: number)) == text, "DE \(number)")
      }
      if let error {
        #expect(!"\(error)".isEmpty)
        #expect((0...wire.count).contains(error.offset))
      }
    }
  }
}
