import CardCore
import ISO8583
import MonitorStreaming
import TestSupport
import Testing

/// What a log gives that was damaged in one place, for every place that there is.
struct DamagedLogTests {
  private static let spec = "iso8583-1993-ascii"

  /// A small log, and the ends of its frames in order.
  private struct Log {
    var bytes: [UInt8] = []
    var ends: [Int] = []

    init(_ format: FrameFormat, messageCount: Int) throws {
      var writer = FrameWriter(format: format)
      for message in try ReadLog.messages(messageCount) {
        try writer.append(message.span, to: &bytes)
        ends.append(bytes.count)
      }
      writer.finish(to: &bytes)
    }

    /// How many bytes the frame has that begins at `offset`; nil where none does.
    func frameByteCount(at offset: Int) -> Int? {
      guard let index = ([0] + ends).firstIndex(of: offset), index < ends.count else { return nil }
      return ends[index] - offset
    }
  }

  private func read(
    _ bytes: [UInt8], _ format: FrameFormat, pieceByteCount: Int = .max, raw: Bool = false
  ) throws -> ReadLog {
    let form = LogForm(kind: .frames(format), parser: try ReadLog.parser(Self.spec))
    var options = LogOptions()
    options.keepsRawBytes = raw
    let reader = try #require(form.reader(mapping: nil, options: options))
    reader.progress.reference = Instant(rfc3339Literal: "2026-03-02T00:00:00Z")
    return try ReadLog(bytes, by: reader, pieceByteCount: pieceByteCount)
  }

  /// Whether messages and records follow one another without gap and overlap, as far as `end`.
  ///
  /// Messages that are no transactions have no row; a length of zero is a keep-alive of so many
  /// bytes.
  private func tiles(
    _ read: ReadLog, _ log: Log, upTo end: Int, keepAliveByteCount: Int = 0
  ) -> Bool {
    var pieces = read.quarantined.map { (start: Int($0.offset), count: $0.byteCount) }
    for offset in read.offsets {
      guard let count = log.frameByteCount(at: offset) else { return false }
      pieces.append((offset, count))
    }
    pieces.append((end, 0))
    var next = 0
    var withoutRow = Int(read.messageCount) - read.rows.count
    for piece in pieces.sorted(by: { $0.start < $1.start }) {
      if piece.start == next + keepAliveByteCount { next = piece.start }
      while next < piece.start, let count = log.frameByteCount(at: next), withoutRow > 0 {
        next += count
        withoutRow -= 1
      }
      guard piece.start == next || piece.count == 0 else { return false }
      next += piece.count
    }
    return next >= end && withoutRow == 0
  }

  @Test(arguments: ["binary2", "ascii4-inclusive", "bcd2+tpdu5", "vbs"], [0x00, 0xFF, 0x35])
  func `one damaged byte costs one message at most and gives one record at most`(
    _ name: String, _ value: UInt8
  ) throws {
    let format = try #require(FrameFormat(name: name))
    let log = try Log(format, messageCount: 5)
    for place in log.bytes.indices where log.bytes[place] != value {
      var damaged = log.bytes
      damaged[place] = value
      let read = try read(damaged, format)
      let keepAlive = value == 0 && log.bytes[place] != 0x30 ? format.lengthByteCount : 0
      let isTiled = tiles(read, log, upTo: log.ends[4], keepAliveByteCount: keepAlive)
      let (recordCount, messageCount) = (read.quarantined.count, read.messageCount)
      #expect(recordCount <= 1, "byte \(place)")
      #expect(messageCount >= 4, "byte \(place)")
      #expect(isTiled, "byte \(place)")
    }
  }

  @Test(arguments: ["binary2", "vbs"])
  func `a damaged log gives the same in pieces of any size`(_ name: String) throws {
    let format = try #require(FrameFormat(name: name))
    let log = try Log(format, messageCount: 5)
    try forEachSeed(count: 60, generator: SplitMix64.init(seed:)) { _, random in
      var damaged = log.bytes
      let start = Int(random.next() % UInt64(damaged.count))
      let end = min(damaged.count, start + 1 + Int(random.next() % 90))
      for index in start..<end { damaged[index] = UInt8(truncatingIfNeeded: random.next()) }
      let whole = try read(damaged, format, raw: true)
      for count in [1, 61] {
        let isSame = try read(damaged, format, pieceByteCount: count, raw: true) == whole
        #expect(isSame, "pieces of \(count)")
      }
    }
  }

  @Test func `messages that are bad one after the other are a record each`() throws {
    let format = FrameFormat.lengthPrefixed(LengthPrefix(.binary2))
    let log = try Log(format, messageCount: 9)
    var damaged = log.bytes
    for frame in 3..<6 { damaged[log.ends[frame] - 1] = 0x01 }
    let read = try read(damaged, format)
    #expect(read.messageCount == 6)
    #expect(read.quarantined.map { Int($0.offset) } == Array(log.ends[2..<5]))
    let isTiled = tiles(read, log, upTo: log.ends[8])
    #expect(isTiled)
  }

  @Test func `the bytes of a damaged piece are kept whole on demand`() throws {
    let format = FrameFormat.lengthPrefixed(LengthPrefix(.binary2))
    let log = try Log(format, messageCount: 9)
    var damaged = log.bytes
    damaged[log.ends[3]] = 0x7F
    let read = try read(damaged, format, raw: true)
    let record = try #require(read.quarantined.first)
    #expect(record.raw == Array(damaged[log.ends[3]..<log.ends[4]]))
  }

  @Test func `frames behind a length that was damaged into the end of the file are found`() throws {
    let format = FrameFormat.vbs(isBlocked: false)
    let log = try Log(format, messageCount: 9)
    var damaged = log.bytes
    for index in 0..<4 { damaged[log.ends[4] + index] = 0 }
    let read = try read(damaged, format)
    #expect(read.messageCount == 8)
    #expect(read.quarantined.map(\.code) == ["dataAfterTerminator"])
  }
}

extension FrameFormat {
  fileprivate var lengthByteCount: Int {
    if case .lengthPrefixed(let prefix) = self { return prefix.encoding.byteCount }
    return 4
  }
}
