/// What a ``LaneStore`` holds, and the walk of a block through it.
struct LaneShelf: ~Copyable {
  let lane: Lane
  private var arena: Arena
  private var overflow: Arena
  /// A place of one record for subjects that have none.
  private var blank: Arena
  private let blankRecord: RecordBytes
  private var queue = RoundQueue(rowCapacity: 0)
  private var batch: LaneBatch
  private var predicates = BlockPredicates(rowCapacity: 0)
  /// Whether labels will ask for records by where they are.
  private let isPointedAt: Bool
  private var lastRecycling = Moment.never

  /// Fewer rows than this go through by themselves: a batch would cost more than it saves.
  private static let batchRowMinimum = 4

  init(_ lane: Lane) {
    self.lane = lane
    isPointedAt = lane.layout.score != nil && lane.subject == .terminal
    arena = Arena(recordByteCount: lane.layout.recordByteCount)
    overflow = Arena(recordByteCount: lane.layout.overflowByteCount ?? Arena.lineByteCount)
    blank = Arena(recordByteCount: lane.layout.recordByteCount)
    let none = SubjectKey(high: 0, low: 1)
    blankRecord = blank.findOrInsert(none, hash: none.hash)
    batch = LaneBatch(lane.layout, blank: blankRecord)
  }

  deinit { predicates.deallocate() }

  /// How many subjects have a record.
  var count: Int { arena.count }
  /// Bytes of memory that records and indexes take.
  var byteCount: Int { arena.byteCount + overflow.byteCount }

  // MARK: - Blocks

  /// Takes a block through the lane: the rows of subjects that this shard owns.
  mutating func run(_ block: LaneBlock, shard: Int, of shardCount: Int) {
    guard block.rowCount > 0 else { return }
    reserve(block.rowCount, now: block.row(0).now)
    if queue.rowCapacity < block.rowCount {
      queue = RoundQueue(rowCapacity: block.columns.rowCapacity)
      predicates.deallocate()
      predicates = BlockPredicates(rowCapacity: block.columns.rowCapacity)
    }
    collect(block, shard: shard, of: shardCount)
    guard !lane.layout.isBare else { return see(block) }
    predicates.gather(lane.layout.plan.predicates, block.columns, rowCount: block.rowCount)
    runBatches(block, shard: shard)
  }

  private mutating func runBatches(_ block: LaneBlock, shard: Int) {
    let count = queue.arrange(cutAfter: LaneBatch.capacity)
    // The key stands in the record: its first line is asked for before it is looked at, and the
    // whole record while the batch before goes through.
    var next = 0..<0
    ask(queue.batch(0))
    for place in 0...count {
      let rows = next
      next = queue.batch(place)
      ask(queue.batch(place + 1))
      for entry in next { probe(entry, block) }
      if isPointedAt { for entry in next { point(to: entry, shard: shard, block) } }
      run(rows, block)
    }
  }

  /// Finds out whose the rows are, and asks for the index entries.
  private mutating func collect(_ block: LaneBlock, shard: Int, of shardCount: Int) {
    queue.removeAll()
    switch lane.subject {
    case .card: collect(block, shard, shardCount) { block.key(.card, $0) }
    case .terminal: collect(block, shard, shardCount) { block.key(.terminal, $0) }
    case .merchant: collect(block, shard, shardCount) { block.key(.merchant, $0) }
    case .bin: collect(block, shard, shardCount) { block.key(.bin, $0) }
    case .acquirer: collect(block, shard, shardCount) { block.key(.acquirer, $0) }
    case .issuer: collect(block, shard, shardCount) { block.key(.issuer, $0) }
    case .all: collect(block, shard, shardCount) { block.key(.all, $0) }
    }
  }

  @inline(__always)
  private mutating func collect(
    _ block: LaneBlock, _ shard: Int, _ shardCount: Int, keyOf: (Int) -> SubjectKey
  ) {
    for row in 0..<block.rowCount {
      let key = keyOf(row)
      guard key != .none else {
        if shard == 0 { lane.answerNothing(row, block.columns) }
        continue
      }
      let hash = key.hash
      guard Self.shard(of: hash, shardCount) == shard else { continue }
      arena.prefetchEntry(hash: hash)
      queue.append(row, key, hash: hash)
    }
  }

  /// Takes the rows of a lane whose records say no more than when their subject was seen.
  private mutating func see(_ block: LaneBlock) {
    for place in 0..<queue.count {
      let entry = queue.coming(place)
      let row = block.row(entry.row)
      let isNew = lane.enters(row)
      let found =
        isNew
        ? arena.findOrInsert(entry.key, hash: entry.hash)
        : arena.find(entry.key, hash: entry.hash)
      guard let record = found else { continue }
      if record.version == 0 || lane.isDead(record, now: row.now) {
        guard isNew else { continue }
        record.version = RecordHeader.version
        record.newest = row.time
      } else if record.newest < row.time {
        record.newest = row.time
      }
    }
  }

  /// The shard that owns a key: by bits that positions in the index do not depend on.
  @inline(__always)
  static func shard(of hash: UInt64, _ count: Int) -> Int {
    count == 1 ? 0 : Int((hash & 0xFFFF_FFFF) &* UInt64(count) &>> 32)
  }

  private func ask(_ rows: Range<Int>) {
    for place in rows { arena.prefetchKey(hash: queue.hash(place)) }
  }

  @inline(__always)
  private mutating func probe(_ place: Int, _ block: LaneBlock) {
    let entry = queue[place]
    let record =
      lane.enters(block.role(entry.row))
      ? arena.findOrInsert(entry.key, hash: entry.hash) : arena.find(entry.key, hash: entry.hash)
    record?.prefetch()
    queue.found(record, place)
  }

  private mutating func run(_ rows: Range<Int>, _ block: LaneBlock) {
    guard rows.count >= Self.batchRowMinimum else {
      for place in rows { update(queue[place], block) }
      return
    }
    batch.removeAll()
    for place in rows {
      guard let record = queue.record(place) else {
        update(queue[place], block)
        continue
      }
      let index = queue.row(place)
      let row = block.row(index)
      let side = lane.mayOverflow(row, record) ? overflowRecord(place) : nil
      let isTaken = lane.add(
        row, index, record, overflow: side, bits: predicates, block.columns, to: &batch)
      if !isTaken { update(queue[place], block) }
    }
    lane.run(batch, block)
  }

  private mutating func overflowRecord(_ place: Int) -> RecordBytes {
    let entry = queue[place]
    return overflow.findOrInsert(entry.key, hash: entry.hash)
  }

  /// Takes one row through by itself.
  private mutating func update(_ entry: QueuedRow, _ block: LaneBlock) {
    let row = block.row(entry.row)
    guard let record = entry.record else {
      return block.withEvent(entry.row) {
        lane.answerUnknown(row, $0, entry.row, block.columns, scratch: blankRecord)
      }
    }
    let side =
      lane.mayOverflow(row, record) ? overflow.findOrInsert(entry.key, hash: entry.hash) : nil
    block.withEvent(entry.row) {
      lane.update(record, overflow: side, row, $0, entry.row, block.columns)
    }
  }

  // MARK: - Labels

  /// Tells where the record of a row is, for the label that comes later.
  private func point(to place: Int, shard: Int, _ block: LaneBlock) {
    let entry = queue[place]
    guard let plan = lane.layout.score?.plan, block.role(entry.row) == .event,
      let number = arena.numbered(entry.key, hash: entry.hash)?.number
    else { return }
    let place = Self.place(shard: shard, number: number)
    block.columns.set(plan.terminalColumn + 1, entry.row, Int64(place))
  }

  /// A shard and the number of a record in it, in 32 bits; 0 where the number takes over 26.
  static func place(shard: Int, number: UInt32) -> UInt32 {
    number < 1 << 26 ? UInt32(shard) << 26 | number : 0
  }

  static func shard(ofPlace place: UInt32) -> Int { Int(place >> 26) }

  /// The place of a key's record; 0 where there is none.
  func place(of key: SubjectKey, shard: Int) -> UInt32 {
    arena.numbered(key, hash: key.hash).map { Self.place(shard: shard, number: $0.number) } ?? 0
  }

  /// The key of the record at a place.
  func key(at place: UInt32) -> SubjectKey {
    Arena.key(of: record(at: place))
  }

  /// Changes the runs of the terminals that this shard owns.
  func learn(_ changes: [RunChange], shard: Int) {
    guard let offset = lane.layout.score?.offset else { return }
    let lead = 16
    for index in changes.indices {
      if index + lead < changes.count, Self.shard(ofPlace: changes[index + lead].place) == shard {
        record(at: changes[index + lead].place).prefetchLine(at: offset)
      }
      let change = changes[index]
      guard Self.shard(ofPlace: change.place) == shard else { continue }
      let record = record(at: change.place)
      var run: TerminalRun = record.load(at: offset)
      run.learn(isFraud: change.isFraud, isCards: change.isCards, at: change.seconds)
      record.store(run, at: offset)
    }
  }

  @inline(__always)
  private func record(at place: UInt32) -> RecordBytes {
    arena.record(number: place & (1 << 26 - 1))
  }

  // MARK: - Room

  /// Makes room for a block, first by giving back what is idle beyond the horizon.
  private mutating func reserve(_ more: Int, now: Moment) {
    if arena.mustGrow(for: more) || overflow.mustGrow(for: more) {
      let pause = lane.horizonMilliseconds / 16
      if lastRecycling == .never { lastRecycling = now }
      if now - lastRecycling > pause {
        lastRecycling = now
        recycle(now: now)
      }
    }
    arena.reserve(more)
    overflow.reserve(more)
  }

  /// Gives back the room of records that read as empty; changes no result.
  mutating func recycle(now: Moment) {
    let lane = lane
    arena.recycle { $0.version == 0 || lane.isForgotten($0, now: now) }
    overflow.recycle { $0.version == 0 || lane.isDead($0, now: now) }
  }
}

// MARK: - State

extension LaneShelf {
  /// The sum of the hashes of all records that are not idle beyond the horizon.
  func hash(now: Moment) -> UInt128 {
    var sum: UInt128 = 0
    arena.visit { record in
      guard record.version != 0, !lane.isDead(record, now: now) else { return }
      sum &+= StateHash.hash(canonical(record), seed: UInt64(lane.subject.rawValue))
    }
    overflow.visit { record in
      guard record.version != 0, !lane.isDead(record, now: now) else { return }
      sum &+= StateHash.hash(record, seed: UInt64(lane.subject.rawValue) + 0x100)
    }
    return sum
  }

  /// How many subjects have a record that is not idle beyond the horizon.
  func liveCount(now: Moment) -> Int {
    var count = 0
    arena.visit { if $0.version != 0 && !lane.isDead($0, now: now) { count += 1 } }
    return count
  }

  /// The record with zeros where events have expired; good until the next call.
  private func canonical(_ record: RecordBytes) -> RecordBytes {
    guard let ring = lane.layout.ring else { return record }
    record.withBytes { blankRecord.replace(with: $0) }
    for place in record.ringCount..<Ring.capacity {
      ring.clear(ring.slot(place, head: record.ringHead), in: blankRecord)
    }
    return blankRecord
  }

  /// Writes all records that are not idle beyond the horizon.
  func encode(to writer: inout StateWriter, now: Moment) {
    Self.encode(arena, to: &writer) { $0.version != 0 && !lane.isDead($0, now: now) }
    Self.encode(overflow, to: &writer) { $0.version != 0 && !lane.isDead($0, now: now) }
  }

  /// Bytes of a record, and of one of those that events overflow into.
  var recordByteCounts: (record: Int, overflow: Int) {
    (arena.recordByteCount, overflow.recordByteCount)
  }

  private static func encode(
    _ arena: borrowing Arena, to writer: inout StateWriter, where isKept: (RecordBytes) -> Bool
  ) {
    var count = 0
    arena.visit { if isKept($0) { count += 1 } }
    writer.count(count)
    arena.visit { record in
      if isKept(record) { record.withBytes { writer.raw($0) } }
    }
  }

  /// Takes in a record that was read.
  mutating func restore(_ bytes: [UInt8], key: SubjectKey, isOverflow: Bool) {
    if isOverflow {
      overflow.reserve(1)
      overflow.findOrInsert(key, hash: key.hash).replace(with: bytes.span)
    } else {
      arena.reserve(1)
      arena.findOrInsert(key, hash: key.hash).replace(with: bytes.span)
    }
  }
}
