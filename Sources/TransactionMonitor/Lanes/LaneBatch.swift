/// Rows of a block, each of another subject, that go through a lane together: one step of the work
/// at a time for all of them, so that what kind of step it is has to be found out only once.
struct LaneBatch: ~Copyable {
  /// Few enough for their records to stay close to the processor.
  static let capacity = 128

  private(set) var count = 0
  let rows: Strip<BatchRow>
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
    rows = Strip(repeating: BatchRow(blank: blank), count: capacity)
    passings = Strip(repeating: BatchPassing(), count: capacity)
    readings = Strip(repeating: SeriesReading(), count: layout.series.series.count * capacity)
    let windowCount = layout.ring?.windows.count ?? 0
    slots = Strip(repeating: 0, count: windowCount * capacity)
    eventSlots = Strip(repeating: 0, count: windowCount * capacity)
    tallies = Strip(repeating: 0, count: layout.ringTallies.count * capacity * 16)
  }

  deinit {
    rows.deallocate()
    passings.deallocate()
    readings.deallocate()
    slots.deallocate()
    eventSlots.deallocate()
    tallies.deallocate()
  }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ row: BatchRow) {
    rows[count] = row
    count &+= 1
  }

  /// Says where the events of the last row go that leave its ring.
  @inline(__always)
  func setOverflow(_ overflow: RecordBytes) { rows[count &- 1].overflow = overflow }
}

/// A row on its way through a lane, with the record that it changes.
struct BatchRow: BitwiseCopyable {
  /// The row of the block.
  var index: Int
  var record: RecordBytes
  /// Where events go that leave the ring too early; nil where none may.
  var overflow: RecordBytes?
  /// The record's newest time before the row and, which is the row's own, after it.
  var before: Moment
  var newest: Moment
  var role: LaneRow.Role
  var isCardPresent: Bool
  /// What the row changes of the past; of a row that changes nothing, something known already.
  var change: SeriesEvent
  /// How many events of the ring are the row's own or came after it.
  var skippedCount = 0

  init(blank record: RecordBytes) {
    self.init(
      index: 0, record: record, before: .never, newest: .never, role: .none, isCardPresent: false,
      change: SeriesEvent(
        time: .never, isReversal: false, amount: .widest, wasCounted: true,
        before: PredicateBits(), after: PredicateBits()))
  }

  init(
    index: Int, record: RecordBytes, before: Moment, newest: Moment, role: LaneRow.Role,
    isCardPresent: Bool, change: SeriesEvent
  ) {
    self.index = index
    self.record = record
    self.before = before
    self.newest = newest
    self.role = role
    self.isCardPresent = isCardPresent
    self.change = change
  }
}

/// How a timeline moves in one row, and which of its slots the row is about: worked out once for
/// all series of the timeline.
struct BatchPassing: BitwiseCopyable {
  var passing = TimelinePassing()
  var isMove = false
  /// Where the row's event counts; -1 where it is too old.
  var eventSlot: Int32 = -1
  /// The bucket astride the window's beginning; -1 where there is none.
  var astrideSlot: Int32 = -1
  /// Whether the event's bucket lies inside the window as a whole.
  var isWhole = false
}
