/// The counts, sums and extremes by time of one record, and what they say of a window.
struct SeriesSet: Sendable {
  var timelines: [Timeline] = []
  var series: [Series] = []

  /// What a series says of one window.
  struct Reading: Sendable {
    /// Of buckets that lie inside the window.
    var whole = SeriesCell()
    /// Of buckets that lie astride one of its ends.
    var astride = SeriesCell()
    /// Whether the window reaches back to where nothing is held any more.
    var isCutOff = false
  }

  // MARK: - Time passing

  /// Moves on to a newer time. To be called before ``RecordBytes/newest`` moves.
  @inline(__always)
  func advance(_ record: RecordBytes, to newest: Moment) {
    let before = record.newest
    guard newest > before, !series.isEmpty else { return }
    for timeline in timelines.indices {
      advance(record, timeline, from: before, to: newest)
    }
  }

  private func advance(
    _ record: RecordBytes, _ index: Int, from before: Moment, to newest: Moment
  ) {
    let timeline = timelines[index]
    let oldHead = timeline.index(before)
    let head = timeline.index(newest)
    let oldAstride = timeline.astride(before)
    let astride = timeline.astride(newest)
    guard head > oldHead || astride > oldAstride else { return }
    for place in series.indices where series[place].timeline == index {
      let series = series[place]
      if head - oldHead >= timeline.heldCount {
        record.clear(
          series.offset..<series.offset + series.byteCount(heldCount: timeline.heldCount))
        continue
      }
      if series.hasTotal {
        var leaving = oldAstride + 1
        while leaving <= min(astride, oldHead) {
          subtractFromTotal(series, timeline, timeline.slot(leaving), in: record)
          leaving += 1
        }
      }
      var entering = oldHead + 1
      while entering <= head {
        let cell = offset(series, timeline.slot(entering))
        record.clear(cell..<cell + series.cellByteCount)
        entering += 1
      }
    }
  }

  @inline(__always)
  private func offset(_ series: Series, _ slot: Int) -> Int {
    series.offset &+ series.cellByteCount &* slot
  }

  private func subtractFromTotal(
    _ series: Series, _ timeline: Timeline, _ slot: Int, in record: RecordBytes
  ) {
    let totalOffset = offset(series, timeline.heldCount)
    let cell = cell(series, at: offset(series, slot), in: record)
    var total = self.cell(series, at: totalOffset, in: record)
    total.first = max(0, total.first &- cell.first)
    total.second = max(0, total.second &- cell.second)
    total.squares = total.squares >= cell.squares ? total.squares - cell.squares : 0
    store(total, series, at: totalOffset, in: record)
  }

  // MARK: - Cells

  @inline(__always)
  private func cell(_ series: Series, at offset: Int, in record: RecordBytes) -> SeriesCell {
    var cell = SeriesCell()
    switch series.kind {
    case .count:
      cell.first = Int64(record.load(UInt32.self, at: offset))
      cell.second = Int64(record.load(UInt32.self, at: offset &+ 4))
    case .sum:
      cell.first = record.load(at: offset)
      cell.second = Int64(record.load(UInt32.self, at: offset &+ 8))
    case .squares:
      cell.squares = record.load(at: offset)
    case .maximum, .minimum:
      cell.first = record.load(at: offset)
      cell.second = record.load(at: offset &+ 8)
    }
    return cell
  }

  @inline(__always)
  private func store(_ cell: SeriesCell, _ series: Series, at offset: Int, in record: RecordBytes) {
    switch series.kind {
    case .count:
      record.store(UInt32(clamping: cell.first), at: offset)
      record.store(UInt32(clamping: cell.second), at: offset &+ 4)
    case .sum:
      record.store(cell.first, at: offset)
      record.store(UInt32(clamping: cell.second), at: offset &+ 8)
    case .squares:
      record.store(cell.squares, at: offset)
    case .maximum, .minimum:
      record.store(cell.first, at: offset)
      record.store(cell.second, at: offset &+ 8)
    }
  }

  // MARK: - Events

  /// Counts an event, or what an answer changes of one; what is too old to be held is left out.
  @inline(__always)
  func apply(_ event: SeriesEvent, to record: RecordBytes) {
    let newest = record.newest
    for index in timelines.indices {
      let timeline = timelines[index]
      let bucket = timeline.index(event.time)
      guard timeline.index(newest) - bucket < timeline.heldCount else { continue }
      let isWhole = bucket > timeline.astride(newest)
      for place in series.indices where series[place].timeline == index {
        let series = series[place]
        guard series.selection.takes(isReversal: event.isReversal) else { continue }
        apply(event, series, offset(series, timeline.slot(bucket)), in: record)
        if isWhole && series.hasTotal {
          apply(event, series, offset(series, timeline.heldCount), in: record)
        }
      }
    }
  }

  private func apply(
    _ event: SeriesEvent, _ series: Series, _ offset: Int, in record: RecordBytes
  ) {
    let before = event.truthBefore(series.predicate)
    let after = event.truthAfter(series.predicate)
    guard before != after else { return }
    var cell = cell(series, at: offset, in: record)
    switch series.kind {
    case .count:
      cell.first += (after.isCertain ? 1 : 0) - (before.isCertain ? 1 : 0)
      cell.second += (after.isPossible ? 1 : 0) - (before.isPossible ? 1 : 0)
    case .sum: cell.addSum(event.amount, from: before, to: after)
    case .squares: cell.addSquares(event.amount, from: before, to: after)
    case .maximum: cell.raise(event.amount, from: before, to: after)
    case .minimum: cell.lower(event.amount, from: before, to: after)
    }
    cell.first = max(0, cell.first)
    cell.second = max(0, cell.second)
    store(cell, series, at: offset, in: record)
  }

  // MARK: - Answers

  /// What a series says of the window of its timeline that ends at `end`.
  func read(_ index: Int, endingAt end: Moment, in record: RecordBytes) -> Reading {
    let series = series[index]
    let timeline = timelines[series.timeline]
    let newest = record.newest
    if end == newest && series.hasTotal {
      var reading = Reading()
      reading.whole = cell(series, at: offset(series, timeline.heldCount), in: record)
      let astride = timeline.astride(end)
      if astride >= 0 {
        reading.astride = cell(series, at: offset(series, timeline.slot(astride)), in: record)
      }
      return reading
    }
    return walk(series, timeline, endingAt: end, newest: newest, in: record)
  }

  private func walk(
    _ series: Series, _ timeline: Timeline, endingAt end: Moment, newest: Moment,
    in record: RecordBytes
  ) -> Reading {
    var reading = Reading()
    let head = timeline.index(newest)
    let oldestHeld = max(0, head - timeline.heldCount + 1)
    let astride = timeline.astride(end)
    reading.isCutOff = astride < oldestHeld && oldestHeld > 0
    let last = timeline.index(end)
    var index = max(astride, oldestHeld)
    while index <= min(last, head) {
      let cell = cell(series, at: offset(series, timeline.slot(index)), in: record)
      let isInside = index > astride && (index < last || end == newest)
      if isInside {
        reading.whole.join(cell, series.kind)
      } else {
        reading.astride.join(cell, series.kind)
      }
      index += 1
    }
    return reading
  }
}

extension SeriesCell {
  /// What a sum takes of an amount: its value where it is certain and exact, else a mark.
  @inline(__always)
  private static func part(_ amount: Bounds, _ truth: Truth) -> (sum: Int64, unsure: Int64) {
    guard truth.isPossible else { return (0, 0) }
    return truth.isCertain && amount.isExact ? (max(0, amount.low), 0) : (0, 1)
  }

  fileprivate mutating func addSum(_ amount: Bounds, from before: Truth, to after: Truth) {
    let old = Self.part(amount, before)
    let new = Self.part(amount, after)
    first = first.addingBounded(new.sum - old.sum)
    second += new.unsure - old.unsure
  }

  fileprivate mutating func addSquares(_ amount: Bounds, from before: Truth, to after: Truth) {
    let old = UInt128(Self.part(amount, before).sum)
    let new = UInt128(Self.part(amount, after).sum)
    squares = squares &+ new &* new &- old &* old
  }

  fileprivate mutating func raise(_ amount: Bounds, from before: Truth, to after: Truth) {
    let low = max(0, amount.low).addingBounded(1)
    if after.isCertain {
      first = max(first, low)
    } else if before.isCertain && first == low {
      // It may have been this one that was the greatest: nothing certain is left.
      first = 0
    }
    if after.isPossible { second = max(second, amount.high.addingBounded(1)) }
  }

  fileprivate mutating func lower(_ amount: Bounds, from before: Truth, to after: Truth) {
    let high = amount.high.addingBounded(1)
    let low = max(0, amount.low).addingBounded(1)
    if after.isCertain {
      first = first == 0 ? high : min(first, high)
    } else if before.isCertain && first == high {
      first = 0
    }
    if after.isPossible { second = second == 0 ? low : min(second, low) }
  }

  /// Takes another bucket's content in.
  @inline(__always)
  fileprivate mutating func join(_ other: SeriesCell, _ kind: Series.Kind) {
    switch kind {
    case .count, .sum, .squares:
      first = first.addingBounded(other.first)
      second = second.addingBounded(other.second)
      squares = squares &+ other.squares
    case .maximum:
      first = max(first, other.first)
      second = max(second, other.second)
    case .minimum:
      if other.first != 0 { first = first == 0 ? other.first : min(first, other.first) }
      if other.second != 0 { second = second == 0 ? other.second : min(second, other.second) }
    }
  }
}
