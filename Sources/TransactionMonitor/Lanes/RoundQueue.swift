/// The rows of a block whose subjects a shard owns, in rounds: the first of each subject, then the
/// second of each, and so on, so that no batch has a subject twice, and each subject's rows keep
/// their order.
struct RoundQueue: ~Copyable {
  private(set) var count = 0
  /// By coming: the row of the block, and whose it is.
  private let rows: Strip<Int32>
  private let keys: Strip<SubjectKey>
  private let hashes: Strip<UInt64>
  private let rounds: Strip<UInt16>
  private let records: Strip<RecordBytes?>
  /// The places above in the order of rounds.
  private let order: Strip<Int32>
  /// How many rows there were of each subject; a few subjects share a number, which only makes more
  /// rounds.
  private let counts: Strip<UInt16>
  /// How many rows each round has, then where its next one goes.
  private let ends: Strip<Int32>
  private var roundCount = 0
  private var batches: [Range<Int>] = []

  private static let tagCount = 4_096

  init(rowCapacity: Int) {
    precondition(rowCapacity < 1 << 16, "rounds are numbered by two bytes")
    rows = Strip(repeating: 0, count: rowCapacity)
    keys = Strip(repeating: .none, count: rowCapacity)
    hashes = Strip(repeating: 0, count: rowCapacity)
    rounds = Strip(repeating: 0, count: rowCapacity)
    records = Strip(repeating: nil, count: rowCapacity)
    order = Strip(repeating: 0, count: rowCapacity)
    counts = Strip(repeating: 0, count: Self.tagCount)
    ends = Strip(repeating: 0, count: rowCapacity)
  }

  deinit {
    rows.deallocate()
    keys.deallocate()
    hashes.deallocate()
    rounds.deallocate()
    records.deallocate()
    order.deallocate()
    counts.deallocate()
    ends.deallocate()
  }

  var rowCapacity: Int { rows.count }

  mutating func removeAll() {
    for place in 0..<count { counts[tag(hashes[place])] = 0 }
    ends.clear(roundCount)
    count = 0
    roundCount = 0
  }

  @inline(__always)
  private func tag(_ hash: UInt64) -> Int {
    // By bits that neither the index nor shards go by alone.
    Int(hash &>> 20 & UInt64(Self.tagCount &- 1))
  }

  @inline(__always)
  mutating func append(_ row: Int, _ key: SubjectKey, hash: UInt64) {
    precondition(count < rowCapacity, "one block")
    let tag = tag(hash)
    let round = counts[tag]
    counts[tag] = round &+ 1
    rows[count] = Int32(truncatingIfNeeded: row)
    keys[count] = key
    hashes[count] = hash
    rounds[count] = round
    ends[Int(round)] &+= 1
    roundCount = max(roundCount, Int(round) &+ 1)
    count &+= 1
  }

  /// Puts the rows in order; returns in how many batches.
  mutating func arrange(cutAfter length: Int) -> Int {
    batches.removeAll(keepingCapacity: true)
    var start = 0
    for round in 0..<roundCount {
      let end = start &+ Int(ends[round])
      var first = start
      while first < end {
        batches.append(first..<min(end, first &+ length))
        first &+= length
      }
      ends[round] = Int32(truncatingIfNeeded: start)
      start = end
    }
    for place in 0..<count {
      let round = Int(rounds[place])
      order[Int(ends[round])] = Int32(truncatingIfNeeded: place)
      ends[round] &+= 1
    }
    return batches.count
  }

  /// The places of a batch; none beyond the last.
  func batch(_ index: Int) -> Range<Int> { index < batches.count ? batches[index] : 0..<0 }

  /// The row that stands at a place of the order.
  @inline(__always)
  subscript(place: Int) -> QueuedRow {
    let place = Int(order[place])
    return QueuedRow(
      row: Int(rows[place]), key: keys[place], hash: hashes[place], record: records[place])
  }

  /// The row that came so manieth.
  @inline(__always)
  func coming(_ place: Int) -> QueuedRow {
    QueuedRow(row: Int(rows[place]), key: keys[place], hash: hashes[place], record: nil)
  }

  /// The row and the record alone.
  @inline(__always)
  func row(_ place: Int) -> Int { Int(rows[Int(order[place])]) }

  @inline(__always)
  func record(_ place: Int) -> RecordBytes? { records[Int(order[place])] }

  @inline(__always)
  func hash(_ place: Int) -> UInt64 { hashes[Int(order[place])] }

  @inline(__always)
  func found(_ record: RecordBytes?, _ place: Int) { records[Int(order[place])] = record }
}

/// A row of the block whose subject this shard owns.
struct QueuedRow: BitwiseCopyable {
  var row: Int
  var key: SubjectKey
  var hash: UInt64
  var record: RecordBytes?
}
