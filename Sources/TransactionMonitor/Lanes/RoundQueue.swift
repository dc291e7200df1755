/// A row of the block whose subject this shard owns.
struct QueuedRow: BitwiseCopyable {
  var row: Int
  var key: SubjectKey
  var hash: UInt64
  var record: RecordBytes?
}

/// The rows of a block in rounds: the first of each subject, then the second of each, and so on, so
/// that no batch has a subject twice, and each subject's rows keep their order.
struct RoundQueue {
  private var rows: [QueuedRow] = []
  private var rounds: [UInt16] = []
  private var arranged: [QueuedRow] = []
  private var batches: [Range<Int>] = []
  /// How many rows there were of each subject; a few subjects share a number, which only makes more
  /// rounds.
  private var counts: [UInt16] = Array(repeating: 0, count: Self.tagCount)
  private var ends: [Int] = []

  private static let tagCount = 4_096

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    rounds.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for tag in counts.indices { counts[tag] = 0 }
  }

  @inline(__always)
  mutating func append(_ row: QueuedRow) {
    // By bits that neither the index nor shards go by alone.
    let tag = Int((row.hash &>> 20) & UInt64(Self.tagCount - 1))
    let round = counts[tag]
    counts[tag] = round &+ 1
    rows.append(row)
    rounds.append(round)
    if ends.count == Int(round) { ends.append(0) }
    ends[Int(round)] += 1
  }

  /// Puts the rows in order; returns in how many batches.
  mutating func arrange(cutAfter length: Int) -> Int {
    batches.removeAll(keepingCapacity: true)
    var start = 0
    for round in ends.indices {
      let end = start + ends[round]
      var first = start
      while first < end {
        batches.append(first..<min(end, first + length))
        first += length
      }
      ends[round] = start
      start = end
    }
    guard let blank = rows.first else { return 0 }
    if arranged.count < rows.count { arranged = Array(repeating: blank, count: rows.count) }
    for index in rows.indices {
      let round = Int(rounds[index])
      arranged[ends[round]] = rows[index]
      ends[round] += 1
    }
    return batches.count
  }

  /// The places of a batch; none beyond the last.
  func batch(_ index: Int) -> Range<Int> { index < batches.count ? batches[index] : 0..<0 }

  @inline(__always)
  subscript(place: Int) -> QueuedRow { arranged[place] }

  @inline(__always)
  mutating func found(_ record: RecordBytes?, _ place: Int) { arranged[place].record = record }
}
