internal import CardCore

/// What one subject's past says: the walk of one row through one record.
///
/// A lane is a pure function of its arguments: it reads no clock, draws no random number and keeps
/// nothing outside the record. What it must remember the record holds; what rules may read it
/// writes into the columns at the row.
struct Lane: Sendable {
  let layout: LaneLayout
  /// A record idle for longer reads as empty, in milliseconds.
  let horizonMilliseconds: UInt64

  var subject: Subject { layout.plan.subject }

  init(_ plan: LanePlan, horizonMilliseconds: UInt64) throws(PlanError) {
    layout = try LaneLayout(plan)
    self.horizonMilliseconds = horizonMilliseconds
  }

  /// Whether a row makes a record where there is none.
  @inline(__always)
  func enters(_ row: LaneRow) -> Bool { enters(row.role) }

  @inline(__always)
  func enters(_ role: LaneRow.Role) -> Bool { role == .event || role == .reversal }

  /// Whether a row may push an event out of the ring before its time.
  @inline(__always)
  func mayOverflow(_ row: LaneRow, _ record: RecordBytes) -> Bool {
    record.hasOverflowed || record.ringCount == Ring.capacity && enters(row)
  }

  /// Whether a record says nothing any more.
  @inline(__always)
  func isDead(_ record: RecordBytes, now: Moment) -> Bool {
    now - record.newest > horizonMilliseconds
  }

  /// Whether nothing asks for the place of a record any more: labels of its last transactions may
  /// be learnt at the end of the hour in which it has died.
  func isForgotten(_ record: RecordBytes, now: Moment) -> Bool {
    now - record.newest > horizonMilliseconds + 2 * ScoreStage.epochMilliseconds
  }

  // MARK: - One row

  /// Takes a row in and writes what the record says of it.
  ///
  /// - Parameters:
  ///   - overflow: Where events go that leave the ring too early; wanted where
  ///     ``mayOverflow(_:_:)``.
  func update(
    _ record: RecordBytes, overflow: RecordBytes?, _ row: LaneRow,
    _ event: borrowing MonitorEvent, _ index: Int, _ columns: LaneColumns
  ) {
    if record.version == 0 || isDead(record, now: row.now) {
      record.clear(RecordHeader.keyByteCount..<record.byteCount)
      overflow?.clear(RecordHeader.keyByteCount..<(overflow?.byteCount ?? 0))
      guard enters(row) else {
        // An answer to something that is forgotten is not the beginning of anything.
        answerUnknown(row, event, index, columns, scratch: record)
        return record.clear(RecordHeader.keyByteCount..<record.byteCount)
      }
      record.version = RecordHeader.version
    }
    advance(record, overflow, to: max(record.newest, row.time))
    let subject = profileSubject(row, event, index, columns)
    if let profile = layout.profile {
      profile.fill(columns, index, for: subject, from: record)
    }
    let place = enter(row, event, index, columns, record, overflow)
    if row.role == .event, let profile = layout.profile {
      profile.enter(subject, isCardPresent: row.isCardPresent, in: record)
    }
    answer(row, index, columns, record, overflow, place)
    if let score = layout.score, row.role == .event {
      self.score(score, row, index, columns, record)
    }
  }

  func score(
    _ score: LaneScore, _ row: LaneRow, _ index: Int, _ columns: LaneColumns,
    _ record: RecordBytes
  ) {
    guard subject == .card else { return score.lookAtTerminal(record, row, index, columns) }
    let amount = amount(index, columns)
    score.lookAtCard(
      record,
      amount: amount.isExact ? Double(amount.low) / Double(score.plan.minorPerUnit) : nil,
      row, index, columns)
  }

  /// Writes what is known of a subject that has no record.
  func answerUnknown(
    _ row: LaneRow, _ event: borrowing MonitorEvent, _ index: Int, _ columns: LaneColumns,
    scratch: RecordBytes
  ) {
    scratch.clear(RecordHeader.keyByteCount..<scratch.byteCount)
    scratch.newest = row.time
    if let profile = layout.profile {
      var subject = profileSubject(row, event, index, columns)
      subject.isEntered = false
      profile.fill(columns, index, for: subject, from: scratch)
    }
    answer(row, index, columns, scratch, nil, Place(skippedCount: 0))
  }

  /// Writes the widest bounds for a row that names no such subject.
  func answerNothing(_ index: Int, _ columns: LaneColumns) {
    for asked in layout.plan.aggregates {
      if asked.what.operation.isReal {
        columns.set(asked.column, index, RealBounds.widest)
      } else {
        columns.set(asked.column, index, Bounds.widest)
      }
    }
    for asked in layout.plan.profile {
      switch asked.what {
      case .isFirstUseOfCountry, .isFirstUseOfMerchant, .isFirstUse:
        columns.set(asked.column, index, Truth.unknown)
      case .distance, .speed, .timeSinceLast, .age:
        columns.set(asked.column, index, Bounds.widest)
      case .usualAmount, .amountSpread:
        columns.set(asked.column, index, RealBounds.widest)
      }
    }
  }

  // MARK: - Time passing

  @inline(__always)
  func advance(_ record: RecordBytes, _ overflow: RecordBytes?, to newest: Moment) {
    if let ring = layout.ring { ring.advance(record, to: newest) }
    layout.series.advance(record, to: newest)
    for index in layout.distincts.indices { layout.distincts[index].advance(record, to: newest) }
    record.newest = newest
    if let overflow { advance(overflow, of: record, to: newest) }
  }

  /// Lets time pass for what has left the ring too early. Whether ``RecordBytes/newest`` of the
  /// record has moved does not matter.
  @inline(__always)
  func advance(_ overflow: RecordBytes, of record: RecordBytes, to newest: Moment) {
    guard record.hasOverflowed, let ring = layout.ring else { return }
    let evicted = Moment(count: overflow.load(at: LaneLayout.overflowEvictedOffset))
    if newest - evicted >= ring.keptMilliseconds {
      overflow.clear(RecordHeader.keyByteCount..<overflow.byteCount)
      record.hasOverflowed = false
    } else {
      layout.overflow.advance(overflow, to: newest)
      overflow.newest = newest
    }
  }

  // MARK: - Events

  /// Where the row's own event lies in the ring.
  struct Place {
    /// Its place from the newest; nil where it is not in the ring.
    var own: Int?
    /// How many events are the row's own or came after it.
    var skippedCount: Int
  }

  @inline(__always)
  private func enter(
    _ row: LaneRow, _ event: borrowing MonitorEvent, _ index: Int, _ columns: LaneColumns,
    _ record: RecordBytes, _ overflow: RecordBytes?
  ) -> Place {
    guard row.role != .none else { return Place(skippedCount: laterCount(than: row, in: record)) }
    let change = SeriesEvent(
      time: row.requestTime, isReversal: row.role == .reversal,
      amount: amount(index, columns), wasCounted: row.role == .outcome,
      before: row.role == .outcome ? before(index, columns) : PredicateBits(),
      after: now(index, columns))
    layout.series.apply(change, to: record)
    enterTables(change, event, record)
    guard let ring = layout.ring else { return Place(skippedCount: 0) }
    if row.role == .reversal && ring.reversalsOffset == nil {
      return Place(skippedCount: laterCount(than: row, in: record))
    }
    return enter(change, into: ring, event, record, overflow)
  }

  func enterTables(
    _ change: SeriesEvent, _ event: borrowing MonitorEvent, _ record: RecordBytes
  ) {
    for place in layout.distincts.indices {
      let distinct = layout.distincts[place]
      guard let code = distinct.value.code(in: event.transaction) else { continue }
      var change = change
      // A response code comes with the answer: before, the event had none.
      if distinct.value == .responseCode { change.wasCounted = false }
      distinct.apply(change, hash: Aggregate.Value.hash(code), to: record)
    }
    for place in layout.latest.indices {
      let latest = layout.latest[place]
      latest.apply(change, code: code(latest.value, event, change), to: record)
    }
  }

  func enter(
    _ change: SeriesEvent, into ring: Ring, _ event: borrowing MonitorEvent,
    _ record: RecordBytes, _ overflow: RecordBytes?
  ) -> Place {
    let newest = record.newest
    guard newest - change.time < ring.keptMilliseconds else {
      return Place(skippedCount: record.ringCount)
    }
    var held = RingEvent(
      time: change.time.short, bits: change.after, amount: AmountCode(change.amount),
      isReversal: change.isReversal)
    for field in ring.fields.indices {
      held.codes[field] = ring.fields[field].value.encoded(
        event.transaction, width: ring.fields[field].width)
    }
    if change.wasCounted { return revise(held, by: change, in: ring, record, overflow) }
    let isNewest = change.time == newest
    guard !isNewest else {
      if record.ringCount == Ring.capacity {
        let oldest = ring.event(ring.slot(Ring.capacity - 1, head: record.ringHead), in: record)
        evict(oldest, from: record, to: overflow)
      }
      ring.append(held, to: record)
      return Place(own: 0, skippedCount: 1)
    }
    let (left, place) = ring.insertLate(held, in: record)
    if let left { evict(left, from: record, to: overflow) }
    return Place(own: place, skippedCount: place.map { $0 + 1 } ?? record.ringCount)
  }

  /// Counts an event by time that the ring has no room for.
  private func evict(_ event: RingEvent, from record: RecordBytes, to overflow: RecordBytes?) {
    guard let overflow else { preconditionFailure("a full ring comes with an overflow record") }
    let newest = record.newest
    let time = Moment(count: newest.count &- UInt64(newest.short &- event.time))
    if !record.hasOverflowed {
      overflow.clear(RecordHeader.keyByteCount..<overflow.byteCount)
      overflow.version = RecordHeader.version
      overflow.newest = newest
      record.hasOverflowed = true
    }
    let before = Moment(count: overflow.load(at: LaneLayout.overflowEvictedOffset))
    overflow.store(max(before, time).count, at: LaneLayout.overflowEvictedOffset)
    let change = SeriesEvent(
      time: time, isReversal: event.isReversal, amount: event.amount.bounds, wasCounted: false,
      before: PredicateBits(), after: event.bits)
    layout.overflow.apply(change, to: overflow)
  }

  /// Writes into the ring, or where the event went from there, what an answer says of it.
  private func revise(
    _ held: RingEvent, by change: SeriesEvent, in ring: Ring, _ record: RecordBytes,
    _ overflow: RecordBytes?
  ) -> Place {
    var asItWas = held
    asItWas.bits = change.before
    if let place = ring.find(asItWas, in: record) {
      let slot = ring.slot(place, head: record.ringHead)
      ring.setPredicates(held.bits, where: outcomePredicates, slot, in: record)
      for index in ring.fields.indices where ring.fields[index].value == .responseCode {
        ring.setField(ring.fields[index], held.codes[index], slot, in: record)
      }
      return Place(own: place, skippedCount: place + 1)
    }
    if record.hasOverflowed, let overflow {
      var rounded = change
      rounded.amount = held.amount.bounds
      layout.overflow.apply(rounded, to: overflow)
    }
    return Place(skippedCount: record.ringCount)
  }

  /// How many events of the ring are newer than a row that is none.
  private func laterCount(than row: LaneRow, in record: RecordBytes) -> Int {
    guard let ring = layout.ring else { return 0 }
    let lead = record.newest - row.time
    let head = record.ringHead
    var count = 0
    while count < record.ringCount,
      ring.age(ring.slot(count, head: head), newest: record.newest.short, in: record) < lead
    { count += 1 }
    return count
  }

  // MARK: - What a row says

  @inline(__always)
  func amount(_ index: Int, _ columns: LaneColumns) -> Bounds {
    guard let column = layout.plan.amountColumn else { return Bounds(low: 0, high: .max) }
    let low = columns.integer(column, index)
    let high = columns.integer(column &+ 1, index)
    return Bounds(low: max(0, low), high: max(0, high))
  }

  @inline(__always)
  private func now(_ index: Int, _ columns: LaneColumns) -> PredicateBits {
    var bits = PredicateBits()
    for place in layout.plan.predicates.indices {
      read(layout.plan.predicates[place].now, place, index, columns, into: &bits)
    }
    return bits
  }

  @inline(__always)
  private func before(_ index: Int, _ columns: LaneColumns) -> PredicateBits {
    var bits = PredicateBits()
    for place in layout.plan.predicates.indices {
      read(layout.plan.predicates[place].pending, place, index, columns, into: &bits)
    }
    return bits
  }

  @inline(__always)
  private func read(
    _ column: Int, _ place: Int, _ index: Int, _ columns: LaneColumns,
    into bits: inout PredicateBits
  ) {
    let shift = UInt16(truncatingIfNeeded: place)
    if columns.mask(column, index) { bits.certain |= 1 &<< shift }
    if columns.mask(column &+ 1, index) { bits.possible |= 1 &<< shift }
  }

  /// Those whose condition reads the outcome.
  private var outcomePredicates: UInt16 {
    layout.plan.predicates.indices.reduce(0) {
      let predicate = layout.plan.predicates[$1]
      return predicate.now == predicate.pending ? $0 : $0 | 1 << UInt16($1)
    }
  }

  func code(
    _ value: Aggregate.Value, _ event: borrowing MonitorEvent, _ change: SeriesEvent
  ) -> Int64? {
    switch value {
    case .amount: change.amount.isExact ? change.amount.low : nil
    case .time: change.time.instant.millisecondsSince1970
    default: value.code(in: event.transaction)
    }
  }

  @inline(__always)
  private func profileSubject(
    _ row: LaneRow, _ event: borrowing MonitorEvent, _ index: Int, _ columns: LaneColumns
  ) -> Profile.Subject {
    Profile.Subject(
      requestTime: row.requestTime,
      country: event.transaction.country.map { Geography.shared.index(of: $0) },
      merchant: layout.profile?.merchantsOffset == nil
        ? nil
        : Aggregate.Value.merchant.code(in: event.transaction).map(Aggregate.Value.hash),
      amount: amount(index, columns), isEntered: row.role == .outcome)
  }

  // MARK: - Answers

  @inline(__always)
  private func answer(
    _ row: LaneRow, _ index: Int, _ columns: LaneColumns, _ record: RecordBytes,
    _ overflow: RecordBytes?, _ place: Place
  ) {
    if let ring = layout.ring {
      answer(
        from: ring, endingAt: row.time, index, columns, record, overflow,
        skipping: place.skippedCount)
    }
    for place in layout.seriesAggregates.indices {
      let aggregate = layout.seriesAggregates[place]
      if aggregate.operation.isReal {
        columns.set(aggregate.column, index, real(aggregate, row.time, record))
      } else {
        columns.set(aggregate.column, index, integer(aggregate, row, index, columns, record))
      }
    }
  }

  func answer(
    from ring: Ring, endingAt end: Moment, _ index: Int, _ columns: LaneColumns,
    _ record: RecordBytes, _ overflow: RecordBytes?, skipping skippedCount: Int
  ) {
    let newest = record.newest
    var complete = ring.keptMilliseconds
    if record.hasOverflowed, let overflow {
      complete = newest - Moment(count: overflow.load(at: LaneLayout.overflowEvictedOffset))
    }
    let sight = RingSight(ring, record, endingAt: end, completeMilliseconds: complete)
    // Of answers that came for events too old to be held, the counts by time know nothing.
    let isHeld = record.hasOverflowed && newest - end < 3_600_000
    let reader = RingReader(
      ring: ring, sight: sight, overflow: isHeld ? overflow : nil, overflowSet: layout.overflow,
      end: end, skippedCount: skippedCount)
    for place in layout.ringAggregates.indices {
      let aggregate = layout.ringAggregates[place]
      if aggregate.operation.isReal {
        columns.set(aggregate.column, index, reader.real(aggregate))
      } else {
        columns.set(aggregate.column, index, reader.integer(aggregate))
      }
    }
  }

  private func integer(
    _ aggregate: SeriesAggregate, _ row: LaneRow, _ index: Int, _ columns: LaneColumns,
    _ record: RecordBytes
  ) -> Bounds {
    let set = layout.series
    if let count = aggregate.count, aggregate.operation == .count {
      return set.countBounds(count, endingAt: row.time, in: record)
    }
    if let sum = aggregate.sum {
      return set.sumBounds(sum, less: aggregate.reversedSum, endingAt: row.time, in: record)
    }
    if let extreme = aggregate.extreme {
      let reading = set.read(extreme, endingAt: row.time, in: record)
      return aggregate.operation == .max ? reading.maximumBounds : reading.minimumBounds
    }
    if let distinct = aggregate.distinct {
      return layout.distincts[distinct].bounds(endingAt: row.time, in: record)
    }
    guard let latest = aggregate.latest else { return .widest }
    let pair = layout.latest[latest]
    let isOwnEvent =
      row.role == .event || row.role == .outcome
      || row.role == .reversal && pair.selection != .events
    let isCounted = isOwnEvent && now(index, columns).truth(of: pair.predicate).isPossible
    return pair.bounds(
      before: row.requestTime, isCounted: isCounted, isNew: row.role != .outcome,
      endingAt: row.time, in: record)
  }

  private func real(
    _ aggregate: SeriesAggregate, _ end: Moment, _ record: RecordBytes
  ) -> RealBounds {
    let set = layout.series
    guard let count = aggregate.count else { return .widest }
    let counts = set.read(count, endingAt: end, in: record)
    if let all = aggregate.allCount {
      return counts.rateBounds(of: set.read(all, endingAt: end, in: record))
    }
    guard let sum = aggregate.sum else { return .widest }
    if let squares = aggregate.squares {
      return counts.spreadBounds(
        sum: set.read(sum, endingAt: end, in: record),
        squares: set.read(squares, endingAt: end, in: record))
    }
    return Statistics.mean(
      sum: set.sumBounds(sum, less: aggregate.reversedSum, endingAt: end, in: record),
      count: counts.countBounds)
  }
}
