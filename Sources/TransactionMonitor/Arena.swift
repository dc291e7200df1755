internal import CPrefetch
internal import Glibc

/// The bytes of one record where they stand.
///
/// Offsets come from a ``LaneLayout``, which has counted them against the record's length; single
/// accesses, some hundreds a row, are checked once more in debug builds. A view, like an index into
/// an array: it is good as long as its arena is, for records never move.
@safe
struct RecordBytes: BitwiseCopyable {
  private let base: UnsafeMutableRawPointer
  let byteCount: Int

  fileprivate init(_ base: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.base = base
    self.byteCount = byteCount
  }

  @inline(__always)
  func load<Value: BitwiseCopyable>(_ type: Value.Type = Value.self, at offset: Int) -> Value {
    assert(offset >= 0 && offset &+ MemoryLayout<Value>.size <= byteCount, "inside the record")
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: Value.self)
  }

  @inline(__always)
  func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    assert(offset >= 0 && offset &+ MemoryLayout<Value>.size <= byteCount, "inside the record")
    unsafe base.storeBytes(of: value, toByteOffset: offset, as: Value.self)
  }

  /// Sets `range` to zeros.
  func clear(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "inside the record")
    unsafe memset(base + range.lowerBound, 0, range.count)
  }

  /// Asks for the record's cache lines ahead of their use.
  @inline(__always)
  func prefetch() {
    var offset = 0
    while offset < byteCount {
      unsafe prefetch_for_update(base + offset)
      offset &+= Arena.lineByteCount
    }
  }

  /// Asks for the cache line of an offset.
  @inline(__always)
  func prefetchLine(at offset: Int) { unsafe prefetch_for_update(base + offset) }

  /// Asks for the first of the record's cache lines.
  @inline(__always)
  func prefetchLine() { unsafe prefetch_for_update(base) }

  /// Hands the bytes to `body` as they stand.
  func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = unsafe UnsafeRawBufferPointer(start: base, count: byteCount)
    return unsafe body(bytes.bindMemory(to: UInt8.self).span)
  }

  func replace(with bytes: Span<UInt8>) {
    precondition(bytes.count == byteCount, "a record of this layout")
    for offset in bytes.indices { store(bytes[offset], at: offset) }
  }
}

/// Records of one size, found by key: in segments of at most 2 MiB that never move, with an index
/// of 8-byte entries apart from them.
///
/// The index is an open table ordered by hash, so that it grows in one pass that touches no record.
/// A record begins with its key; all else in it is its lane's.
@safe
struct Arena: ~Copyable {
  static let lineByteCount = 64
  static let segmentByteCount = 2 << 20
  /// Room for the number of a record inside its segment.
  private static let slotBitCount: UInt32 = 15

  let recordByteCount: Int
  /// How many records are in the index.
  private(set) var count = 0
  private let perSegment: Int
  private var segments: [UnsafeMutableRawPointer] = unsafe []
  private var lastSegmentCount: Int
  private var free: [UInt32] = []
  private var entries: UnsafeMutablePointer<UInt64>
  private var shift: UInt64
  private var capacity: Int { 1 << Int(64 - shift) }

  /// - Parameter recordByteCount: A multiple of 64, so that no record straddles a line in vain.
  init(recordByteCount: Int) {
    precondition(
      recordByteCount >= Self.lineByteCount && recordByteCount % Self.lineByteCount == 0
        && recordByteCount <= Self.segmentByteCount, "whole cache lines")
    self.recordByteCount = recordByteCount
    perSegment = Self.segmentByteCount / recordByteCount
    lastSegmentCount = perSegment
    shift = 64 - 10
    unsafe entries = Self.table(capacity: 1 << 10)
  }

  deinit {
    for index in unsafe segments.indices { unsafe Glibc.free(segments[index]) }
    unsafe Glibc.free(entries)
  }

  /// Bytes of memory that segments and index take.
  var byteCount: Int {
    unsafe segments.count * Self.segmentByteCount + (capacity + Self.lineByteCount) * 8
  }

  // MARK: - Finding

  /// Asks for the index entry of a hash ahead of its use.
  @inline(__always)
  func prefetchEntry(hash: UInt64) {
    unsafe prefetch_for_update(entries + Int(hash &>> shift))
  }

  /// Asks for the key of the record that most likely has a hash, ahead of its use.
  @inline(__always)
  func prefetchKey(hash: UInt64) {
    let entry = unsafe entries[Int(hash &>> shift)]
    if entry != 0 { record(number: UInt32(truncatingIfNeeded: entry)).prefetchLine() }
  }

  /// The record of a key; nil if there is none.
  @inline(__always)
  func find(_ key: SubjectKey, hash: UInt64) -> RecordBytes? {
    numbered(key, hash: hash)?.record
  }

  /// The record of a key with its number, which stays as long as the record does; nil if there is
  /// none.
  @inline(__always)
  func numbered(_ key: SubjectKey, hash: UInt64) -> (record: RecordBytes, number: UInt32)? {
    var position = Int(hash &>> shift)
    let wanted = hash &>> 32
    while true {
      let entry = unsafe entries[position]
      if entry == 0 { return nil }
      if entry &>> 32 == wanted {
        let number = UInt32(truncatingIfNeeded: entry)
        let record = record(number: number)
        if Self.key(of: record) == key { return (record, number) }
      }
      position = (position &+ 1) & (capacity &- 1)
    }
  }

  /// The record of a key, made of zeros if there is none.
  ///
  /// - Precondition: ``reserve(_:)`` made room.
  @inline(__always)
  mutating func findOrInsert(_ key: SubjectKey, hash: UInt64) -> RecordBytes {
    if let record = find(key, hash: hash) { return record }
    return insert(key, hash: hash)
  }

  private mutating func insert(_ key: SubjectKey, hash: UInt64) -> RecordBytes {
    precondition(count < capacity - capacity / 4, "room was reserved")
    let number = takeNumber()
    let record = record(number: number)
    record.clear(0..<recordByteCount)
    record.store(key.high, at: 0)
    record.store(key.low, at: 8)
    enter(hash & ~0xFFFF_FFFF | UInt64(number), hash: hash)
    count += 1
    return record
  }

  @inline(__always)
  static func key(of record: RecordBytes) -> SubjectKey {
    SubjectKey(high: record.load(at: 0), low: record.load(at: 8))
  }

  private func enter(_ entry: UInt64, hash: UInt64) {
    var position = Int(hash &>> shift)
    while unsafe entries[position] != 0 { position = (position &+ 1) & (capacity &- 1) }
    unsafe entries[position] = entry
  }

  /// Numbers begin at 1, so that no entry is zero.
  @inline(__always)
  func record(number: UInt32) -> RecordBytes {
    let place = Int(number &- 1)
    let segment = place &>> Int(Self.slotBitCount)
    let slot = place & (1 &<< Int(Self.slotBitCount) &- 1)
    return unsafe RecordBytes(
      segments[segment] + slot &* recordByteCount, byteCount: recordByteCount)
  }

  private mutating func takeNumber() -> UInt32 {
    if let number = free.popLast() { return number }
    if lastSegmentCount == perSegment {
      unsafe segments.append(Self.memory(byteCount: Self.segmentByteCount))
      lastSegmentCount = 0
    }
    defer { lastSegmentCount += 1 }
    let segment = unsafe UInt32(segments.count - 1)
    return segment &<< Self.slotBitCount | UInt32(lastSegmentCount) &+ 1
  }

  // MARK: - Growing and shrinking

  /// Whether ``reserve(_:)`` of so many would have to grow the index.
  func mustGrow(for more: Int) -> Bool { count + more >= capacity - capacity / 4 }

  /// Makes room for so many new records.
  mutating func reserve(_ more: Int) {
    while mustGrow(for: more) { rebuild(shift: shift - 1) { _ in true } }
  }

  /// Gives back the room of each record that `isDead` names.
  mutating func recycle(where isDead: (RecordBytes) -> Bool) {
    rebuild(shift: shift) { !isDead($0) }
  }

  private mutating func rebuild(shift newShift: UInt64, keeping: (RecordBytes) -> Bool) {
    let oldEntries = unsafe entries
    let oldCapacity = capacity
    let isGrowing = newShift < shift
    shift = newShift
    unsafe entries = Self.table(capacity: capacity)
    count = 0
    for position in 0..<oldCapacity {
      let entry = unsafe oldEntries[position]
      guard entry != 0 else { continue }
      let number = UInt32(truncatingIfNeeded: entry)
      if isGrowing || keeping(record(number: number)) {
        // The upper half of the hash is all that positions need.
        enter(entry, hash: entry)
        count += 1
      } else {
        free.append(number)
      }
    }
    unsafe Glibc.free(oldEntries)
  }

  /// Hands every record to `body`, in no order that means anything.
  func visit(_ body: (RecordBytes) -> Void) {
    for position in 0..<capacity {
      let entry = unsafe entries[position]
      if entry != 0 { body(record(number: UInt32(truncatingIfNeeded: entry))) }
    }
  }

  // MARK: - Memory

  private static func table(capacity: Int) -> UnsafeMutablePointer<UInt64> {
    let byteCount = max(capacity * 8, lineByteCount)
    let memory = unsafe memory(byteCount: byteCount)
    unsafe memset(memory, 0, byteCount)
    return unsafe memory.bindMemory(to: UInt64.self, capacity: capacity)
  }

  /// Memory in huge pages where the system has them: at 10 million cards most of the time goes into
  /// finding pages otherwise.
  private static func memory(byteCount: Int) -> UnsafeMutableRawPointer {
    let alignment = byteCount >= segmentByteCount ? segmentByteCount : lineByteCount
    guard let memory = unsafe aligned_alloc(alignment, byteCount) else {
      preconditionFailure("the system has no memory left")
    }
    if byteCount >= segmentByteCount { unsafe madvise(memory, byteCount, Int32(MADV_HUGEPAGE)) }
    return unsafe memory
  }
}
