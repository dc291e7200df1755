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
    read(index, endingAt: end, in: record).countBounds
  }

  func sumBounds(
    _ index: Int, less reversed: Int?, endingAt end: Moment, in record: RecordBytes
  ) -> Bounds {
    let sum = read(index, endingAt: end, in: record).sumBounds
    return reversed.map { sum.less(read($0, endingAt: end, in: record).sumBounds) } ?? sum
  }
}

// MARK: - What readings say together

extension SeriesReading {
  @inline(__always)
  var countBounds: Bounds {
    Bounds(
      low: whole.first, high: isCutOff ? .max : whole.second.addingBounded(astride.second))
  }

  @inline(__always)
  var sumBounds: Bounds {
    let isOpen = isCutOff || whole.second > 0 || astride.second > 0
    return Bounds(
      low: whole.first, high: isOpen ? .max : whole.first.addingBounded(astride.first))
  }

  @inline(__always)
  var maximumBounds: Bounds {
    guard whole.first > 0 else { return .widest }
    let high = max(whole.second, astride.second)
    return Bounds(low: whole.first - 1, high: isCutOff || high == .max ? .max : high - 1)
  }

  @inline(__always)
  var minimumBounds: Bounds {
    guard whole.first > 0, !isCutOff else { return .widest }
    var low = whole.second
    if astride.second > 0 { low = min(low, astride.second) }
    let high = whole.first
    return Bounds(low: low - 1, high: high == .max ? .max : high - 1)
  }

  /// How many of `every` event's reading these are.
  @inline(__always)
  func rateBounds(of every: SeriesReading) -> RealBounds {
    guard every.whole.first > 0 else { return .widest }
    guard !every.isCutOff else { return RealBounds(low: 0, high: 1) }
    return Statistics.rate(
      certain: whole.first, possible: whole.second, all: every.whole.first,
      more: (astride.first, astride.second, every.astride.second))
  }

  /// The standard deviation, this being the count.
  func spreadBounds(sum sums: SeriesReading, squares: SeriesReading) -> RealBounds {
    guard whole.first > 0 else { return .widest }
    let isSure =
      !isCutOff && sums.whole.second == 0 && sums.astride.second == 0
      && whole.first == whole.second && astride.first == astride.second
    guard isSure else { return RealBounds(low: 0, high: .infinity) }
    return Statistics.spread(
      certain: Statistics.Moments(
        count: whole.first, sum: sums.whole.first, squares: squares.whole.squares),
      possible: Statistics.Moments(
        count: astride.first, sum: sums.astride.first, squares: squares.astride.squares))
  }
}

extension Bounds {
  /// Bounds of the difference.
  @inline(__always)
  func less(_ other: Bounds) -> Bounds {
    Bounds(
      low: other.high == .max ? .min : low.addingBounded(-other.high),
      high: high.addingBounded(-other.low))
  }
}
