/// Counts and sums by time, for a batch: timeline by timeline, then series by series.
extension Lane {
  /// Lets time pass, counts each row's event, and reads what each series says then.
  func runSeries(_ batch: borrowing LaneBatch) {
    let series = layout.series.series
    for timeline in layout.series.timelines.indices {
      pass(layout.series.timelines[timeline], batch)
      for index in series.indices where series[index].timeline == timeline {
        run(series[index], index, layout.series.timelines[timeline], batch)
      }
    }
  }

  private func pass(_ timeline: Timeline, _ batch: borrowing LaneBatch) {
    let rowCount = batch.count
    let befores = batch.befores
    let newests = batch.newests
    let changes = batch.changes
    let passings = batch.passings
    for index in 0..<rowCount {
      let newest = newests[index]
      let time = changes[index].time
      var passing = BatchPassing()
      passing.passing = TimelinePassing(timeline, from: befores[index], to: newest)
      passing.isMove = passing.passing.isMove
      let (head, astride) = (passing.passing.head, passing.passing.astride)
      let headSlot = timeline.slot(head)
      passing.headSlot = Int32(truncatingIfNeeded: headSlot)
      let bucket = time == newest ? head : timeline.index(time)
      if head &- bucket < timeline.heldCount {
        passing.eventSlot = Int32(
          truncatingIfNeeded: timeline.slot(bucket, of: head, at: headSlot))
        passing.isWhole = bucket > astride
      }
      if astride >= 0 {
        passing.astrideSlot = Int32(
          truncatingIfNeeded: timeline.slot(astride, of: head, at: headSlot))
      }
      passings[index] = passing
    }
  }

  private func run(
    _ series: Series, _ index: Int, _ timeline: Timeline, _ batch: borrowing LaneBatch
  ) {
    switch series.kind {
    case .count: run(CountCoding.self, series, index, timeline, batch)
    case .sum: run(SumCoding.self, series, index, timeline, batch)
    case .squares: run(SquaresCoding.self, series, index, timeline, batch)
    case .maximum: run(MaximumCoding.self, series, index, timeline, batch)
    case .minimum: run(MinimumCoding.self, series, index, timeline, batch)
    case .smallCount: run(SmallCountCoding.self, series, index, timeline, batch)
    case .smallSum: run(SmallSumCoding.self, series, index, timeline, batch)
    case .smallMaximum: run(SmallMaximumCoding.self, series, index, timeline, batch)
    }
  }

  @inline(__always)
  private func run<Coding: SeriesCoding>(
    _ coding: Coding.Type, _ series: Series, _ index: Int, _ timeline: Timeline,
    _ batch: borrowing LaneBatch
  ) {
    let rowCount = batch.count
    let records = batch.records
    let changes = batch.changes
    let passings = batch.passings
    let readings = batch.readings
    for place in 0..<rowCount {
      let passing = passings[place]
      let record = records[place]
      if passing.isMove { series.advance(coding, timeline, passing.passing, in: record) }
      let change = changes[place]
      if passing.eventSlot >= 0 && series.selection.takes(isReversal: change.isReversal) {
        series.change(
          coding, change.amount, change.truthBefore(series.predicate),
          change.truthAfter(series.predicate), Int(passing.eventSlot),
          passing.isWhole ? timeline.heldCount : nil, in: record)
      }
      readings[index &* LaneBatch.capacity &+ place] =
        Coding.hasTotal
        ? series.readTotal(coding, timeline, astrideSlot: Int(passing.astrideSlot), in: record)
        : series.walkWindow(
          coding, timeline, head: passing.passing.head, astride: passing.passing.astride,
          headSlot: Int(passing.headSlot), in: record)
    }
  }

  // MARK: - Answers

  /// Writes the columns of the aggregates that series answer.
  func answerSeries(_ batch: borrowing LaneBatch, _ columns: LaneColumns) {
    let records = batch.records
    let newests = batch.newests
    for place in layout.seriesAggregates.indices {
      let aggregate = layout.seriesAggregates[place]
      if aggregate.operation.isReal {
        answerReal(aggregate, batch, columns)
      } else if let distinct = aggregate.distinct {
        let table = layout.distincts[distinct]
        answer(aggregate, batch, columns) {
          table.bounds(endingAt: newests[$0], in: records[$0])
        }
      } else if let latest = aggregate.latest {
        answer(aggregate, batch, columns) { self.last(latest, $0, batch) }
      } else {
        answerInteger(aggregate, batch, columns)
      }
    }
  }

  @inline(__always)
  private func answer(
    _ aggregate: SeriesAggregate, _ batch: borrowing LaneBatch, _ columns: LaneColumns,
    _ bounds: (Int) -> Bounds
  ) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let cells = columns.integers(aggregate.column)
    for index in 0..<rowCount { cells.set(indexes[index], bounds(index)) }
  }

  private func last(_ place: Int, _ index: Int, _ batch: borrowing LaneBatch) -> Bounds {
    let pair = layout.latest[place]
    let role = batch.roles[index]
    let change = batch.changes[index]
    let isOwnEvent =
      role == .event || role == .outcome || role == .reversal && pair.selection != .events
    return pair.bounds(
      before: change.time,
      isCounted: isOwnEvent && change.after.truth(of: pair.predicate).isPossible,
      isNew: role != .outcome, endingAt: batch.newests[index], in: batch.records[index])
  }

  private func answerInteger(
    _ aggregate: SeriesAggregate, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let readings = batch.readings
    let capacity = LaneBatch.capacity
    if aggregate.operation == .count, let count = aggregate.count {
      answer(aggregate, batch, columns) { readings[count &* capacity &+ $0].countBounds }
    } else if let sum = aggregate.sum {
      answer(aggregate, batch, columns) { sumBounds(sum, aggregate, $0, batch) }
    } else if let extreme = aggregate.extreme {
      let isMaximum = aggregate.operation == .max
      answer(aggregate, batch, columns) {
        let reading = readings[extreme &* capacity &+ $0]
        return isMaximum ? reading.maximumBounds : reading.minimumBounds
      }
    }
  }

  @inline(__always)
  private func sumBounds(
    _ sum: Int, _ aggregate: SeriesAggregate, _ index: Int, _ batch: borrowing LaneBatch
  ) -> Bounds {
    let bounds = batch.readings[sum &* LaneBatch.capacity &+ index].sumBounds
    guard let reversed = aggregate.reversedSum else { return bounds }
    return bounds.less(batch.readings[reversed &* LaneBatch.capacity &+ index].sumBounds)
  }

  private func answerReal(
    _ aggregate: SeriesAggregate, _ batch: borrowing LaneBatch, _ columns: LaneColumns
  ) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let cells = columns.reals(aggregate.column)
    for index in 0..<rowCount {
      cells.set(indexes[index], realBounds(aggregate, index, batch))
    }
  }

  @inline(__always)
  private func realBounds(
    _ aggregate: SeriesAggregate, _ index: Int, _ batch: borrowing LaneBatch
  ) -> RealBounds {
    let capacity = LaneBatch.capacity
    guard let count = aggregate.count else { return .widest }
    let counts = batch.readings[count &* capacity &+ index]
    if let all = aggregate.allCount {
      return counts.rateBounds(of: batch.readings[all &* capacity &+ index])
    }
    guard let sum = aggregate.sum else { return .widest }
    if let squares = aggregate.squares {
      return counts.spreadBounds(
        sum: batch.readings[sum &* capacity &+ index],
        squares: batch.readings[squares &* capacity &+ index])
    }
    return Statistics.mean(
      sum: sumBounds(sum, aggregate, index, batch), count: counts.countBounds)
  }
}
