/// The counts, sums and extremes by time of one record, and what they say of a window.
struct SeriesSet: Sendable {
  var timelines: [Timeline] = []
  var series: [Series] = []

  // MARK: - Time passing

  /// Moves on to a newer time. To be called before ``RecordBytes/newest`` moves.
  @inline(__always)
  func advance(_ record: RecordBytes, to newest: Moment) {
    let before = record.newest
    guard newest > before, !series.isEmpty else { return }
    for index in timelines.indices {
      let passing = TimelinePassing(timelines[index], from: before, to: newest)
      guard passing.isMove else { continue }
      for place in series.indices where series[place].timeline == index {
        advance(series[place], timelines[index], passing, in: record)
      }
    }
  }

  private func advance(
    _ series: Series, _ timeline: Timeline, _ passing: TimelinePassing, in record: RecordBytes
  ) {
    switch series.kind {
    case .count: series.advance(CountCoding.self, timeline, passing, in: record)
    case .sum: series.advance(SumCoding.self, timeline, passing, in: record)
    case .squares: series.advance(SquaresCoding.self, timeline, passing, in: record)
    case .maximum: series.advance(MaximumCoding.self, timeline, passing, in: record)
    case .minimum: series.advance(MinimumCoding.self, timeline, passing, in: record)
    case .smallCount: series.advance(SmallCountCoding.self, timeline, passing, in: record)
    case .smallSum: series.advance(SmallSumCoding.self, timeline, passing, in: record)
    case .smallMaximum: series.advance(SmallMaximumCoding.self, timeline, passing, in: record)
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
      let slot = timeline.slot(bucket)
      for place in series.indices where series[place].timeline == index {
        apply(
          event, series[place], slot, totalSlot: isWhole ? timeline.heldCount : nil, in: record)
      }
    }
  }

  private func apply(
    _ event: SeriesEvent, _ series: Series, _ slot: Int, totalSlot: Int?, in record: RecordBytes
  ) {
    guard series.selection.takes(isReversal: event.isReversal) else { return }
    let before = event.truthBefore(series.predicate)
    let after = event.truthAfter(series.predicate)
    let amount = event.amount
    switch series.kind {
    case .count:
      series.change(CountCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .sum: series.change(SumCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .squares:
      series.change(SquaresCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .maximum:
      series.change(MaximumCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .minimum:
      series.change(MinimumCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .smallCount:
      series.change(SmallCountCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .smallSum:
      series.change(SmallSumCoding.self, amount, before, after, slot, totalSlot, in: record)
    case .smallMaximum:
      series.change(SmallMaximumCoding.self, amount, before, after, slot, totalSlot, in: record)
    }
  }

  // MARK: - Answers

  /// What a series says of the window of its timeline that ends at `end`.
  func read(_ index: Int, endingAt end: Moment, in record: RecordBytes) -> SeriesReading {
    let series = series[index]
    let timeline = timelines[series.timeline]
    return switch series.kind {
    case .count: series.read(CountCoding.self, timeline, endingAt: end, in: record)
    case .sum: series.read(SumCoding.self, timeline, endingAt: end, in: record)
    case .squares: series.read(SquaresCoding.self, timeline, endingAt: end, in: record)
    case .maximum: series.read(MaximumCoding.self, timeline, endingAt: end, in: record)
    case .minimum: series.read(MinimumCoding.self, timeline, endingAt: end, in: record)
    case .smallCount: series.read(SmallCountCoding.self, timeline, endingAt: end, in: record)
    case .smallSum: series.read(SmallSumCoding.self, timeline, endingAt: end, in: record)
    case .smallMaximum: series.read(SmallMaximumCoding.self, timeline, endingAt: end, in: record)
    }
  }
}

/// How far a timeline moves when a record goes from one newest time to another.
struct TimelinePassing: BitwiseCopyable {
  var oldHead = 0
  var head = 0
  var oldAstride = 0
  var astride = 0

  init() {}

  @inline(__always)
  init(_ timeline: Timeline, from before: Moment, to newest: Moment) {
    oldHead = timeline.index(before)
    head = timeline.index(newest)
    oldAstride = timeline.astride(before, in: oldHead)
    astride = timeline.astride(newest, in: head)
  }

  @inline(__always)
  var isMove: Bool { head > oldHead || astride > oldAstride }
}

// MARK: - One series

extension Series {
  @inline(__always)
  private func place(_ slot: Int) -> Int { offset &+ cellByteCount &* slot }

  /// Takes what leaves the window from the total, and empties the buckets that are entered.
  @inline(__always)
  func advance<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ timeline: Timeline, _ passing: TimelinePassing, in record: RecordBytes
  ) {
    guard passing.head &- passing.oldHead < timeline.heldCount else {
      return record.clear(offset..<offset + byteCount(heldCount: timeline.heldCount))
    }
    let last = min(passing.astride, passing.oldHead)
    if Coding.hasTotal && passing.oldAstride < last {
      subtractFromTotal(
        coding, timeline, from: passing.oldAstride &+ 1, count: last &- passing.oldAstride,
        in: record)
    }
    var slot = timeline.slot(passing.oldHead) &+ 1
    var count = passing.head &- passing.oldHead
    while count > 0 {
      if slot == timeline.heldCount { slot = 0 }
      let length = min(count, timeline.heldCount &- slot)
      clear(slot, length, in: record)
      slot &+= length
      count &-= length
    }
  }

  @inline(__always)
  private func clear(_ slot: Int, _ count: Int, in record: RecordBytes) {
    record.clear(place(slot)..<place(slot &+ count))
  }

  /// Takes so many buckets from the total; it is never less than any of them.
  @inline(__always)
  private func subtractFromTotal<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ timeline: Timeline, from index: Int, count: Int,
    in record: RecordBytes
  ) {
    var total = Coding.load(record, at: place(timeline.heldCount))
    guard total != SeriesCell() else { return }
    var slot = timeline.slot(index)
    for _ in 0..<count {
      Coding.subtract(Coding.load(record, at: place(slot)), from: &total)
      slot = slot &+ 1 == timeline.heldCount ? 0 : slot &+ 1
    }
    Coding.store(total, record, at: place(timeline.heldCount))
  }

  /// Changes a bucket, and the total where the bucket lies inside the window.
  @inline(__always)
  func change<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ amount: Bounds, _ before: Truth, _ after: Truth, _ slot: Int,
    _ totalSlot: Int?, in record: RecordBytes
  ) {
    guard before != after else { return }
    change(coding, amount, before, after, at: place(slot), in: record)
    if Coding.hasTotal, let totalSlot {
      change(coding, amount, before, after, at: place(totalSlot), in: record)
    }
  }

  @inline(__always)
  private func change<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ amount: Bounds, _ before: Truth, _ after: Truth, at offset: Int,
    in record: RecordBytes
  ) {
    var cell = Coding.load(record, at: offset)
    Coding.change(&cell, by: amount, from: before, to: after)
    Coding.store(cell, record, at: offset)
  }

  /// What the series says of the window that ends at `end`.
  @inline(__always)
  func read<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ timeline: Timeline, endingAt end: Moment, in record: RecordBytes
  ) -> SeriesReading {
    let newest = record.newest
    let astride = timeline.astride(end)
    if end == newest && Coding.hasTotal {
      return readTotal(
        coding, timeline, astrideSlot: astride < 0 ? -1 : timeline.slot(astride), in: record)
    }
    let head = timeline.index(newest)
    return end == newest
      ? walkWindow(
        coding, timeline, head: head, astride: astride, headSlot: timeline.slot(head), in: record)
      : walk(coding, timeline, endingAt: end, head: head, astride: astride, in: record)
  }

  /// The same where the window ends at the newest time, by the total.
  @inline(__always)
  func readTotal<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ timeline: Timeline, astrideSlot: Int, in record: RecordBytes
  ) -> SeriesReading {
    var reading = SeriesReading()
    reading.whole = Coding.load(record, at: place(timeline.heldCount))
    if astrideSlot >= 0 { reading.astride = Coding.load(record, at: place(astrideSlot)) }
    return reading
  }

  /// The same where the window ends at the newest time, bucket by bucket from the newest. Of such
  /// a window all buckets are held.
  @inline(__always)
  func walkWindow<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ timeline: Timeline, head: Int, astride: Int, headSlot: Int,
    in record: RecordBytes
  ) -> SeriesReading {
    var reading = SeriesReading()
    let step = cellByteCount
    var place = place(headSlot)
    for _ in 0..<head &- astride {
      Coding.join(&reading.whole, Coding.load(record, at: place))
      place = place == offset ? offset &+ step &* (timeline.heldCount &- 1) : place &- step
    }
    if astride >= 0 { Coding.join(&reading.astride, Coding.load(record, at: place)) }
    return reading
  }

  /// The same where the window ends before the newest time.
  @inline(__always)
  func walk<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ timeline: Timeline, endingAt end: Moment, head: Int, astride: Int,
    in record: RecordBytes
  ) -> SeriesReading {
    var reading = SeriesReading()
    let oldestHeld = max(0, head - timeline.heldCount + 1)
    reading.isCutOff = astride < oldestHeld && oldestHeld > 0
    let last = timeline.index(end)
    var index = max(astride, oldestHeld)
    var slot = timeline.slot(index)
    while index <= min(last, head) {
      let cell = Coding.load(record, at: place(slot))
      if index > astride && index < last {
        Coding.join(&reading.whole, cell)
      } else {
        Coding.join(&reading.astride, cell)
      }
      index &+= 1
      slot = slot &+ 1 == timeline.heldCount ? 0 : slot &+ 1
    }
    return reading
  }
}

/// What a series says of one window.
struct SeriesReading: Sendable, BitwiseCopyable {
  /// Of buckets that lie inside the window.
  var whole = SeriesCell()
  /// Of buckets that lie astride one of its ends.
  var astride = SeriesCell()
  /// Whether the window reaches back to where nothing is held any more.
  var isCutOff = false
}
