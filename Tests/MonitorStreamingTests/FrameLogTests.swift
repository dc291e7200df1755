import CardCore
import ISO8583
import MonitorStreaming
import TestSupport
import Testing

struct FrameLogTests {
  private static let binary2 = FrameFormat.lengthPrefixed(LengthPrefix(.binary2))

  private func reader(_ format: FrameFormat = binary2) throws -> any LogReader {
    let form = LogForm(kind: .frames(format), parser: try ReadLog.parser("iso8583-1993-ascii"))
    return try #require(form.reader(mapping: nil, options: LogOptions()))
  }

  private static func financial() throws -> [UInt8] {
    try ReadLog.sampleMessage("financial-1987-binary")
  }

  private func log(_ messages: [[UInt8]], _ format: FrameFormat = binary2) throws -> [UInt8] {
    var writer = FrameWriter(format: format)
    var log: [UInt8] = []
    for message in messages { try writer.append(message.span, to: &log) }
    writer.finish(to: &log)
    return log
  }

  @Test(arguments: ["binary2", "ascii4", "hexlines", "vbs", "vbs-1014"])
  func `pieces and blocks of any size give what the whole gives`(_ name: String) throws {
    let format = try #require(FrameFormat(name: name))
    let log = try log(ReadLog.messages(40), format)
    let whole = try ReadLog(log, by: reader(format))
    #expect(whole.messageCount == 40 && whole.quarantined.isEmpty)
    for count in ReadLog.pieceByteCounts {
      #expect(try ReadLog(log, by: reader(format), pieceByteCount: count, rowMaximum: 3) == whole)
    }
  }

  @Test func `finds the way again after a corrupt block and says how many bytes it passed over`()
    throws
  {
    let messages = try ReadLog.messages(40)
    var log = try log(messages)
    let start = try self.log(Array(messages.prefix(10))).count
    // From the length of the eleventh message into the thirteenth.
    let end = try self.log(Array(messages.prefix(12))).count + 20
    for index in start..<end { log[index] = UInt8(truncatingIfNeeded: index &* 37) | 0x80 }
    let whole = try ReadLog(log, by: reader())
    #expect(whole.messageCount == 37)
    let passed = try #require(whole.quarantined.first)
    let next = try self.log(Array(messages.prefix(13))).count
    #expect(passed.offset == UInt64(start) && passed.byteCount == next - start)
    #expect(whole.quarantined.count == 1)
    #expect(
      passed.reason.hasSuffix("; \(next - start) bytes passed over to the next run of messages"))
    for count in ReadLog.pieceByteCounts {
      #expect(try ReadLog(log, by: reader(), pieceByteCount: count) == whole)
    }
  }

  @Test func `puts one bad message aside and reads the next`() throws {
    var messages = try ReadLog.messages(9)
    messages[4][messages[4].count - 1] = 0x01
    let read = try ReadLog(log(messages), by: reader())
    #expect(read.messageCount == 8)
    let record = try #require(read.quarantined.first)
    #expect(read.quarantined.count == 1 && record.byteCount == messages[4].count + 2)
    #expect(!record.path.isEmpty)
    #expect(record.raw == nil)
  }

  @Test func `says where a log ends in the middle of a message`() throws {
    let log = try log(ReadLog.messages(5))
    let read = try ReadLog(Array(log.dropLast(10)), by: reader())
    #expect(read.messageCount == 4)
    #expect(read.quarantined.first?.code == "truncated")
  }

  @Test func `notices messages of another spec half way`() throws {
    let parser = try ReadLog.parser("iso8583-1987-binary")
    let bytes = try Self.financial()
    #expect(Message.reading(bytes, using: parser).error == nil)
    let ours = try ReadLog.messages(10)
    let read = try ReadLog(log(ours + Array(repeating: bytes, count: 10)), by: reader())
    #expect(read.messageCount == 10)
    #expect(read.notes.contains { $0.contains("iso8583-1987-binary") })
  }

  @Test func `reads the stamp and the direction of lines`() throws {
    let message = try ReadLog.messages(1)[0]
    var line: [UInt8] = []
    try HexLine.append(
      message.span, timestamp: "2026-03-05T10:00:00.250Z", direction: .incoming, to: &line)
    let read = try ReadLog(line, by: reader(.hexLines))
    #expect(read.rows.first?.contains("2026-03-05T10:00:00.250Z") == true)
  }

  @Test func `recognises framing and spec and how sure that is`() throws {
    let parsers = BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) }
    for name in [
      "binary2", "binary4", "ascii4-inclusive", "bcd2+tpdu5", "hexlines", "vbs", "vbs-1014",
    ] {
      let format = try #require(FrameFormat(name: name))
      let log = try log(ReadLog.messages(30), format)
      let found = LogRecogniser(parsers: parsers).find(log.span, isWhole: true)
      let finding = try #require(found)
      #expect(finding.form.kind == .frames(format), "\(name)")
      #expect(finding.form.parser?.spec.name.contains("1993") == true)
      #expect(finding.readCount == finding.triedCount && finding.readCount > 20)
    }
    let text = Array("this is no log at all, whatever you try\n".utf8)
    let found = LogRecogniser(parsers: parsers).find(text.span, isWhole: true)
    #expect(found == nil)
  }

  @Test func `refuses a log whose year nothing tells`() throws {
    let bytes = try Self.financial()
    let form = LogForm(
      kind: .frames(Self.binary2), parser: try ReadLog.parser("iso8583-1987-binary"))
    let reader = try #require(form.reader(mapping: nil, options: LogOptions()))
    let log = try log([bytes])
    #expect(throws: LogError.noYear(offset: 0)) { try ReadLog(log, by: reader) }
  }
}
