internal import CardCore
public import TransactionMonitor

extension Activity {
  /// Writes all that the series depends on.
  public func encode(to writer: inout StateWriter) {
    writer.section("ACTV", version: 1)
    strays.encode(to: &writer)
    writer.integer(strayCount)
    writer.integer(believedCount)
    writer.bool(frontier != nil)
    writer.integer(frontier?.millisecondsSince1970 ?? 0)
    writer.count(responses.count)
    for (code, count) in responses {
      writer.text(code.text)
      writer.integer(count)
    }
    writer.count(waiting.count)
    for row in waiting {
      writer.integer(row.time.millisecondsSince1970)
      row.counts.encode(to: &writer)
    }
    writer.count(buckets.place.level)
    writer.integer(buckets.place.first)
    writer.count(buckets.values.count)
    for counts in buckets.values { counts.encode(to: &writer) }
  }

  /// Takes on what ``encode(to:)`` wrote.
  public func decode(from reader: inout StateReader) throws(StateError) {
    try reader.section("ACTV", version: 1)
    strays = try ActivityCounts(from: &reader)
    strayCount = try reader.integer()
    believedCount = try reader.integer()
    let hasFrontier = try reader.bool("time")
    let instant = Instant(millisecondsSince1970: try reader.integer())
    frontier = hasFrontier ? instant : nil
    responses = []
    for _ in 0..<(try reader.count("response codes", maximum: 1 << 10)) {
      let offset = reader.offset
      guard let code = ResponseCode(try reader.text("response code", byteCountMaximum: 8)) else {
        throw .invalid(offset: offset, what: "response code")
      }
      responses.append((code, try reader.integer()))
    }
    waiting = []
    for _ in 0..<(try reader.count("rows that wait", maximum: Self.strayCountMaximum)) {
      let time = Instant(millisecondsSince1970: try reader.integer())
      waiting.append(Waiting(time: time, counts: try ActivityCounts(from: &reader)))
    }
    try decodeBuckets(from: &reader)
  }

  private func decodeBuckets(from reader: inout StateReader) throws(StateError) {
    let offset = reader.offset
    let level = try reader.count("width of buckets", maximum: 64)
    let first = try reader.integer(Int64.self)
    var values: [ActivityCounts] = []
    let maximum = AdaptiveBuckets<ActivityCounts>.countMaximum
    for _ in 0..<(try reader.count("buckets", maximum: maximum)) {
      values.append(try ActivityCounts(from: &reader))
    }
    guard let buckets = AdaptiveBuckets(level: level, first: first, values: values) else {
      throw .invalid(offset: offset, what: "buckets")
    }
    self.buckets = buckets
  }
}

extension ActivityCounts {
  private static var fields: [WritableKeyPath<ActivityCounts, UInt64>] {
    [
      \.requestCount, \.approvedCount, \.declinedCount, \.unansweredCount, \.reversalCount,
      \.otherCount,
    ]
  }

  func encode(to writer: inout StateWriter) {
    for field in Self.fields { writer.integer(self[keyPath: field]) }
    writer.count(money.count)
    for sum in money {
      writer.integer(sum.currency.numeric)
      writer.integer(sum.requestCount)
      writer.integer(sum.requestedMinor)
      writer.integer(sum.approvedMinor)
    }
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init()
    for field in Self.fields { self[keyPath: field] = try reader.integer() }
    for _ in 0..<(try reader.count("currencies", maximum: Self.currencyMaximum)) {
      let offset = reader.offset
      guard let currency = Currency(numeric: Int(try reader.integer(UInt16.self))) else {
        throw .invalid(offset: offset, what: "currency")
      }
      money.append(
        Money(
          currency: currency, requestCount: try reader.integer(),
          requestedMinor: try reader.integer(),
          approvedMinor: try reader.integer()))
    }
  }
}
