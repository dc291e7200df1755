import Testing
import TransactionMonitor

struct `State in bytes` {
  @Test func `reads back what was written`() throws {
    var writer = StateWriter()
    writer.section("TEST", version: 3)
    writer.integer(UInt8(7))
    writer.integer(Int64.min)
    writer.integer(UInt128.max - 5)
    writer.double(-0.1)
    writer.bool(true)
    writer.count(12)
    writer.text("état")
    writer.raw([1, 2, 3].span)
    var reader = StateReader(writer.bytes)
    try reader.section("TEST", version: 3)
    #expect(try reader.integer(UInt8.self) == 7)
    #expect(try reader.integer(Int64.self) == .min)
    #expect(try reader.integer(UInt128.self) == .max - 5)
    #expect(try reader.double() == -0.1)
    #expect(try reader.bool("truth"))
    #expect(try reader.count("things", maximum: 12) == 12)
    #expect(try reader.text("word", byteCountMaximum: 5) == "état")
    #expect(try reader.raw(byteCount: 3) == [1, 2, 3])
    try reader.expectEnd()
  }

  @Test func `is little-endian`() {
    var writer = StateWriter()
    writer.integer(UInt32(0x0102_0304))
    #expect(writer.bytes == [4, 3, 2, 1])
  }

  @Test func `passes through a drain and a refill in pieces`() throws {
    var drained: [UInt8] = []
    var writer = StateWriter { chunk in
      for index in chunk.indices { drained.append(chunk[index]) }
    }
    for number in 0..<200_000 as Range<UInt64> { writer.integer(number) }
    #expect(!drained.isEmpty)
    writer.flush()
    #expect(drained.count == 1_600_000)
    #expect(writer.byteCount == 1_600_000)
    var given = 0
    var reader = StateReader { bytes in
      let end = min(given + 65_537, drained.count)
      bytes.append(contentsOf: drained[given..<end])
      given = end
    }
    for number in 0..<200_000 as Range<UInt64> { try #require(try reader.integer() == number) }
    #expect(reader.offset == 1_600_000)
    try reader.expectEnd()
  }

  @Test func `refuses bytes that end early`() {
    var reader = StateReader([1, 2, 3])
    #expect(throws: StateError.endsEarly(offset: 0, needed: 1)) { try reader.integer(UInt32.self) }
  }

  @Test func `refuses bytes after the end`() {
    var reader = StateReader([1])
    #expect(throws: StateError.leftover(offset: 0)) { try reader.expectEnd() }
  }

  @Test func `refuses a count over its maximum`() {
    var reader = StateReader([9, 0, 0, 0, 0, 0, 0, 0x80])
    let error = StateError.overLimit(
      offset: 0, what: "cards", found: 0x8000_0000_0000_0009, maximum: 8)
    #expect(throws: error) { try reader.count("cards", maximum: 8) }
    #expect(error.description == "state at byte 0: 9223372036854775817 cards, at most 8")
  }

  @Test func `refuses a truth that is neither 0 nor 1`() {
    var reader = StateReader([2])
    #expect(throws: StateError.invalid(offset: 0, what: "truth")) { try reader.bool("truth") }
  }

  @Test func `refuses an unknown case of an enumeration`() {
    var reader = StateReader([200])
    #expect(throws: StateError.invalid(offset: 0, what: "stage")) {
      try reader.value(MonitorEvent.Stage.self, "stage")
    }
  }

  @Test func `refuses text that is not UTF-8`() {
    var reader = StateReader([1, 0, 0, 0, 0, 0, 0, 0, 0xFF])
    #expect(throws: StateError.invalid(offset: 8, what: "word")) {
      try reader.text("word", byteCountMaximum: 4)
    }
  }

  @Test func `refuses another section and another version`() {
    var other = StateReader(Array("ELSE\u{1}\u{0}".utf8))
    #expect(throws: StateError.wrongSection(offset: 0, expected: "TEST")) {
      try other.section("TEST", version: 1)
    }
    var newer = StateReader(Array("TEST\u{9}\u{0}".utf8))
    #expect(throws: StateError.unknownVersion(section: "TEST", found: 9, supported: 1)) {
      try newer.section("TEST", version: 1)
    }
  }
}
