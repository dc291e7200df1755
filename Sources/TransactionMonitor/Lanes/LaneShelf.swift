/// What a ``LaneStore`` holds, and the walk of a block through it.
struct LaneShelf: ~Copyable {
  let lane: Lane
  private var arena: Arena
  private var overflow: Arena
  /// A place of one record for subjects that have none.
  private var blank: Arena
  private let blankRecord: RecordBytes
  private var pending: [Pending] = []
  /// Whether labels will ask for records by where they are.
  private let isPointedAt: Bool
  private var lastRecycling = Moment.never

  /// How many rows ahead of its use a record is looked for and asked for.
  private static let lead = 12

  /// A row of the block whose subject this shard owns.
  private struct Pending {
    var row: Int
    var key: SubjectKey
    var hash: UInt64
    var record: RecordBytes?
  }

  init(_ lane: Lane) {
    self.lane = lane
    isPointedAt = lane.layout.score != nil && lane.subject == .terminal
    arena = Arena(recordByteCount: lane.layout.recordByteCount)
    overflow = Arena(recordByteCount: lane.layout.overflowByteCount ?? Arena.lineByteCount)
    blank = Arena(recordByteCount: lane.layout.recordByteCount)
    let none = SubjectKey(high: 0, low: 1)
    blankRecord = blank.findOrInsert(none, hash: none.hash)
  }

  /// How many subjects have a record.
  var count: Int { arena.count }
  /// Bytes of memory that records and indexes take.
  var byteCount: Int { arena.byteCount + overflow.byteCount }

  // MARK: - Blocks

  /// Takes a block through the lane: the rows of subjects that this shard owns.
  mutating func run(_ block: LaneBlock, shard: Int, of shardCount: Int) {
    guard block.rowCount > 0 else { return }
    reserve(block.rowCount, now: block.row(0).now)
    collect(block, shard: shard, of: shardCount)
    let count = pending.count
    var ahead = 0
    var farAhead = 0
    for place in 0..<count {
      // The key stands in the record: its first line is asked for before it is looked at.
      while farAhead < min(count, place &+ 2 &* Self.lead) {
        arena.prefetchKey(hash: pending[farAhead].hash)
        farAhead &+= 1
      }
      while ahead < min(count, place &+ Self.lead) {
        probe(ahead, block)
        ahead &+= 1
      }
      update(pending[place], block)
      if isPointedAt { point(to: pending[place], shard: shard, block) }
    }
  }

  /// Finds out whose the rows are, and asks for the index entries.
  private mutating func collect(_ block: LaneBlock, shard: Int, of shardCount: Int) {
    pending.removeAll(keepingCapacity: true)
    let subject = lane.subject
    for row in 0..<block.rowCount {
      let key = block.withEvent(row) { SubjectKey(subject, of: $0.transaction) }
      guard key != .none else {
        if shard == 0 { lane.answerNothing(row, block.columns) }
        continue
      }
      let hash = key.hash
      guard Self.shard(of: hash, shardCount) == shard else { continue }
      arena.prefetchEntry(hash: hash)
      pending.append(Pending(row: row, key: key, hash: hash, record: nil))
    }
  }

  /// The shard that owns a key: by bits that positions in the index do not depend on.
  @inline(__always)
  static func shard(of hash: UInt64, _ count: Int) -> Int {
    count == 1 ? 0 : Int((hash & 0xFFFF_FFFF) &* UInt64(count) &>> 32)
  }

  @inline(__always)
  private mutating func probe(_ place: Int, _ block: LaneBlock) {
    let entry = pending[place]
    let record =
      lane.enters(block.row(entry.row))
      ? arena.findOrInsert(entry.key, hash: entry.hash) : arena.find(entry.key, hash: entry.hash)
    record?.prefetch()
    pending[place].record = record
  }

  @inline(__always)
  private mutating func update(_ entry: Pending, _ block: LaneBlock) {
    let row = block.row(entry.row)
    // A row between may have made the record since it was looked for.
    guard let record = entry.record ?? arena.find(entry.key, hash: entry.hash) else {
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
  private func point(to entry: Pending, shard: Int, _ block: LaneBlock) {
    guard let plan = lane.layout.score?.plan, block.row(entry.row).role == .event,
      let number = arena.number(of: entry.key, hash: entry.hash)
    else { return }
    let cell = block.columns.integer(plan.terminalColumn, entry.row)
    let place = Self.place(shard: shard, number: number)
    block.columns.set(plan.terminalColumn, entry.row, Bounds(low: cell, high: Int64(place)))
  }

  /// A shard and the number of a record in it, in 32 bits; 0 where the number takes over 26.
  static func place(shard: Int, number: UInt32) -> UInt32 {
    number < 1 << 26 ? UInt32(shard) << 26 | number : 0
  }

  static func shard(ofPlace place: UInt32) -> Int { Int(place >> 26) }

  /// The place of a key's record; 0 where there is none.
  func place(of key: SubjectKey, shard: Int) -> UInt32 {
    arena.number(of: key, hash: key.hash).map { Self.place(shard: shard, number: $0) } ?? 0
  }

  /// The key of the record at a place.
  func key(at place: UInt32) -> SubjectKey {
    Arena.key(of: arena.record(number: place & (1 << 26 - 1)))
  }

  /// Changes the run of a terminal that ``place(shard:number:)`` tells of.
  func changeRun(at place: UInt32, _ change: (inout TerminalRun) -> Void) {
    guard let offset = lane.layout.score?.offset else { return }
    let record = arena.record(number: place & (1 << 26 - 1))
    var run: TerminalRun = record.load(at: offset)
    change(&run)
    record.store(run, at: offset)
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
    arena.recycle { $0.version == 0 || lane.isDead($0, now: now) }
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
