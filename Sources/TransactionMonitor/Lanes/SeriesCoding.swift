/// How the cells of one kind of series stand in a record, and what an event does to one.
///
/// A type each, so that a walk of many cells knows its kind once and not at every cell.
protocol SeriesCoding {
  /// Whether a total of the whole buckets is kept, so that asking costs no walk.
  static var hasTotal: Bool { get }
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int)
  /// Takes in what became known of an event's meeting the condition.
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth)
  /// Takes another bucket's content in.
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell)
  /// Takes a bucket's content out of a total.
  static func subtract(_ other: SeriesCell, from total: inout SeriesCell)
}

extension SeriesCoding {
  @inline(__always)
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell) {
    cell.first = cell.first.addingBounded(other.first)
    cell.second = cell.second.addingBounded(other.second)
  }

  @inline(__always)
  static func subtract(_ other: SeriesCell, from total: inout SeriesCell) {
    total.first = max(0, total.first &- other.first)
    total.second = max(0, total.second &- other.second)
  }
}

/// Cells of two numbers as they are, 8 bytes each.
protocol WideSeriesCoding: SeriesCoding {}

extension WideSeriesCoding {
  @inline(__always)
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell {
    SeriesCell(first: record.load(at: offset), second: record.load(at: offset &+ 8))
  }

  @inline(__always)
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int) {
    record.store(cell.first, at: offset)
    record.store(cell.second, at: offset &+ 8)
  }
}

/// Events: certain and possible ones, 4 bytes each.
enum CountCoding: SeriesCoding {
  static var hasTotal: Bool { true }

  @inline(__always)
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell {
    SeriesCell(
      first: Int64(record.load(UInt32.self, at: offset)),
      second: Int64(record.load(UInt32.self, at: offset &+ 4)))
  }

  @inline(__always)
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int) {
    record.store(UInt32(clamping: cell.first), at: offset)
    record.store(UInt32(clamping: cell.second), at: offset &+ 4)
  }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    let certain = (after.isCertain ? 1 : 0) &- (before.isCertain ? 1 : 0) as Int64
    let possible = (after.isPossible ? 1 : 0) &- (before.isPossible ? 1 : 0) as Int64
    cell.first = max(0, cell.first &+ certain)
    cell.second = max(0, cell.second &+ possible)
  }
}

/// Sum of the amounts that are certain, 8 bytes; and how many are possible that are not.
enum SumCoding: SeriesCoding {
  static var hasTotal: Bool { true }

  @inline(__always)
  static func load(_ record: RecordBytes, at offset: Int) -> SeriesCell {
    SeriesCell(
      first: record.load(at: offset), second: Int64(record.load(UInt32.self, at: offset &+ 8)))
  }

  @inline(__always)
  static func store(_ cell: SeriesCell, _ record: RecordBytes, at offset: Int) {
    record.store(cell.first, at: offset)
    record.store(UInt32(clamping: cell.second), at: offset &+ 8)
  }

  /// What a sum takes of an amount: its value where it is certain and exact, else a mark.
  @inline(__always)
  static func part(_ amount: Bounds, _ truth: Truth) -> (sum: Int64, unsure: Int64) {
    guard truth.isPossible else { return (0, 0) }
    return truth.isCertain && amount.isExact ? (max(0, amount.low), 0) : (0, 1)
  }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    let old = part(amount, before)
    let new = part(amount, after)
    cell.first = max(0, cell.first.addingBounded(new.sum - old.sum))
    cell.second = max(0, cell.second &+ new.unsure &- old.unsure)
  }
}

/// Sum of the squares of the same amounts, 16 bytes.
enum SquaresCoding: WideSeriesCoding {
  static var hasTotal: Bool { true }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    let old = UInt128(SumCoding.part(amount, before).sum)
    let new = UInt128(SumCoding.part(amount, after).sum)
    cell.squares = cell.squares &+ new &* new &- old &* old
  }

  @inline(__always)
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell) {
    cell.squares = cell.squares &+ other.squares
  }

  @inline(__always)
  static func subtract(_ other: SeriesCell, from total: inout SeriesCell) {
    total.squares = total.squares >= other.squares ? total.squares - other.squares : 0
  }
}

/// The greatest amount: at least, at most; each plus one, 0 for none; 8 bytes each.
enum MaximumCoding: WideSeriesCoding {
  static var hasTotal: Bool { false }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    let low = max(0, amount.low).addingBounded(1)
    if after.isCertain {
      cell.first = max(cell.first, low)
    } else if before.isCertain && cell.first == low {
      // It may have been this one that was the greatest: nothing certain is left.
      cell.first = 0
    }
    if after.isPossible { cell.second = max(cell.second, amount.high.addingBounded(1)) }
  }

  @inline(__always)
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell) {
    cell.first = max(cell.first, other.first)
    cell.second = max(cell.second, other.second)
  }
}

/// The least amount: at most, at least; each plus one, 0 for none; 8 bytes each.
enum MinimumCoding: WideSeriesCoding {
  static var hasTotal: Bool { false }

  @inline(__always)
  static func change(
    _ cell: inout SeriesCell, by amount: Bounds, from before: Truth, to after: Truth
  ) {
    let high = amount.high.addingBounded(1)
    let low = max(0, amount.low).addingBounded(1)
    if after.isCertain {
      cell.first = cell.first == 0 ? high : min(cell.first, high)
    } else if before.isCertain && cell.first == high {
      cell.first = 0
    }
    if after.isPossible { cell.second = cell.second == 0 ? low : min(cell.second, low) }
  }

  @inline(__always)
  static func join(_ cell: inout SeriesCell, _ other: SeriesCell) {
    if other.first != 0 {
      cell.first = cell.first == 0 ? other.first : min(cell.first, other.first)
    }
    if other.second != 0 {
      cell.second = cell.second == 0 ? other.second : min(cell.second, other.second)
    }
  }
}
