/// Rows of a block, each of another subject, that go through a lane together: one step of the work
/// at a time for all of them, so that what kind of step it is has to be found out only once.
///
/// Loops take the strips that they need out first: a write through one could else be a write to the
/// batch, for all the compiler knows, and each would be looked up again at every row.
struct LaneBatch: ~Copyable {
  /// Few enough for their records to stay close to the processor.
  static let capacity = 128

  private(set) var count = 0
  /// The row of the block, and the record that it changes.
  let indexes: Strip<Int>
  let records: Strip<RecordBytes>
  /// Where events go that leave the ring too early; nil where none may.
  let overflows: Strip<RecordBytes?>
  /// The record's newest time before the row and, which is the row's own, after it.
  let befores: Strip<Moment>
  let newests: Strip<Moment>
  let roles: Strip<LaneRow.Role>
  let presences: Strip<Bool>
  /// What each row changes of the past; of a row that changes nothing, something known already.
  let changes: Strip<SeriesEvent>
  /// How many events of the ring are the row's own or came after it.
  let skippedCounts: Strip<Int>
  /// How the timeline that is being worked at moves, by row.
  let passings: Strip<BatchPassing>
  /// What each series says, series by series.
  let readings: Strip<SeriesReading>
  /// The slots inside each of a ring's windows, window by window.
  let slots: Strip<UInt16>
  /// The same without reversals.
  let eventSlots: Strip<UInt16>
  /// Sixteen counts a row of the slots that meet sixteen conditions, tally by tally.
  let tallies: Strip<UInt16>

  init(_ layout: LaneLayout, blank: RecordBytes) {
    let capacity = Self.capacity
    indexes = Strip(repeating: 0, count: capacity)
    records = Strip(repeating: blank, count: capacity)
    overflows = Strip(repeating: nil, count: capacity)
    befores = Strip(repeating: .never, count: capacity)
    newests = Strip(repeating: .never, count: capacity)
    roles = Strip(repeating: .none, count: capacity)
    presences = Strip(repeating: false, count: capacity)
    changes = Strip(repeating: .none, count: capacity)
    skippedCounts = Strip(repeating: 0, count: capacity)
    passings = Strip(repeating: BatchPassing(), count: capacity)
    readings = Strip(repeating: SeriesReading(), count: layout.series.series.count * capacity)
    let windowCount = layout.ring?.windows.count ?? 0
    slots = Strip(repeating: 0, count: windowCount * capacity)
    eventSlots = Strip(repeating: 0, count: windowCount * capacity)
    tallies = Strip(repeating: 0, count: layout.ringTallies.count * capacity * 16)
  }

  deinit {
    indexes.deallocate()
    records.deallocate()
    overflows.deallocate()
    befores.deallocate()
    newests.deallocate()
    roles.deallocate()
    presences.deallocate()
    changes.deallocate()
    skippedCounts.deallocate()
    passings.deallocate()
    readings.deallocate()
    slots.deallocate()
    eventSlots.deallocate()
    tallies.deallocate()
  }

  mutating func removeAll() { count = 0 }

  /// Adds a row whose record saw `before` last.
  @inline(__always)
  mutating func append(
    _ row: LaneRow, _ index: Int, _ record: RecordBytes, overflow: RecordBytes?, before: Moment,
    _ change: SeriesEvent
  ) {
    indexes[count] = index
    records[count] = record
    overflows[count] = overflow
    befores[count] = before
    newests[count] = row.time
    roles[count] = row.role
    presences[count] = row.isCardPresent
    changes[count] = change
    skippedCounts[count] = 0
    count &+= 1
  }
}

/// How a timeline moves in one row, and which of its slots the row is about: worked out once for
/// all series of the timeline.
struct BatchPassing: BitwiseCopyable {
  var passing = TimelinePassing()
  var isMove = false
  /// Where the newest bucket stands.
  var headSlot: Int32 = 0
  /// Where the row's event counts; -1 where it is too old.
  var eventSlot: Int32 = -1
  /// The bucket astride the window's beginning; -1 where there is none.
  var astrideSlot: Int32 = -1
  /// Whether the event's bucket lies inside the window as a whole.
  var isWhole = false
}
