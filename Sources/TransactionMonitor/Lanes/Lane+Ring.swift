/// What a ring says of a batch of rows: one loop an aggregate.
///
/// Rows whose ring has overflowed get a first answer here too, that is written over.
extension Lane {
  func answer(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    switch aggregate.operation {
    case .count: answerCount(aggregate, ring, batch, columns)
    case .rate: answerRate(aggregate, ring, batch, columns)
    case .sum:
      answer(aggregate, ring, batch, columns) {
        ring.sum(
          certain: $1.certain, possible: $1.possible, aggregate.source, in: batch.records[$0])
      }
    case .distinct: answerDistinct(aggregate, ring, batch, columns)
    case .max:
      answer(aggregate, ring, batch, columns) {
        ring.maximum(
          certain: $1.certain, possible: $1.possible, aggregate.source, in: batch.records[$0])
      }
    case .min:
      answer(aggregate, ring, batch, columns) {
        ring.minimum(
          certain: $1.certain, possible: $1.possible, aggregate.source, in: batch.records[$0])
      }
    case .last:
      answer(aggregate, ring, batch, columns) {
        ring.last(
          certain: $1.certain, possible: $1.possible, aggregate.source,
          skipping: batch.skippedCounts[$0], in: batch.records[$0])
      }
    case .mean, .stddev: answerMoments(aggregate, ring, batch, columns)
    }
  }

  /// The slots of the events that certainly and possibly count.
  private struct Slots {
    var certain: UInt16
    var possible: UInt16
  }

  @inline(__always)
  private func slots(
    _ aggregate: RingAggregate, _ index: Int, _ batch: borrowing LaneBatch
  ) -> Slots {
    let place = aggregate.window &* LaneBatch.capacity &+ index
    let all = aggregate.countsReversals ? batch.slots[place] : batch.eventSlots[place]
    guard let offset = aggregate.certainOffset else { return Slots(certain: all, possible: all) }
    let record = batch.records[index]
    let certain = all & record.load(UInt16.self, at: offset)
    guard let offset = aggregate.possibleOffset else {
      return Slots(certain: certain, possible: certain)
    }
    return Slots(certain: certain, possible: all & record.load(UInt16.self, at: offset))
  }

  @inline(__always)
  private func answer(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch,
    _ columns: LaneColumns, _ bounds: (Int, Slots) -> Bounds
  ) {
    let cells = columns.integers(aggregate.column)
    for index in 0..<batch.count {
      cells.set(batch.indexes[index], bounds(index, slots(aggregate, index, batch)))
    }
  }

  private func answerCount(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    guard let certain = aggregate.certainTally, let possible = aggregate.possibleTally else {
      return answer(aggregate, ring, batch, columns) {
        Bounds(
          low: Int64($1.certain.nonzeroBitCount), high: Int64($1.possible.nonzeroBitCount))
      }
    }
    let cells = columns.integers(aggregate.column)
    for index in 0..<batch.count {
      cells.set(
        batch.indexes[index],
        Bounds(
          low: Int64(batch.tallies[certain &+ 16 &* index]),
          high: Int64(batch.tallies[possible &+ 16 &* index])))
    }
  }

  private func answerRate(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let window = aggregate.window &* LaneBatch.capacity
    let cells = columns.reals(aggregate.column)
    let all = aggregate.countsReversals ? batch.slots : batch.eventSlots
    for index in 0..<batch.count {
      let slots = slots(aggregate, index, batch)
      cells.set(
        batch.indexes[index],
        Statistics.rate(
          certain: Int64(slots.certain.nonzeroBitCount),
          possible: Int64(slots.possible.nonzeroBitCount),
          all: Int64(all[window &+ index].nonzeroBitCount), more: (0, 0, 0)))
    }
  }

  private func answerDistinct(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    guard case .field(let place) = aggregate.source else {
      return answerCount(aggregate, ring, batch, columns)
    }
    let field = ring.fields[place]
    answer(aggregate, ring, batch, columns) {
      let low = ring.differentValues($1.certain, field, in: batch.records[$0])
      return Bounds(
        low: low,
        high: $1.certain == $1.possible
          ? low : ring.differentValues($1.possible, field, in: batch.records[$0]))
    }
  }

  private func answerMoments(
    _ aggregate: RingAggregate, _ ring: Ring, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let cells = columns.reals(aggregate.column)
    for index in 0..<batch.count {
      let record = batch.records[index]
      let slots = slots(aggregate, index, batch)
      let (certain, possible) = (slots.certain, slots.possible)
      let bounds =
        aggregate.operation == .stddev
        ? ring.spread(certain: certain, possible: possible, aggregate.source, in: record)
        : Statistics.mean(
          sum: ring.sum(
            certain: certain, possible: possible, aggregate.source, in: record),
          count: Bounds(
            low: Int64(certain.nonzeroBitCount), high: Int64(possible.nonzeroBitCount)))
      cells.set(batch.indexes[index], bounds)
    }
  }
}
