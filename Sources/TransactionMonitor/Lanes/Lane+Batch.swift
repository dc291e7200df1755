internal import CardCore

/// A batch of rows, step by step: the same that ``Lane/update(_:overflow:_:_:_:_:)`` does with one.
extension Lane {
  /// Takes a row into a batch that is being made; false where the row must go by itself.
  ///
  /// A batch takes rows at the newest time of their records; those that come late, or begin
  /// nothing, are rare.
  @inline(__always)
  func add(
    _ row: LaneRow, _ index: Int, _ record: RecordBytes, overflow: RecordBytes?,
    bits: BlockPredicates, _ columns: LaneColumns, to batch: inout LaneBatch
  ) -> Bool {
    let isNew = record.version == 0 || isDead(record, now: row.now)
    if isNew {
      guard enters(row) else { return false }
      record.clear(RecordHeader.keyByteCount..<record.byteCount)
      record.version = RecordHeader.version
      record.newest = row.time
    }
    let before = record.newest
    guard row.time >= before else { return false }
    var change = SeriesEvent(
      time: row.requestTime, isReversal: row.role == .reversal, amount: amount(index, columns),
      wasCounted: row.role == .outcome || row.role == .none, before: PredicateBits(),
      after: PredicateBits())
    if row.role != .none { change.after = bits.now(index) }
    if row.role == .outcome { change.before = bits.pending(index) }
    batch.append(row, index, record, overflow: overflow, before: before, change)
    return true
  }

  /// Takes a batch through, and writes what the records say of its rows.
  func run(_ batch: borrowing LaneBatch, _ block: LaneBlock) {
    if !layout.series.series.isEmpty { runSeries(batch) }
    pass(batch)
    if let profile = layout.profile { run(profile, batch, block) }
    if !layout.distincts.isEmpty || !layout.latest.isEmpty { enterTables(batch, block) }
    if let ring = layout.ring {
      enter(batch, into: ring, block)
      answer(batch, from: ring, block)
    }
    answerSeries(batch, block.columns)
    if let score = layout.score { run(score, batch, block) }
  }

  private func run(_ score: LaneScore, _ batch: borrowing LaneBatch, _ block: LaneBlock) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let records = batch.records
    let roles = batch.roles
    for index in 0..<rowCount where roles[index] == .event {
      let row = indexes[index]
      self.score(score, block.row(row), row, block.columns, records[index])
    }
  }

  /// Lets time pass for all that is not a series.
  private func pass(_ batch: borrowing LaneBatch) {
    let rowCount = batch.count
    let records = batch.records
    let newests = batch.newests
    if let ring = layout.ring { pass(ring, batch) }
    for place in layout.distincts.indices {
      let table = layout.distincts[place]
      for index in 0..<rowCount {
        table.advance(records[index], to: newests[index])
      }
    }
    for index in 0..<rowCount { records[index].newest = newests[index] }
  }

  private func pass(_ ring: Ring, _ batch: borrowing LaneBatch) {
    let rowCount = batch.count
    let records = batch.records
    let overflows = batch.overflows
    let newests = batch.newests
    for index in 0..<rowCount {
      ring.advance(records[index], to: newests[index])
      guard let overflow = overflows[index] else { continue }
      advance(overflow, of: records[index], to: newests[index])
    }
  }

  private func run(_ profile: Profile, _ batch: borrowing LaneBatch, _ block: LaneBlock) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let records = batch.records
    let roles = batch.roles
    let presences = batch.presences
    for index in 0..<rowCount {
      let record = records[index]
      let subject = profileSubject(profile, index, batch, block)
      profile.fill(block.columns, indexes[index], for: subject, from: record)
      guard roles[index] == .event else { continue }
      profile.enter(subject, isCardPresent: presences[index], in: record)
    }
  }

  @inline(__always)
  private func profileSubject(
    _ profile: Profile, _ index: Int, _ batch: borrowing LaneBatch, _ block: LaneBlock
  ) -> Profile.Subject {
    let row = batch.indexes[index]
    return Profile.Subject(
      requestTime: batch.changes[index].time,
      country: block.country(row).map { Geography.shared.index(of: $0) },
      merchant: profile.merchantsOffset == nil
        ? nil : block.code(.merchant, row).map(Aggregate.Value.hash),
      amount: batch.changes[index].amount, isEntered: batch.roles[index] == .outcome)
  }

  /// Enters values into the tables of those that were met, and into the pairs of the latest.
  private func enterTables(_ batch: borrowing LaneBatch, _ block: LaneBlock) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let records = batch.records
    let roles = batch.roles
    let changes = batch.changes
    for index in 0..<rowCount where roles[index] != .none {
      block.withEvent(indexes[index]) {
        enterTables(changes[index], $0, records[index])
      }
    }
  }

  // MARK: - Ring

  private func enter(_ batch: borrowing LaneBatch, into ring: Ring, _ block: LaneBlock) {
    let rowCount = batch.count
    let records = batch.records
    let roles = batch.roles
    let skippedCounts = batch.skippedCounts
    for index in 0..<rowCount {
      switch roles[index] {
      case .none: break
      case .reversal where ring.reversalsOffset == nil: break
      case .event, .reversal:
        if records[index].ringCount == Ring.capacity {
          _ = enter(index, of: batch, into: ring, block)
        } else {
          append(index, of: batch, to: ring, block)
        }
        skippedCounts[index] = 1
      case .outcome:
        skippedCounts[index] = enter(index, of: batch, into: ring, block).skippedCount
      }
    }
  }

  private func enter(
    _ index: Int, of batch: borrowing LaneBatch, into ring: Ring, _ block: LaneBlock
  ) -> Place {
    block.withEvent(batch.indexes[index]) {
      enter(
        batch.changes[index], into: ring, $0, batch.records[index], batch.overflows[index])
    }
  }

  /// Enters an event that is the newest where there is room.
  @inline(__always)
  private func append(
    _ index: Int, of batch: borrowing LaneBatch, to ring: Ring, _ block: LaneBlock
  ) {
    let indexes = batch.indexes
    let records = batch.records
    let changes = batch.changes
    let record = records[index]
    let change = changes[index]
    let slot = (record.ringHead &+ 1) & 15
    record.store(change.time.short, at: ring.timesOffset &+ 4 &* slot)
    if let amounts = ring.amountsOffset {
      record.store(AmountCode(change.amount).rawValue, at: amounts &+ 4 &* slot)
    }
    for place in ring.masks.indices {
      ring.masks[place].store(change.after, isReversal: change.isReversal, slot, in: record)
    }
    for place in ring.fields.indices {
      let field = ring.fields[place]
      let code = block.code(field.value, indexes[index])
      ring.setField(
        field, code.map { field.value.encoded($0, width: field.width) } ?? 0, slot, in: record)
    }
    record.ringHead = slot
    record.ringCount &+= 1
  }

  private func answer(_ batch: borrowing LaneBatch, from ring: Ring, _ block: LaneBlock) {
    let rowCount = batch.count
    let indexes = batch.indexes
    let records = batch.records
    let overflows = batch.overflows
    let newests = batch.newests
    let skippedCounts = batch.skippedCounts
    for window in ring.windows.indices { ring.sight(window, of: batch) }
    for place in layout.ringTallies.indices { count(layout.ringTallies[place], place, ring, batch) }
    for place in layout.ringAggregates.indices {
      answer(layout.ringAggregates[place], ring, batch, block.columns)
    }
    // What has overflowed is answered once more, from two records.
    for index in 0..<rowCount where records[index].hasOverflowed {
      answer(
        from: ring, endingAt: newests[index], indexes[index], block.columns,
        records[index], overflows[index], skipping: skippedCounts[index])
    }
  }

  private func count(
    _ tally: RingTally, _ place: Int, _ ring: Ring, _ batch: borrowing LaneBatch
  ) {
    let rowCount = batch.count
    let records = batch.records
    let eventSlots = batch.eventSlots
    let tallies = batch.tallies
    let masks = ring.masks[tally.masks]
    let window = tally.window &* LaneBatch.capacity
    let first = place &* LaneBatch.capacity &* 16
    for index in 0..<rowCount {
      tallies.store(
        masks.tally(eventSlots[window &+ index], in: records[index]),
        at: first &+ 16 &* index)
    }
  }
}

/// What the conditions of a lane say of each row of a block, a bit each.
struct BlockPredicates {
  /// Four numbers a row: certain and possible now, certain and possible before.
  private let certain: Strip<UInt16>
  private let possible: Strip<UInt16>
  private let wasCertain: Strip<UInt16>
  private let wasPossible: Strip<UInt16>

  init(rowCapacity: Int) {
    certain = Strip(repeating: 0, count: rowCapacity)
    possible = Strip(repeating: 0, count: rowCapacity)
    wasCertain = Strip(repeating: 0, count: rowCapacity)
    wasPossible = Strip(repeating: 0, count: rowCapacity)
  }

  func deallocate() {
    certain.deallocate()
    possible.deallocate()
    wasCertain.deallocate()
    wasPossible.deallocate()
  }

  var rowCapacity: Int { certain.count }

  @inline(__always)
  func now(_ row: Int) -> PredicateBits {
    PredicateBits(certain: certain[row], possible: possible[row])
  }

  @inline(__always)
  func pending(_ row: Int) -> PredicateBits {
    PredicateBits(certain: wasCertain[row], possible: wasPossible[row])
  }

  /// Gathers what the columns of a block say.
  func gather(_ predicates: [LanePlan.Predicate], _ columns: LaneColumns, rowCount: Int) {
    for bits in [certain, possible, wasCertain, wasPossible] { bits.clear(rowCount) }
    for (place, predicate) in predicates.enumerated() {
      columns.gather(predicate.now, bit: place, rowCount, into: certain)
      columns.gather(predicate.now + 1, bit: place, rowCount, into: possible)
      columns.gather(predicate.pending, bit: place, rowCount, into: wasCertain)
      columns.gather(predicate.pending + 1, bit: place, rowCount, into: wasPossible)
    }
  }
}
