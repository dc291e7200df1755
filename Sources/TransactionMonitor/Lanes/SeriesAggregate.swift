/// One aggregate that is answered from counts and sums by time.
struct SeriesAggregate: Sendable {
  var operation: Aggregate.Operation
  var column: Int
  /// The series that it reads, by index, as far as its operation needs them.
  var count: Int?
  var allCount: Int?
  var sum: Int?
  var reversedSum: Int?
  var squares: Int?
  var extreme: Int?
  /// The table of values, by index.
  var distinct: Int?
  /// The pair of latest values, by index.
  var latest: Int?
}

extension SeriesSet {
  @inline(__always)
  func countBounds(_ index: Int, endingAt end: Moment, in record: RecordBytes) -> Bounds {
    let reading = read(index, endingAt: end, in: record)
    let high =
      reading.isCutOff ? .max : reading.whole.second.addingBounded(reading.astride.second)
    return Bounds(low: reading.whole.first, high: high)
  }

  func sumBounds(
    _ index: Int, less reversed: Int?, endingAt end: Moment, in record: RecordBytes
  ) -> Bounds {
    var bounds = part(read(index, endingAt: end, in: record))
    if let reversed {
      let less = part(read(reversed, endingAt: end, in: record))
      bounds.low = less.high == .max ? .min : bounds.low.addingBounded(-less.high)
      bounds.high = bounds.high.addingBounded(-less.low)
    }
    return bounds
  }

  private func part(_ reading: Reading) -> Bounds {
    let isOpen = reading.isCutOff || reading.whole.second > 0 || reading.astride.second > 0
    return Bounds(
      low: reading.whole.first,
      high: isOpen ? .max : reading.whole.first.addingBounded(reading.astride.first))
  }

  func maximumBounds(_ index: Int, endingAt end: Moment, in record: RecordBytes) -> Bounds {
    let reading = read(index, endingAt: end, in: record)
    guard reading.whole.first > 0 else { return .widest }
    let high = max(reading.whole.second, reading.astride.second)
    return Bounds(
      low: reading.whole.first - 1, high: reading.isCutOff || high == .max ? .max : high - 1)
  }

  func minimumBounds(_ index: Int, endingAt end: Moment, in record: RecordBytes) -> Bounds {
    let reading = read(index, endingAt: end, in: record)
    guard reading.whole.first > 0, !reading.isCutOff else { return .widest }
    var low = reading.whole.second
    if reading.astride.second > 0 { low = min(low, reading.astride.second) }
    let high = reading.whole.first
    return Bounds(low: low - 1, high: high == .max ? .max : high - 1)
  }

  func rateBounds(
    _ index: Int, of all: Int, endingAt end: Moment, in record: RecordBytes
  ) -> RealBounds {
    let met = read(index, endingAt: end, in: record)
    let every = read(all, endingAt: end, in: record)
    guard every.whole.first > 0 else { return .widest }
    guard !every.isCutOff else { return RealBounds(low: 0, high: 1) }
    return Statistics.rate(
      certain: met.whole.first, possible: met.whole.second, all: every.whole.first,
      more: (met.astride.first, met.astride.second, every.astride.second))
  }

  func spreadBounds(
    count: Int, sum: Int, squares: Int, endingAt end: Moment, in record: RecordBytes
  ) -> RealBounds {
    let counts = read(count, endingAt: end, in: record)
    let sums = read(sum, endingAt: end, in: record)
    let squares = read(squares, endingAt: end, in: record)
    guard counts.whole.first > 0 else { return .widest }
    let isSure =
      !counts.isCutOff && sums.whole.second == 0 && sums.astride.second == 0
      && counts.whole.first == counts.whole.second && counts.astride.first == counts.astride.second
    guard isSure else { return RealBounds(low: 0, high: .infinity) }
    return Statistics.spread(
      certain: Statistics.Moments(
        count: counts.whole.first, sum: sums.whole.first, squares: squares.whole.squares),
      possible: Statistics.Moments(
        count: counts.astride.first, sum: sums.astride.first, squares: squares.astride.squares))
  }
}
