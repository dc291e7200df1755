/// The values met most recently, and when each was last met: different ones are told exactly as
/// long as no more than ``capacity`` of them lie in a window.
struct DistinctTable: Sendable {
  /// The most values that can be held.
  static let capacityMaximum = 64

  var window: UInt64
  var capacity: Int
  var predicate: Int
  var selection: Series.Selection
  var value: Aggregate.Value
  /// Where the table begins: two sets of slots, the forgotten one, then the slots.
  var offset = 0

  private static let slotByteCount = 12
  private static let headByteCount = 24
  /// For how long after its window a value is kept for rows that come late, in milliseconds.
  private static let graceMilliseconds: UInt64 = 3_600_000

  var byteCount: Int { Self.headByteCount + Self.slotByteCount * capacity }

  // Bit s of the first set: slot s is in use. Of the second: its value was met with certainty.
  private func used(_ record: RecordBytes) -> UInt64 { record.load(at: offset) }
  private func sure(_ record: RecordBytes) -> UInt64 { record.load(at: offset &+ 8) }

  /// The last time at which a value was met that has been forgotten since; 0 for none.
  private func forgotten(_ record: RecordBytes) -> Moment {
    Moment(count: record.load(at: offset &+ 16))
  }

  private func slot(_ index: Int) -> Int {
    offset &+ Self.headByteCount &+ Self.slotByteCount &* index
  }

  /// Frees what `newest` makes too old. To be called before ``RecordBytes/newest`` moves.
  func advance(_ record: RecordBytes, to newest: Moment) {
    let before = record.newest
    guard newest > before else { return }
    let gap = newest - before
    var used = used(record)
    var sure = sure(record)
    var rest = used
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      rest &= rest &- 1
      let age = UInt64(before.short &- record.load(UInt32.self, at: slot(index) &+ 4))
      let bit = UInt64(1) << UInt64(index)
      if age &+ gap >= window &+ Self.graceMilliseconds {
        used &= ~bit
        sure &= ~bit
        record.clear(slot(index)..<slot(index) + Self.slotByteCount)
      } else if sure & bit != 0 {
        let sureAge = UInt64(before.short &- record.load(UInt32.self, at: slot(index) &+ 8))
        if sureAge &+ gap >= window &+ Self.graceMilliseconds {
          sure &= ~bit
          record.store(0 as UInt32, at: slot(index) &+ 8)
        }
      }
    }
    record.store(used, at: offset)
    record.store(sure, at: offset &+ 8)
    if newest - forgotten(record) >= window &+ Self.graceMilliseconds {
      record.store(0 as UInt64, at: offset &+ 16)
    }
  }

  /// Takes in an event with a value, or what an answer changes of one.
  func apply(_ event: SeriesEvent, hash: UInt32, to record: RecordBytes) {
    guard selection.takes(isReversal: event.isReversal) else { return }
    let newest = record.newest
    guard newest - event.time < window &+ Self.graceMilliseconds else { return }
    let before = event.truthBefore(predicate)
    let after = event.truthAfter(predicate)
    guard before != after else { return }
    let found = find(hash, record)
    if before.isCertain && !after.isCertain, let found {
      retract(event.time, slot: found, record)
    }
    guard after.isPossible else { return }
    guard let index = found ?? place(for: event.time, newest: newest, record) else { return }
    let start = slot(index)
    let bit = UInt64(1) << UInt64(index)
    let age = newest.short &- event.time.short
    if found == nil || age < newest.short &- record.load(UInt32.self, at: start &+ 4) {
      record.store(event.time.short, at: start &+ 4)
    }
    record.store(hash, at: start)
    record.store(used(record) | bit, at: offset)
    guard after.isCertain else { return }
    let isSure = sure(record) & bit != 0
    if !isSure || age < newest.short &- record.load(UInt32.self, at: start &+ 8) {
      record.store(event.time.short, at: start &+ 8)
    }
    record.store(sure(record) | bit, at: offset &+ 8)
  }

  private func find(_ hash: UInt32, _ record: RecordBytes) -> Int? {
    var rest = used(record)
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      if record.load(UInt32.self, at: slot(index)) == hash { return index }
      rest &= rest &- 1
    }
    return nil
  }

  /// An answer took back what made the value certain at that time: what came earlier is not known
  /// any more.
  private func retract(_ time: Moment, slot index: Int, _ record: RecordBytes) {
    let bit = UInt64(1) << UInt64(index)
    guard sure(record) & bit != 0,
      record.load(UInt32.self, at: slot(index) &+ 8) == time.short
    else { return }
    record.store(sure(record) & ~bit, at: offset &+ 8)
    record.store(0 as UInt32, at: slot(index) &+ 8)
  }

  /// A slot for a new value: a free one, or that of the value not met for the longest time; nil if
  /// that is the new one itself.
  private func place(for time: Moment, newest: Moment, _ record: RecordBytes) -> Int? {
    let used = used(record)
    let free = (~used).trailingZeroBitCount
    if free < capacity { return free }
    var oldest = 0
    var oldestAge: UInt32 = 0
    for index in 0..<capacity {
      let age = newest.short &- record.load(UInt32.self, at: slot(index) &+ 4)
      if age >= oldestAge { (oldest, oldestAge) = (index, age) }
    }
    let ownAge = newest.short &- time.short
    let lost = Moment(count: newest.count &- UInt64(max(oldestAge, ownAge)))
    record.store(max(forgotten(record), lost).count, at: offset &+ 16)
    guard ownAge <= oldestAge else { return nil }
    let bit = UInt64(1) << UInt64(oldest)
    record.store(sure(record) & ~bit, at: offset &+ 8)
    record.clear(slot(oldest)..<slot(oldest) + Self.slotByteCount)
    return oldest
  }

  /// How many different values lie in the window that ends at `end`.
  func bounds(endingAt end: Moment, in record: RecordBytes) -> Bounds {
    let newest = record.newest
    let lead = newest - end
    let used = used(record)
    let sure = sure(record)
    var low: Int64 = 0
    var high: Int64 = 0
    var rest = used
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      rest &= rest &- 1
      let age = UInt64(newest.short &- record.load(UInt32.self, at: slot(index) &+ 4))
      // Met after the window's end, it may have been met inside as well.
      if age < lead &+ window { high += 1 }
      guard sure >> UInt64(index) & 1 == 1 else { continue }
      let sureAge = UInt64(newest.short &- record.load(UInt32.self, at: slot(index) &+ 8))
      if sureAge >= lead && sureAge < lead &+ window { low += 1 }
    }
    let lost = forgotten(record)
    let isCutOff = lead >= Self.graceMilliseconds
    if isCutOff || lost != .never && newest - lost < lead &+ window { high = .max }
    return Bounds(low: low, high: high)
  }
}
