/// What a ring shows at one time: for each window length the slots of the events inside.
struct RingSight {
  let record: RecordBytes
  /// Sixteen bits for each of the ring's windows.
  private(set) var slots = InlineArray<16, UInt16>(repeating: 0)
  /// A bit for each window: set if nothing that belongs in it has left the ring.
  private(set) var complete: UInt16 = 0

  /// - Parameters:
  ///   - end: When the windows end, not after the record's newest time.
  ///   - completeMilliseconds: How far back from the newest time nothing is missing.
  @inline(__always)
  init(_ ring: Ring, _ record: RecordBytes, endingAt end: Moment, completeMilliseconds: UInt64) {
    self.record = record
    let newest = record.newest
    let lead = newest - end
    let head = record.ringHead
    let count = record.ringCount
    var index = 0
    while index < count,
      ring.age(ring.slot(index, head: head), newest: newest.short, in: record) < lead
    { index &+= 1 }
    let first = index
    for window in ring.windows.indices {
      let reach = lead &+ ring.windows[window]
      while index < count,
        ring.age(ring.slot(index, head: head), newest: newest.short, in: record) < reach
      { index &+= 1 }
      slots[window] = Self.span(from: first, to: index, head: head)
      if reach <= completeMilliseconds {
        complete |= 1 &<< UInt16(truncatingIfNeeded: window)
      }
    }
  }

  /// The slots of the events `first`..<`last`, counted from the newest.
  @inline(__always)
  private static func span(from first: Int, to last: Int, head: Int) -> UInt16 {
    let count = last &- first
    guard count > 0 else { return 0 }
    let ones: UInt16 = count == 16 ? .max : 1 &<< UInt16(truncatingIfNeeded: count) &- 1
    let lowest = UInt16(truncatingIfNeeded: (head &- last &+ 1) & 15)
    return ones &<< lowest | (lowest == 0 ? 0 : ones &>> (16 &- lowest))
  }

  @inline(__always)
  func isComplete(_ window: Int) -> Bool {
    complete &>> UInt16(truncatingIfNeeded: window) & 1 != 0
  }
}

/// One aggregate that a ring answers.
struct RingAggregate: Sendable {
  var operation: Aggregate.Operation
  var column: Int
  /// Index into the ring's windows.
  var window: Int
  /// Where the predicate's sixteen bits stand; nil for all events.
  var certainOffset: Int?
  var possibleOffset: Int?
  /// Where a batch has the counts of both among its tallies, for its first row; nil where it must
  /// count by itself.
  var certainTally: Int?
  var possibleTally: Int?
  var countsReversals: Bool
  var source: Source
  /// What has left the ring too early is answered from here.
  var overflow: SeriesAggregate

  /// Where a ring has the value that an aggregate is about.
  enum Source: Sendable {
    case none, amount, time
    case field(Int)
  }
}

/// Counts of sixteen of a ring's masks in one window.
struct RingTally: Hashable, Sendable {
  var window: Int
  /// Index into ``Ring/masks``.
  var masks: Int
}

/// A walk over the bits that are set, from the lowest.
struct SetBits: Sequence, IteratorProtocol {
  var bits: UInt16

  @inline(__always)
  init(_ bits: UInt16) { self.bits = bits }

  @inline(__always)
  mutating func next() -> Int? {
    guard bits != 0 else { return nil }
    defer { bits &= bits &- 1 }
    return bits.trailingZeroBitCount
  }
}
