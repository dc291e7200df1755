import ISO8583

/// Messages A and B taken apart, put together, and read, under the built-in specs.
///
/// `parse` reads DE 55 as one value, as the libraries it is compared with do; `parseDeep` also
/// walks the data objects inside.
enum ISOBenchmarks {
  static func all() throws -> [Benchmark] {
    let a = try Subject(BenchMessages.a, spec: "iso8583-1987-ascii-hex")
    let b = try Subject(BenchMessages.b, spec: "iso8583-1987-binary")
    return [
      parse("iso.parse.A", a, .deferComposites), parse("iso.parse.B", b, .deferComposites),
      parse("iso.parseDeep.A", a, []), parse("iso.parseDeep.B", b, []),
      serialize("iso.serialize.A", a), serialize("iso.serialize.B", b),
      try serializeChanged("iso.serializeChanged.A", a),
      try serializeChanged("iso.serializeChanged.B", b),
      try build("iso.build.A", a), try build("iso.build.B", b),
      strings("iso.strings.A", a), element("iso.element.A", a), try objects("iso.tlv.B", b),
      try LogBenchmarks.frames(b),
    ]
  }

  /// A message and what parses it.
  struct Subject {
    let bytes: [UInt8]
    let parser: MessageParser
    let message: Message

    init(_ bytes: [UInt8], spec: String) throws {
      guard let parser = MessageParser.builtIn(named: spec) else { throw Missing(spec: spec) }
      self.bytes = bytes
      self.parser = parser
      message = try Message(parsing: bytes, using: parser)
    }
  }

  /// A built-in spec that is not there.
  struct Missing: Error {
    let spec: String
  }

  // MARK: - Paths

  private static func parse(
    _ name: String, _ subject: Subject, _ options: MessageParser.Options
  ) -> Benchmark {
    Benchmark(name, yardstick: pass(over: subject.bytes)) { iterations in
      var table = ElementTable(for: subject.parser)
      var hash = Hash()
      let bytes = subject.bytes
      for _ in 0..<iterations {
        let isWhole = succeeds { () throws(ParseError) in
          try subject.parser.parse(bytes.span, into: &table, options: options)
        }
        hash.fold(isWhole ? UInt64(table.range(of: .terminalID)?.lowerBound ?? 0) : 0)
      }
      return hash.value
    }
  }

  /// A message as it was parsed.
  private static func serialize(_ name: String, _ subject: Subject) -> Benchmark {
    serialize(name, subject.message, like: subject)
  }

  /// A message with two new values and one that it did not have.
  private static func serializeChanged(
    _ name: String, _ subject: Subject
  ) throws -> Benchmark {
    var message = subject.message
    try message.set(.stan, to: .text("654321"))
    try message.set(.terminalID, to: .text("TERM0002"))
    try message.set(.responseCode, to: .text("00"))
    return serialize(name, message, like: subject)
  }

  private static func serialize(
    _ name: String, _ message: Message, like subject: Subject
  ) -> Benchmark {
    Benchmark(name, yardstick: copy(of: subject.bytes)) { iterations in
      var output: [UInt8] = []
      output.reserveCapacity(1024)
      var hash = Hash()
      for _ in 0..<iterations {
        output.removeAll(keepingCapacity: true)
        let isWhole = succeeds { () throws(BuildError) in
          try message.serialize(into: &output)
        }
        hash.fold(isWhole ? UInt64(output.count) << 8 | UInt64(output[output.count / 2]) : 0)
      }
      return hash.value
    }
  }

  /// A message from nothing: every value encoded and checked, then written.
  private static func build(_ name: String, _ subject: Subject) throws -> Benchmark {
    let values = try subject.message.elements.compactMap { element in
      try subject.message.value(of: element).map { (element, $0) }
    }
    return Benchmark(name) { iterations in
      var hash = Hash()
      for _ in 0..<iterations {
        let output = try? written(values, like: subject.message)
        hash.fold(UInt64(output?.count ?? 0))
      }
      return hash.value
    }
  }

  private static func written(
    _ values: [(DataElement, FieldValue)], like message: Message
  ) throws(BuildError) -> [UInt8] {
    var built = try Message(mti: message.mti ?? "", using: message.parser)
    for (element, value) in values { try built.set(element, to: value) }
    return try built.serialize()
  }

  private static func strings(_ name: String, _ subject: Subject) -> Benchmark {
    let elements = subject.message.elements
    return Benchmark(name) { iterations in
      var hash = Hash()
      for _ in 0..<iterations {
        for element in elements {
          if let text = subject.message.text(of: element) { hash.fold(UInt64(text.utf8.count)) }
        }
      }
      return hash.value
    }
  }

  /// DE 41 found without reading the rest.
  private static func element(_ name: String, _ subject: Subject) -> Benchmark {
    Benchmark(name) { iterations in
      var table = ElementTable(for: subject.parser)
      var hash = Hash()
      let bytes = subject.bytes
      for _ in 0..<iterations {
        let range = try? subject.parser.locate(.terminalID, in: bytes.span, using: &table)
        hash.fold(UInt64(range?.lowerBound ?? 0))
      }
      return hash.value
    }
  }

  /// The data objects of DE 55.
  private static func objects(_ name: String, _ subject: Subject) throws -> Benchmark {
    var table = ElementTable(for: subject.parser)
    let range = try subject.parser.locate(.iccData, in: subject.bytes.span, using: &table)
    let value = range.map { Array(subject.bytes[$0]) } ?? []
    return Benchmark(name, yardstick: pass(over: value)) { iterations in
      var hash = Hash()
      for _ in 0..<iterations {
        var offset = 0
        while let object = try? BERObject.next(in: value.span, at: &offset) {
          hash.fold(UInt64(object.tag.rawValue) << 8 | UInt64(object.range.count))
        }
      }
      return hash.value
    }
  }

  private static func succeeds<E: Error>(_ body: () throws(E) -> Void) -> Bool {
    do throws(E) {
      try body()
      return true
    } catch {
      return false
    }
  }

  // MARK: - Yardsticks

  /// A plain pass: every byte once, each depending on the one before.
  static func pass(over bytes: [UInt8]) -> Yardstick {
    Yardstick(name: "a pass over the bytes") { iterations in
      var hash = Hash()
      let span = bytes.span
      for _ in 0..<iterations {
        var sum: UInt8 = 0
        for index in span.indices { sum = sum &* 31 &+ span[index] }
        hash.fold(UInt64(sum))
      }
      return hash.value
    }
  }

  private static func copy(of bytes: [UInt8]) -> Yardstick {
    Yardstick(name: "a copy of the bytes") { iterations in
      var hash = Hash()
      var output: [UInt8] = []
      output.reserveCapacity(1024)
      for _ in 0..<iterations {
        output.removeAll(keepingCapacity: true)
        output.append(contentsOf: bytes)
        hash.fold(UInt64(output.count) << 8 | UInt64(output[output.count / 2]))
      }
      return hash.value
    }
  }
}
