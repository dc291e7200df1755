/// The records of one lane that one shard owns, and the walk of a block through them.
final class LaneStore {
  // One value, so that a block is one access to it.
  private var shelf: LaneShelf

  init(_ lane: Lane) {
    shelf = LaneShelf(lane)
  }

  var lane: Lane { shelf.lane }
  /// How many subjects have a record.
  var count: Int { shelf.count }
  /// Bytes of memory that records and indexes take.
  var byteCount: Int { shelf.byteCount }
  /// Bytes of a record, and of one of those that events overflow into.
  var recordByteCounts: (record: Int, overflow: Int) { shelf.recordByteCounts }

  /// Takes a block through the lane: the rows of subjects that this shard owns.
  func run(_ block: LaneBlock, shard: Int, of shardCount: Int) {
    shelf.run(block, shard: shard, of: shardCount)
  }

  /// The place of a key's record; 0 where there is none.
  func place(of key: SubjectKey, shard: Int) -> UInt32 { shelf.place(of: key, shard: shard) }

  /// The key of the record at a place.
  func key(at place: UInt32) -> SubjectKey { shelf.key(at: place) }

  /// Changes the runs of the terminals that this shard owns.
  func learn(_ changes: [RunChange], shard: Int) { shelf.learn(changes, shard: shard) }

  /// Gives back the room of records that read as empty; changes no result.
  func recycle(now: Moment) { shelf.recycle(now: now) }

  /// The sum of the hashes of all records that are not idle beyond the horizon.
  func hash(now: Moment) -> UInt128 { shelf.hash(now: now) }

  /// How many subjects have a record that is not idle beyond the horizon.
  func liveCount(now: Moment) -> Int { shelf.liveCount(now: now) }

  /// Writes all records that are not idle beyond the horizon.
  func encode(to writer: inout StateWriter, now: Moment) { shelf.encode(to: &writer, now: now) }

  /// Takes in a record that was read.
  func restore(_ bytes: [UInt8], key: SubjectKey, isOverflow: Bool) {
    shelf.restore(bytes, key: key, isOverflow: isOverflow)
  }
}
