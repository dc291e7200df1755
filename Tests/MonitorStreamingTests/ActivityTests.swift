import CardCore
import MonitorStreaming
import TestSupport
import Testing
import TransactionMonitor

/// Counts over time: how wide buckets become, which clocks are not believed, what is saved.
struct ActivityTests {
  private static let start = Instant(millisecondsSince1970: 1_772_409_600_000)
  private static let minute: Int64 = 60_000
  private static let day: Int64 = 86_400_000

  private static func row(
    _ milliseconds: Int64, outcome: MonitorEvent.Outcome = .approved, minor: Int64 = 1_000
  ) -> MonitorEvent {
    var transaction = Transaction()
    transaction.time = start.adding(milliseconds: milliseconds)
    transaction.amountMinor = minor
    transaction.currency = Currency(alphabetic: "EUR")
    var event = MonitorEvent(transaction, stage: .whole)
    event.outcome = outcome
    return event
  }

  private static func activity(_ rows: [MonitorEvent], blocks: Int = 1) -> Activity {
    let activity = Activity()
    let size = max(1, rows.count / blocks)
    for first in stride(from: 0, to: rows.count, by: size) {
      activity.see(Array(rows[first..<min(rows.count, first + size)]).span)
    }
    return activity
  }

  private static let spans: [(hours: Int, width: Int64)] = [
    (6, 60_000), (24, 300_000), (60, 900_000), (336, 3_600_000), (2_160, 21_600_000),
    (8_784, 86_400_000), (61_488, 604_800_000),
  ]

  @Test(arguments: spans)
  func `buckets widen with the time they span`(hours: Int, width: Int64) {
    let step = Int64(hours) * 60 * Self.minute / 500
    let activity = Self.activity((0..<500).map { Self.row($0 * step) })
    #expect(activity.buckets.widthMilliseconds == width)
    #expect(activity.buckets.values.count <= AdaptiveBuckets<ActivityCounts>.countMaximum)
    #expect(activity.buckets.values.reduce(0) { $0 + $1.requestCount } == 500)
    #expect(activity.unbelievedCount == 0)
  }

  @Test func `a bucket holds what happened in it, whatever the order`() {
    let times: [Int64] = [0, 30_000, 90_000, 3 * Self.day]
    let rows = times.enumerated().map { index, time in
      Self.row(time, outcome: index == 1 ? .declined : .approved)
    }
    let activity = Self.activity(rows)
    let other = Self.activity([rows[2], rows[0], rows[3], rows[1]])
    #expect(activity.ndjson == other.ndjson)
    let first = activity.buckets.values[0]
    #expect(first.requestCount == 3)
    #expect(first.declinedCount == 1)
    #expect(first.approvalRate == 2.0 / 3)
    #expect(first.money.map(\.requestedMinor) == [3_000])
    #expect(first.money.map(\.approvedMinor) == [2_000])
    #expect(activity.buckets.start(of: 0) == Self.start)
  }

  @Test func `weeks begin on Mondays`() {
    let activity = Self.activity((0..<400).map { Self.row(7 * $0 * Self.day) })
    // 2026-03-02 is a Monday.
    #expect(activity.buckets.start(of: 0) == Self.start)
    #expect(activity.buckets.widthMilliseconds == 7 * Self.day)
  }

  @Test func `a few rows years away do not spread the picture, many do`() {
    let year = 365 * Self.day
    var rows = (0..<300).map { Self.row($0 * Self.minute) }
    rows += (0..<99).map { Self.row(20 * year + $0) }
    let few = Self.activity(rows)
    #expect(few.buckets.widthMilliseconds == Self.minute)
    #expect(few.unbelievedCount == 99)
    #expect(few.total.requestCount == 399)
    let many = Self.activity(rows + [Self.row(20 * year + 99)])
    #expect(many.unbelievedCount == 0)
    #expect(many.buckets.values.reduce(0) { $0 + $1.requestCount } == 400)
    #expect(many.buckets.widthMilliseconds > 7 * Self.day)
  }

  @Test func `a few rows long before all others do not spread it either`() {
    let rows =
      (0..<20).map { Self.row(-900 * Self.day + $0) } + (0..<300).map { Self.row($0 * Self.minute) }
    let activity = Self.activity(rows)
    #expect(activity.buckets.widthMilliseconds == Self.minute)
    #expect(activity.unbelievedCount == 20)
  }

  @Test func `where blocks are cut, and a rest in between, changes nothing`() throws {
    var random = SplitMix64(seed: 7)
    var time: Int64 = 0
    let rows = (0..<2_000).map { index in
      time += Int64(random.next() % 600_000)
      if index == 900 { time += 30 * Self.day }
      return Self.row(time, minor: Int64(random.next() % 90_000))
    }
    let whole = Self.activity(rows).ndjson
    #expect(Self.activity(rows, blocks: 37).ndjson == whole)
    for cut in [1, 899, 901, 950, 1_001, 1_999] {
      let first = Self.activity(Array(rows[..<cut]))
      var writer = StateWriter()
      first.encode(to: &writer)
      let second = Activity()
      var reader = StateReader(writer.bytes)
      try second.decode(from: &reader)
      try reader.expectEnd()
      second.see(Array(rows[cut...]).span)
      #expect(second.ndjson == whole)
    }
  }

  @Test func `damaged saved state is refused`() throws {
    let activity = Self.activity((0..<50).map { Self.row($0 * Self.minute) })
    var writer = StateWriter()
    activity.encode(to: &writer)
    for count in stride(from: 0, to: writer.bytes.count, by: 13) {
      var reader = StateReader(Array(writer.bytes.prefix(count)))
      #expect(throws: StateError.self) { try Activity().decode(from: &reader) }
    }
  }

  @Test func `the schema names what is written`() throws {
    let schema = try JSONReader().read(Activity.schema)
    let lines = Self.activity([Self.row(0)]).ndjson.split(separator: 0x0A)
    for (line, name) in zip(lines, ["series", "bucket"]) {
      let properties = schema["$defs"]?[name]?["properties"]?.object
      let written = try #require(try JSONReader().read(Array(line)).object)
      #expect(Array(written.names) == properties.map { Array($0.names) })
    }
  }
}
