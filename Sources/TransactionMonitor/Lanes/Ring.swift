/// The last sixteen events of a card, as many of them as its windows of a day or less can hold.
///
/// Events lie in the order of their request times, the newest at the head; those of equal time in
/// the order in which they came. Each property of all sixteen lies together: sixteen times in one
/// cache line, sixteen bits for each predicate.
struct Ring: Sendable {
  static let capacity = 16
  /// The longest window that a ring answers, in milliseconds.
  static let windowMaximum: Int64 = 24 * 3_600_000

  /// Where things stand in the record, in bytes.
  var timesOffset = 0
  var amountsOffset: Int?
  var reversalsOffset: Int?
  /// By predicate; nil where no ring aggregate counts by it.
  var certainOffsets: [Int?] = []
  /// By predicate; nil where it is never undecided.
  var possibleOffsets: [Int?] = []
  var fields: [Field] = []
  /// The same bits again, sixteen properties at a time.
  var masks: [RingMasks] = []
  /// Events older than this are dropped, in milliseconds.
  var keptMilliseconds: UInt64 = 0
  /// Different window lengths, ascending, in milliseconds.
  var windows: [UInt64] = []

  /// A value of each event other than amount and time.
  struct Field: Sendable {
    var value: Aggregate.Value
    var offset: Int
    /// 1, 2, 4 or 8 bytes.
    var width: Int
  }

  /// The slot of the event that is `index`th from the newest.
  @inline(__always)
  func slot(_ index: Int, head: Int) -> Int { (head &- index) & 15 }

  /// How long before `newest` the event in `slot` is, in milliseconds.
  @inline(__always)
  func age(_ slot: Int, newest: UInt32, in record: RecordBytes) -> UInt64 {
    UInt64(newest &- record.load(UInt32.self, at: timesOffset &+ 4 &* slot))
  }

  // MARK: - Time passing

  /// Drops what `newest` makes too old. To be called before ``RecordBytes/newest`` moves.
  @inline(__always)
  func advance(_ record: RecordBytes, to newest: Moment) {
    var count = record.ringCount
    guard count > 0 else { return }
    let before = record.newest
    let gap = newest - before
    guard gap > 0 else { return }
    let head = record.ringHead
    while count > 0 {
      let oldest = slot(count &- 1, head: head)
      guard age(oldest, newest: before.short, in: record) &+ gap >= keptMilliseconds else { break }
      count &-= 1
    }
    record.ringCount = count
  }

  // MARK: - Events

  /// Enters an event that is at least as new as the newest.
  @inline(__always)
  func append(_ event: RingEvent, to record: RecordBytes) {
    let slot = (record.ringHead &+ 1) & 15
    write(event, slot, in: record)
    record.ringHead = slot
    record.ringCount = min(record.ringCount &+ 1, Self.capacity)
  }

  @inline(__always)
  func write(_ event: RingEvent, _ slot: Int, in record: RecordBytes) {
    record.store(event.time, at: timesOffset &+ 4 &* slot)
    if let amountsOffset { record.store(event.amount.rawValue, at: amountsOffset &+ 4 &* slot) }
    for index in masks.indices {
      masks[index].store(event.bits, isReversal: event.isReversal, slot, in: record)
    }
    for index in fields.indices {
      setField(fields[index], event.codes[index], slot, in: record)
    }
  }

  /// Writes anew what is known of some of the predicates.
  func setPredicates(
    _ bits: PredicateBits, where chosen: UInt16, _ slot: Int, in record: RecordBytes
  ) {
    for index in certainOffsets.indices where chosen >> UInt16(index) & 1 != 0 {
      let truth = bits.truth(of: index)
      if let offset = certainOffsets[index] {
        setBit(slot, truth.isCertain, at: offset, in: record)
      }
      if let offset = possibleOffsets[index] {
        setBit(slot, truth.isPossible, at: offset, in: record)
      }
    }
  }

  @inline(__always)
  private func setBit(_ slot: Int, _ value: Bool, at offset: Int, in record: RecordBytes) {
    let mask = record.load(UInt16.self, at: offset)
    let place = UInt16(truncatingIfNeeded: slot)
    record.store(mask & ~(1 &<< place) | (value ? 1 : 0) &<< place, at: offset)
  }

  @inline(__always)
  private func bit(_ slot: Int, at offset: Int, in record: RecordBytes) -> Bool {
    record.load(UInt16.self, at: offset) &>> UInt16(truncatingIfNeeded: slot) & 1 != 0
  }

  @inline(__always)
  func setField(_ field: Field, _ code: UInt64, _ slot: Int, in record: RecordBytes) {
    let offset = field.offset &+ field.width &* slot
    switch field.width {
    case 1: record.store(UInt8(truncatingIfNeeded: code), at: offset)
    case 2: record.store(UInt16(truncatingIfNeeded: code), at: offset)
    case 4: record.store(UInt32(truncatingIfNeeded: code), at: offset)
    default: record.store(code, at: offset)
    }
  }

  @inline(__always)
  func field(_ field: Field, _ slot: Int, in record: RecordBytes) -> UInt64 {
    let offset = field.offset &+ field.width &* slot
    return switch field.width {
    case 1: UInt64(record.load(UInt8.self, at: offset))
    case 2: UInt64(record.load(UInt16.self, at: offset))
    case 4: UInt64(record.load(UInt32.self, at: offset))
    default: record.load(UInt64.self, at: offset)
    }
  }

  @inline(__always)
  func amount(_ slot: Int, in record: RecordBytes) -> AmountCode {
    guard let amountsOffset else { return .unknown }
    return AmountCode(rawValue: record.load(at: amountsOffset &+ 4 &* slot))
  }

  /// Writes zeros over all that is kept of a slot.
  func clear(_ slot: Int, in record: RecordBytes) {
    write(
      RingEvent(time: 0, bits: PredicateBits(), amount: AmountCode(rawValue: 0), isReversal: false),
      slot, in: record)
  }

  /// Reads an event back whole.
  func event(_ slot: Int, in record: RecordBytes) -> RingEvent {
    var bits = PredicateBits()
    for index in certainOffsets.indices {
      guard let certain = certainOffsets[index] else { continue }
      let place = 1 as UInt16 &<< UInt16(index)
      if bit(slot, at: certain, in: record) { bits.certain |= place }
      if bit(slot, at: possibleOffsets[index] ?? certain, in: record) { bits.possible |= place }
    }
    var event = RingEvent(
      time: record.load(at: timesOffset + 4 * slot), bits: bits, amount: amount(slot, in: record),
      isReversal: reversalsOffset.map { bit(slot, at: $0, in: record) } ?? false)
    for index in fields.indices { event.codes[index] = field(fields[index], slot, in: record) }
    return event
  }

  /// Enters an event older than the newest among the others, by taking them all out and putting
  /// them back; rare enough to be simple.
  ///
  /// - Returns: The event that has no room, which may be the one that came; and its place among
  ///   the others, counted from the newest, if it found one.
  func insertLate(_ event: RingEvent, in record: RecordBytes) -> (left: RingEvent?, index: Int?) {
    let newest = record.newest.short
    let head = record.ringHead
    var events = (0..<record.ringCount).map { self.event(slot($0, head: head), in: record) }
    let age = newest &- event.time
    let index = events.firstIndex { newest &- $0.time >= age } ?? events.count
    events.insert(event, at: index)
    var left: RingEvent?
    if events.count > Self.capacity { left = events.removeLast() }
    for (place, event) in events.enumerated() {
      write(event, events.count - 1 - place, in: record)
    }
    record.ringCount = events.count
    record.ringHead = events.count - 1
    return (left, index < Self.capacity ? index : nil)
  }

  /// The place, counted from the newest, of the event that an answer is about.
  ///
  /// Events of one millisecond are told apart by what they hold: where nothing tells them apart,
  /// either one will do.
  @inline(__always)
  func find(_ event: RingEvent, in record: RecordBytes) -> Int? {
    let newest = record.newest.short
    let wanted = UInt64(newest &- event.time)
    let head = record.ringHead
    var best: (index: Int, likeness: Int)?
    for index in 0..<record.ringCount {
      let slot = slot(index, head: head)
      let age = age(slot, newest: newest, in: record)
      if age > wanted { break }
      guard age == wanted else { continue }
      let likeness = likeness(slot, to: event, in: record)
      if likeness > best?.likeness ?? -1 { best = (index, likeness) }
    }
    return best?.index
  }

  private func likeness(_ slot: Int, to event: RingEvent, in record: RecordBytes) -> Int {
    let held = self.event(slot, in: record)
    guard !held.isReversal else { return 0 }
    var likeness = 1
    if held.amount == event.amount { likeness += 4 }
    for index in fields.indices
    where fields[index].value == .responseCode || held.codes[index] == event.codes[index] {
      likeness += 4
    }
    let asked = askedPredicates
    if held.bits.certain == event.bits.certain & asked,
      held.bits.possible == event.bits.possible & asked
    {
      likeness += 2
    }
    return likeness
  }

  /// The predicates that the ring holds.
  private var askedPredicates: UInt16 {
    certainOffsets.indices.reduce(0) {
      certainOffsets[$1] == nil ? $0 : $0 | 1 << UInt16($1)
    }
  }
}

/// One event as a ring holds it.
struct RingEvent: Sendable, BitwiseCopyable {
  /// The most values that a ring can hold of an event beside amount and time.
  static let fieldMaximum = 8

  /// ``Moment/short`` of the request time.
  var time: UInt32
  var bits: PredicateBits
  var amount: AmountCode
  var isReversal: Bool
  /// By field of the ring; 0 for "not said".
  var codes = InlineArray<8, UInt64>(repeating: 0)
}
