internal import CardCore

/// Answers the aggregates of a ring from what it shows, and from the overflow what it does not.
struct RingReader {
  let ring: Ring
  let sight: RingSight
  /// Counts by time of what has left the ring too early; nil where nothing has.
  let overflow: RecordBytes?
  let overflowSet: SeriesSet
  let end: Moment
  /// How many events, counted from the newest, are the row's own or came after it.
  let skippedCount: Int

  private var record: RecordBytes { sight.record }

  /// The slots of the events that certainly and possibly count.
  private struct Slots {
    var certain: UInt16
    var possible: UInt16
    var all: UInt16
  }

  @inline(__always)
  private func slots(_ aggregate: RingAggregate) -> Slots {
    var all = sight.slots[aggregate.window]
    if let offset = ring.reversalsOffset, !aggregate.countsReversals {
      all &= ~record.load(UInt16.self, at: offset)
    }
    guard let offset = aggregate.certainOffset else {
      return Slots(certain: all, possible: all, all: all)
    }
    let certain = all & record.load(UInt16.self, at: offset)
    let possible = aggregate.possibleOffset.map { all & record.load(UInt16.self, at: $0) }
    return Slots(certain: certain, possible: possible ?? certain, all: all)
  }

  // MARK: - Integers

  @inline(__always)
  func integer(_ aggregate: RingAggregate) -> Bounds {
    let slots = slots(aggregate)
    return switch aggregate.operation {
    case .count: count(slots, aggregate)
    case .sum: sum(slots, aggregate)
    case .distinct: distinct(slots, aggregate)
    case .max: maximum(slots, aggregate)
    case .min: minimum(slots, aggregate)
    case .last: last(slots, aggregate)
    case .mean, .stddev, .rate: .widest
    }
  }

  @inline(__always)
  private func count(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    let bounds = Bounds(
      low: Int64(slots.certain.nonzeroBitCount), high: Int64(slots.possible.nonzeroBitCount))
    return sight.isComplete(aggregate.window)
      ? bounds
      : plus(bounds, aggregate.overflow.count) { $0.countBounds($1, endingAt: end, in: $2) }
  }

  /// Adds what the overflow says; without one, anything may be missing.
  private func plus(
    _ bounds: Bounds, _ series: Int?, _ read: (SeriesSet, Int, RecordBytes) -> Bounds
  ) -> Bounds {
    guard let overflow, let series else { return Bounds(low: bounds.low, high: .max) }
    let more = read(overflowSet, series, overflow)
    return Bounds(
      low: bounds.low.addingBounded(more.low), high: bounds.high.addingBounded(more.high))
  }

  private func sum(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    let total = ring.sum(
      certain: slots.certain, possible: slots.possible, aggregate.source, in: record)
    guard !sight.isComplete(aggregate.window) else { return total }
    let reversed = aggregate.overflow.reversedSum
    if overflow == nil || aggregate.overflow.sum == nil {
      return aggregate.countsReversals ? .widest : Bounds(low: total.low, high: .max)
    }
    return plus(total, aggregate.overflow.sum) {
      $0.sumBounds($1, less: reversed, endingAt: end, in: $2)
    }
  }

  private func distinct(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    guard case .field(let index) = aggregate.source else { return count(slots, aggregate) }
    let field = ring.fields[index]
    let low = ring.differentValues(slots.certain, field, in: record)
    let high =
      slots.certain == slots.possible
      ? low : ring.differentValues(slots.possible, field, in: record)
    let bounds = Bounds(low: low, high: high)
    guard !sight.isComplete(aggregate.window) else { return bounds }
    // Each event that has left may have had a value of its own.
    let more = plus(Bounds(exactly: 0), aggregate.overflow.count) {
      $0.countBounds($1, endingAt: end, in: $2)
    }
    return Bounds(low: low, high: high.addingBounded(more.high))
  }

  private func maximum(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    var bounds = ring.maximum(
      certain: slots.certain, possible: slots.possible, aggregate.source, in: record)
    if !sight.isComplete(aggregate.window) { bounds.high = .max }
    return bounds
  }

  private func minimum(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    var bounds = ring.minimum(
      certain: slots.certain, possible: slots.possible, aggregate.source, in: record)
    if !sight.isComplete(aggregate.window) { bounds.low = .min }
    return bounds
  }

  private func last(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    ring.last(
      certain: slots.certain, possible: slots.possible, aggregate.source,
      skipping: skippedCount, in: record)
  }

  // MARK: - Reals

  func real(_ aggregate: RingAggregate) -> RealBounds {
    let slots = slots(aggregate)
    return switch aggregate.operation {
    case .mean:
      Statistics.mean(sum: sum(slots, aggregate), count: count(slots, aggregate))
    case .stddev: spread(slots, aggregate)
    case .rate: rate(slots, aggregate)
    case .count, .sum, .max, .min, .last, .distinct: .widest
    }
  }

  private func spread(_ slots: Slots, _ aggregate: RingAggregate) -> RealBounds {
    let bounds = ring.spread(
      certain: slots.certain, possible: slots.possible, aggregate.source, in: record)
    let isKnown = sight.isComplete(aggregate.window) || slots.certain == 0
    return isKnown ? bounds : RealBounds(low: 0, high: .infinity)
  }

  private func rate(_ slots: Slots, _ aggregate: RingAggregate) -> RealBounds {
    let certain = Int64(slots.certain.nonzeroBitCount)
    let possible = Int64(slots.possible.nonzeroBitCount)
    let all = Int64(slots.all.nonzeroBitCount)
    guard !sight.isComplete(aggregate.window) else {
      return Statistics.rate(certain: certain, possible: possible, all: all, more: (0, 0, 0))
    }
    guard all > 0 else { return .widest }
    guard let overflow, let met = aggregate.overflow.count, let every = aggregate.overflow.allCount
    else { return RealBounds(low: 0, high: 1) }
    let moreMet = overflowSet.read(met, endingAt: end, in: overflow)
    let more = overflowSet.read(every, endingAt: end, in: overflow)
    guard !more.isCutOff else { return RealBounds(low: 0, high: 1) }
    return Statistics.rate(
      certain: certain + moreMet.whole.first, possible: possible + moreMet.whole.second,
      all: all + more.whole.first,
      more: (moreMet.astride.first, moreMet.astride.second, more.astride.second))
  }
}
