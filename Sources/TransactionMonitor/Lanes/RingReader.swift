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
    var total = Bounds(exactly: 0)
    for slot in SetBits(slots.possible) {
      var part = value(slot, aggregate.source)
      if slots.certain >> UInt16(slot) & 1 == 0 {
        part = Bounds(low: min(0, part.low), high: max(0, part.high))
      }
      if isReversal(slot) {
        part = Bounds(
          low: part.high == .max ? .min : -part.high, high: part.low == .min ? .max : -part.low)
      }
      total.low = total.low.addingBounded(part.low)
      total.high = total.high.addingBounded(part.high)
    }
    guard !sight.isComplete(aggregate.window) else { return total }
    let reversed = aggregate.overflow.reversedSum
    if overflow == nil || aggregate.overflow.sum == nil {
      return aggregate.countsReversals ? .widest : Bounds(low: total.low, high: .max)
    }
    return plus(total, aggregate.overflow.sum) {
      $0.sumBounds($1, less: reversed, endingAt: end, in: $2)
    }
  }

  @inline(__always)
  private func isReversal(_ slot: Int) -> Bool {
    guard let offset = ring.reversalsOffset else { return false }
    return record.load(UInt16.self, at: offset) &>> UInt16(truncatingIfNeeded: slot) & 1 != 0
  }

  private func distinct(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    guard case .field(let index) = aggregate.source else { return count(slots, aggregate) }
    let field = ring.fields[index]
    let low = differentValues(slots.certain, field)
    let high = slots.certain == slots.possible ? low : differentValues(slots.possible, field)
    let bounds = Bounds(low: low, high: high)
    guard !sight.isComplete(aggregate.window) else { return bounds }
    // Each event that has left may have had a value of its own.
    let more = plus(Bounds(exactly: 0), aggregate.overflow.count) {
      $0.countBounds($1, endingAt: end, in: $2)
    }
    return Bounds(low: low, high: high.addingBounded(more.high))
  }

  private func differentValues(_ slots: UInt16, _ field: Ring.Field) -> Int64 {
    var count: Int64 = 0
    for slot in SetBits(slots) {
      let value = ring.field(field, slot, in: record)
      guard value != 0 else { continue }
      let earlier = slots & (1 &<< UInt16(truncatingIfNeeded: slot) &- 1)
      let isNew = !SetBits(earlier).contains { ring.field(field, $0, in: record) == value }
      if isNew { count += 1 }
    }
    return count
  }

  private func maximum(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    guard slots.certain != 0 else { return .widest }
    var bounds = Bounds(low: .min, high: .min)
    for slot in SetBits(slots.possible) {
      let value = value(slot, aggregate.source)
      bounds.high = max(bounds.high, value.high)
      if slots.certain >> UInt16(slot) & 1 != 0 { bounds.low = max(bounds.low, value.low) }
    }
    if !sight.isComplete(aggregate.window) { bounds.high = .max }
    return bounds
  }

  private func minimum(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    guard slots.certain != 0 else { return .widest }
    var bounds = Bounds(low: .max, high: .max)
    for slot in SetBits(slots.possible) {
      let value = value(slot, aggregate.source)
      bounds.low = min(bounds.low, value.low)
      if slots.certain >> UInt16(slot) & 1 != 0 { bounds.high = min(bounds.high, value.high) }
    }
    if !sight.isComplete(aggregate.window) { bounds.low = .min }
    return bounds
  }

  /// The value of the newest event before the row's own; between several that may be it, bounds.
  private func last(_ slots: Slots, _ aggregate: RingAggregate) -> Bounds {
    var bounds: Bounds?
    let head = record.ringHead
    for index in skippedCount..<max(skippedCount, record.ringCount) {
      let slot = ring.slot(index, head: head)
      guard slots.possible >> UInt16(slot) & 1 != 0 else { continue }
      guard let value = saidValue(slot, aggregate.source) else { return .widest }
      bounds = Bounds(
        low: min(bounds?.low ?? .max, value.low), high: max(bounds?.high ?? .min, value.high))
      if slots.certain >> UInt16(slot) & 1 != 0 { return bounds ?? .widest }
    }
    return .widest
  }

  private func value(_ slot: Int, _ source: RingAggregate.Source) -> Bounds {
    saidValue(slot, source) ?? .widest
  }

  private func saidValue(_ slot: Int, _ source: RingAggregate.Source) -> Bounds? {
    switch source {
    case .none: return nil
    case .amount: return ring.amount(slot, in: record).bounds
    case .time:
      let age = ring.age(slot, newest: record.newest.short, in: record)
      let moment = Moment(count: record.newest.count &- age)
      return Bounds(exactly: moment.instant.millisecondsSince1970)
    case .field(let index):
      let field = ring.fields[index]
      let code = ring.field(field, slot, in: record)
      return field.value.decoded(code, width: field.width).map(Bounds.init(exactly:))
    }
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
    guard slots.certain != 0 else { return .widest }
    var certain = Statistics.Moments()
    var possible = Statistics.Moments()
    for slot in SetBits(slots.possible) {
      let value = value(slot, aggregate.source)
      guard value.isExact else { return RealBounds(low: 0, high: .infinity) }
      if slots.certain >> UInt16(slot) & 1 != 0 {
        certain.add(value.low)
      } else {
        possible.add(value.low)
      }
    }
    guard sight.isComplete(aggregate.window) else { return RealBounds(low: 0, high: .infinity) }
    return Statistics.spread(certain: certain, possible: possible)
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
