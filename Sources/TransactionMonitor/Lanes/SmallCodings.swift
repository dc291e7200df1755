/// Cells for records of which there are millions: a quarter as long, without totals, and exact as
/// far as a card goes. What is beyond leaves the bracket open upwards until its bucket has left the
/// window; the lower bound always holds.

/// Events that are never undecided, 2 bytes: exact to 65,534 in a bucket.
enum SmallCountCoding: SeriesCoding {
  static var hasTotal: Bool { false }

  @inline(__always)
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell {
    let count: UInt16 = record.load(at: offset)
    return SeriesCell(first: Int64(count), second: count == .max ? .max : Int64(count))
  }

  @inline(__always)
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int) {
    record.store(UInt16(clamping: cell.first), at: offset)
  }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    // One that is full does not know any more how many it lost.
    guard cell.first < UInt16.max else { return }
    cell.first = max(
      0, cell.first &+ (after.isCertain ? 1 : 0) &- (before.isCertain ? 1 : 0))
  }
}

/// Sum of the amounts, 4 bytes: exact to 2³¹ − 1 minor units in a bucket, and where no amount of
/// the bucket is undecided.
enum SmallSumCoding: SeriesCoding {
  static var hasTotal: Bool { false }
  private static let maximum = Int64(Int32.max)

  @inline(__always)
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell {
    let held: UInt32 = record.load(at: offset)
    return SeriesCell(first: Int64(held & 0x7FFF_FFFF), second: Int64(held >> 31))
  }

  @inline(__always)
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int) {
    let isOpen = cell.second != 0 ? UInt32(1) << 31 : 0
    record.store(UInt32(truncatingIfNeeded: cell.first) | isOpen, at: offset)
  }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    let old = SumCoding.part(amount, before)
    let new = SumCoding.part(amount, after)
    let sum = cell.first.addingBounded(new.sum - old.sum)
    if sum > maximum || new.unsure > 0 { cell.second = 1 }
    cell.first = min(max(0, sum), maximum)
  }

  @inline(__always)
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell) {
    // Of less than 2³² buckets, below 2³¹ each.
    cell.first &+= other.first
    cell.second |= other.second
  }
}

/// The greatest amount plus one, 0 for none, 4 bytes: exact to 2³¹ − 2 minor units, and where no
/// amount of the bucket is undecided. For conditions that no answer changes.
enum SmallMaximumCoding: SeriesCoding {
  static var hasTotal: Bool { false }

  @inline(__always)
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell {
    let held: UInt32 = record.load(at: offset)
    let least = Int64(held & 0x7FFF_FFFF)
    return SeriesCell(first: least, second: held >> 31 != 0 ? .max : least)
  }

  @inline(__always)
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int) {
    let isOpen = cell.second == .max ? UInt32(1) << 31 : 0
    record.store(UInt32(truncatingIfNeeded: cell.first) | isOpen, at: offset)
  }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    guard after.isCertain else { return }
    let least = max(0, amount.low).addingBounded(1)
    if least > Int64(Int32.max) || !amount.isExact { cell.second = .max }
    cell.first = max(cell.first, min(least, Int64(Int32.max)))
  }

  @inline(__always)
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell) {
    MaximumCoding.join(&cell, other)
  }
}
