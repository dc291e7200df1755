import ISO8583

/// Messages A and B taken apart, put together, and read.
enum ISOBenchmarks {
  static func all() throws -> [Benchmark] {
    let a = try Subject(BenchMessages.a, TempSpecs.a(deep: false))
    let b = try Subject(BenchMessages.b, TempSpecs.b(deep: false))
    let da = try Subject(BenchMessages.a, TempSpecs.a(deep: true))
    let db = try Subject(BenchMessages.b, TempSpecs.b(deep: true))
    return [
      parse("iso.parse.A", a), parse("iso.parse.B", b),
      parse("iso.parseDeep.A", da), parse("iso.parseDeep.B", db),
      serialize("iso.serialize.A", a),
      serialize("iso.serialize.B", b),
      strings("iso.strings.A", a),
    ]
  }

  /// A message and what parses it.
  struct Subject {
    let bytes: [UInt8]
    let parser: MessageParser
    let message: Message

    init(_ bytes: [UInt8], _ spec: MessageSpec) throws {
      self.bytes = bytes
      parser = try MessageParser(spec)
      message = try Message(parsing: bytes, using: parser)
    }
  }

  static func parse(_ name: String, _ subject: Subject) -> Benchmark {
    Benchmark(
      name, yardstick: "a pass over the bytes", yardstickBody: { pass(subject.bytes, $0) }
    ) { iterations in
      var table = ElementTable(for: subject.parser)
      var hash = Hash()
      let bytes = subject.bytes
      for _ in 0..<iterations {
        do {
          try subject.parser.parse(bytes.span, into: &table)
          hash.fold(
            UInt64(truncatingIfNeeded: table.range(of: DataElement(rawValue: 41))?.lowerBound ?? 0))
        } catch {
          hash.fold(0)
        }
      }
      return hash.value
    }
  }

  static func serialize(_ name: String, _ subject: Subject) -> Benchmark {
    Benchmark(
      name, yardstick: "a copy of the bytes", yardstickBody: { copy(subject.bytes, $0) }
    ) { iterations in
      var output: [UInt8] = []
      output.reserveCapacity(1024)
      var hash = Hash()
      let message = subject.message
      for _ in 0..<iterations {
        output.removeAll(keepingCapacity: true)
        do {
          try message.serialize(into: &output)
        } catch {
          output.removeAll()
        }
        hash.fold(UInt64(output.count) << 8 | UInt64(output[output.count / 2]))
      }
      return hash.value
    }
  }

  static func strings(_ name: String, _ subject: Subject) -> Benchmark {
    let elements = subject.message.elements
    return Benchmark(name) { iterations in
      var hash = Hash()
      let message = subject.message
      for _ in 0..<iterations {
        for element in elements {
          if let text = message.text(of: element) { hash.fold(UInt64(text.utf8.count)) }
        }
      }
      return hash.value
    }
  }

  @inline(never)
  private static func pass(_ bytes: [UInt8], _ iterations: Int) -> UInt64 {
    var hash = Hash()
    for _ in 0..<iterations {
      var sum: UInt8 = 0
      let span = bytes.span
      for index in span.indices { sum = (sum &* 31) &+ span[index] }
      hash.fold(UInt64(sum))
    }
    return hash.value
  }

  @inline(never)
  private static func copy(_ bytes: [UInt8], _ iterations: Int) -> UInt64 {
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

enum TempSpecs {
  static func a(deep: Bool) -> MessageSpec {
    func n(_ c: Int) -> FieldSpec {
      FieldSpec(length: .fixed(c), encoding: .text(.ascii), characters: .numeric)
    }
    func an(_ c: Int, _ k: CharacterClass = .alphanumericSpecial) -> FieldSpec {
      FieldSpec(length: .fixed(c), encoding: .text(.ascii), characters: k)
    }
    func v(_ w: Int, _ m: Int, _ k: CharacterClass) -> FieldSpec {
      FieldSpec(
        length: .variable(Prefix(.text(.ascii), width: w), maximum: m), encoding: .text(.ascii),
        characters: k)
    }
    let icc = FieldSpec(
      length: .variable(Prefix(.text(.ascii), width: 3), maximum: 510), unit: .digit,
      encoding: .hexadecimal(.ascii),
      subfields: deep
        ? .ber(
          fields: [:],
          unknown: FieldSpec(
            length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)) : nil)
    return MessageSpec(
      name: "a", edition: .iso1987, mti: n(4), bitmap: BitmapSpec(.hexadecimal(.ascii)),
      elements: [
        2: v(2, 19, .numeric), 3: n(6), 4: n(12), 7: n(10), 11: n(6), 12: n(6), 13: n(4), 14: n(4),
        18: n(4), 22: n(3), 25: n(2), 32: v(2, 11, .numeric), 35: v(2, 37, .track),
        37: an(12, .alphanumeric), 41: an(8), 42: an(15), 43: an(40), 49: n(3),
        52: FieldSpec(length: .fixed(8), encoding: .hexadecimal(.ascii)), 55: icc,
      ])
  }
  static func b(deep: Bool) -> MessageSpec {
    func n(_ c: Int) -> FieldSpec { FieldSpec(length: .fixed(c), encoding: .bcd) }
    func an(_ c: Int, _ k: CharacterClass = .alphanumericSpecial) -> FieldSpec {
      FieldSpec(length: .fixed(c), encoding: .text(.ascii), characters: k)
    }
    func v(_ w: Int, _ m: Int, hex: Bool = false) -> FieldSpec {
      FieldSpec(
        length: .variable(Prefix(.bcd, width: w), maximum: m), encoding: .bcd,
        acceptsHexNibbles: hex)
    }
    let icc = FieldSpec(
      length: .variable(Prefix(.bcd, width: 3), maximum: 255), encoding: .binary,
      subfields: deep
        ? .ber(
          fields: [:],
          unknown: FieldSpec(
            length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)) : nil)
    return MessageSpec(
      name: "b", edition: .iso1987, mti: n(4), bitmap: BitmapSpec(.binary),
      elements: [
        2: v(2, 19), 3: n(6), 4: n(12), 7: n(10), 11: n(6), 12: n(6), 13: n(4), 14: n(4), 18: n(4),
        22: n(3), 25: n(2), 32: v(2, 11), 35: v(2, 37, hex: true), 37: an(12, .alphanumeric),
        41: an(8), 42: an(15), 43: an(40), 49: n(3),
        52: FieldSpec(length: .fixed(8), encoding: .binary), 55: icc,
        102: FieldSpec(
          length: .variable(Prefix(.bcd, width: 2), maximum: 28), encoding: .text(.ascii),
          characters: .alphanumericSpecial),
      ])
  }
}
