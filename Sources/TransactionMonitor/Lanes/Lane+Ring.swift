/// What a ring says of a batch of rows: one loop an aggregate.
///
/// Rows whose ring has overflowed get a first answer here too, that is written over.
extension Lane {
  func answer(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let records = batch.records
    let skippedCounts = batch.skippedCounts
    switch aggregate.operation {
    case .count: answerCount(aggregate, ring, batch, columns)
    case .rate: answerRate(aggregate, ring, batch, columns)
    case .sum:
      answer(aggregate, ring, batch, columns) {
        ring.sum(
          certain: $1.certain, possible: $1.possible, aggregate.source, in: records[$0])
      }
    case .distinct: answerDistinct(aggregate, ring, batch, columns)
    case .max:
      answer(aggregate, ring, batch, columns) {
        ring.maximum(
          certain: $1.certain, possible: $1.possible, aggregate.source, in: records[$0])
      }
    case .min:
      answer(aggregate, ring, batch, columns) {
        ring.minimum(
          certain: $1.certain, possible: $1.possible, aggregate.source, in: records[$0])
      }
    case .last:
      answer(aggregate, ring, batch, columns) {
        ring.last(
          certain: $1.certain, possible: $1.possible, aggregate.source,
          skipping: skippedCounts[$0], in: records[$0])
      }
    case .mean, .stddev: answerMoments(aggregate, ring, batch, columns)
    }
  }

  /// The slots of the events that certainly and possibly count.
  private struct Slots {
    var certain: UInt16
    var possible: UInt16
  }

  /// Finds an aggregate's slots, row by row.
  private struct SlotFinder {
    let all: Strip<UInt16>
    let first: Int
    let records: Strip<RecordBytes>
    let certainOffset: Int?
    let possibleOffset: Int?

    init(_ aggregate: RingAggregate, _ batch: borrowing LaneBatch) {
      all = aggregate.countsReversals ? batch.slots : batch.eventSlots
      first = aggregate.window &* LaneBatch.capacity
      records = batch.records
      certainOffset = aggregate.certainOffset
      possibleOffset = aggregate.possibleOffset
    }

    @inline(__always)
    func slots(_ index: Int) -> Slots {
      let all = all[first &+ index]
      guard let certainOffset else { return Slots(certain: all, possible: all) }
      let certain = all & records[index].load(UInt16.self, at: certainOffset)
      guard let possibleOffset else { return Slots(certain: certain, possible: certain) }
      return Slots(
        certain: certain, possible: all & records[index].load(UInt16.self, at: possibleOffset))
    }
  }

  @inline(__always)
  private func answer(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch,
    _ columns: LaneColumns, _ bounds: (Int, Slots) -> Bounds
  ) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let cells = columns.integers(aggregate.column)
    let finder = SlotFinder(aggregate, batch)
    for index in 0..<rowCount {
      cells.set(indexes[index], bounds(index, finder.slots(index)))
    }
  }

  private func answerCount(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let tallies = batch.tallies
    guard let certain = aggregate.certainTally, let possible = aggregate.possibleTally else {
      return answer(aggregate, ring, batch, columns) {
        Bounds(
          low: Int64($1.certain.nonzeroBitCount), high: Int64($1.possible.nonzeroBitCount))
      }
    }
    let cells = columns.integers(aggregate.column)
    for index in 0..<rowCount {
      cells.set(
        indexes[index],
        Bounds(
          low: Int64(tallies[certain &+ 16 &* index]),
          high: Int64(tallies[possible &+ 16 &* index])))
    }
  }

  private func answerRate(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let window = aggregate.window &* LaneBatch.capacity
    let cells = columns.reals(aggregate.column)
    let finder = SlotFinder(aggregate, batch)
    for index in 0..<rowCount {
      let slots = finder.slots(index)
      cells.set(
        indexes[index],
        Statistics.rate(
          certain: Int64(slots.certain.nonzeroBitCount),
          possible: Int64(slots.possible.nonzeroBitCount),
          all: Int64(finder.all[window &+ index].nonzeroBitCount), more: (0, 0, 0)))
    }
  }

  private func answerDistinct(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let records = batch.records
    guard case .field(let place) = aggregate.source else {
      return answerCount(aggregate, ring, batch, columns)
    }
    let field = ring.fields[place]
    answer(aggregate, ring, batch, columns) {
      let low = ring.differentValues($1.certain, field, in: records[$0])
      return Bounds(
        low: low,
        high: $1.certain == $1.possible
          ? low : ring.differentValues($1.possible, field, in: records[$0]))
    }
  }

  private func answerMoments(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let records = batch.records
    let cells = columns.reals(aggregate.column)
    let finder = SlotFinder(aggregate, batch)
    for index in 0..<rowCount {
      let record = records[index]
      let slots = finder.slots(index)
      let (certain, possible) = (slots.certain, slots.possible)
      let bounds =
        aggregate.operation == .stddev
        ? ring.spread(certain: certain, possible: possible, aggregate.source, in: record)
        : Statistics.mean(
          sum: ring.sum(
            certain: certain, possible: possible, aggregate.source, in: record),
          count: Bounds(
            low: Int64(certain.nonzeroBitCount), high: Int64(possible.nonzeroBitCount)))
      cells.set(indexes[index], bounds)
    }
  }
}
