internal import CardCore

/// What a ring does for a batch of rows, each at its record's newest time.
extension Ring {
  /// The slots of the events in a window that ends at the newest time, for each row.
  func sight(_ window: Int, of batch: borrowing LaneBatch) {
    let rowCount = batch.count
    let records = batch.records
    let newests = batch.newests
    let slots = batch.slots
    let eventSlots = batch.eventSlots
    // What is held is younger than 2³¹ ms; what a slot held before does not count.
    let length = UInt32(truncatingIfNeeded: windows[window])
    let first = window &* LaneBatch.capacity
    for place in 0..<rowCount {
      let record = records[place]
      let times: SIMD16<UInt32> = record.load(at: timesOffset)
      let end = newests[place].short &- length
      let held = Self.span(count: record.ringCount, head: record.ringHead)
      // After the window's beginning, which does not belong to it.
      let inside = held & (SIMD16(repeating: end) &- times).highestBits
      slots[first &+ place] = inside
    }
    guard let reversalsOffset else {
      for place in 0..<rowCount {
        eventSlots[first &+ place] = slots[first &+ place]
      }
      return
    }
    for place in 0..<rowCount {
      let reversals = records[place].load(UInt16.self, at: reversalsOffset)
      eventSlots[first &+ place] = slots[first &+ place] & ~reversals
    }
  }

  /// The slots of so many events, the newest at the head.
  @inline(__always)
  static func span(count: Int, head: Int) -> UInt16 {
    let ones = UInt32(truncatingIfNeeded: 1 &<< count &- 1)
    let lowest = UInt32(truncatingIfNeeded: (head &- count &+ 1) & 15)
    let shifted = ones &<< lowest
    return UInt16(truncatingIfNeeded: shifted | shifted &>> 16)
  }

  // MARK: - Values of some slots

  /// The sum of what certainly counts and of what may, reversals less.
  @inline(__always)
  func sum(
    certain: UInt16, possible: UInt16, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> Bounds {
    if certain == possible, case .amount = source, let amountsOffset {
      let reversals = reversalsOffset.map { record.load(UInt16.self, at: $0) } ?? 0
      var total: Int64 = 0
      var codes: UInt32 = 0
      var rest = certain
      while rest != 0 {
        let slot = rest.trailingZeroBitCount
        let code: UInt32 = record.load(at: amountsOffset &+ 4 &* slot)
        codes |= code
        let isReversal = reversals &>> UInt16(truncatingIfNeeded: slot) & 1 != 0
        total &+= isReversal ? 0 &- Int64(code) : Int64(code)
        rest &= rest &- 1
      }
      // Below 2³¹ a code is the amount.
      if codes < 1 << 31 { return Bounds(exactly: total) }
    }
    return generalSum(certain: certain, possible: possible, source, in: record)
  }

  private func generalSum(
    certain: UInt16, possible: UInt16, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> Bounds {
    let reversals = reversalsOffset.map { record.load(UInt16.self, at: $0) } ?? 0
    var total = Bounds(exactly: 0)
    for slot in SetBits(possible) {
      var part = value(slot, source, in: record)
      if certain >> UInt16(slot) & 1 == 0 {
        part = Bounds(low: min(0, part.low), high: max(0, part.high))
      }
      if reversals >> UInt16(slot) & 1 != 0 {
        part = Bounds(
          low: part.high == .max ? .min : -part.high, high: part.low == .min ? .max : -part.low)
      }
      total.low = total.low.addingBounded(part.low)
      total.high = total.high.addingBounded(part.high)
    }
    return total
  }

  func maximum(
    certain: UInt16, possible: UInt16, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> Bounds {
    guard certain != 0 else { return .widest }
    var bounds = Bounds(low: .min, high: .min)
    for slot in SetBits(possible) {
      let value = value(slot, source, in: record)
      bounds.high = max(bounds.high, value.high)
      if certain >> UInt16(slot) & 1 != 0 { bounds.low = max(bounds.low, value.low) }
    }
    return bounds
  }

  func minimum(
    certain: UInt16, possible: UInt16, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> Bounds {
    guard certain != 0 else { return .widest }
    var bounds = Bounds(low: .max, high: .max)
    for slot in SetBits(possible) {
      let value = value(slot, source, in: record)
      bounds.low = min(bounds.low, value.low)
      if certain >> UInt16(slot) & 1 != 0 { bounds.high = min(bounds.high, value.high) }
    }
    return bounds
  }

  /// The value of the newest event before the row's own; between several that may be it, bounds.
  func last(
    certain: UInt16, possible: UInt16, _ source: RingAggregate.Source, skipping skipped: Int,
    in record: RecordBytes
  ) -> Bounds {
    var bounds: Bounds?
    let head = record.ringHead
    for index in skipped..<max(skipped, record.ringCount) {
      let slot = slot(index, head: head)
      guard possible >> UInt16(slot) & 1 != 0 else { continue }
      guard let value = saidValue(slot, source, in: record) else { return .widest }
      bounds = Bounds(
        low: min(bounds?.low ?? .max, value.low), high: max(bounds?.high ?? .min, value.high))
      if certain >> UInt16(slot) & 1 != 0 { return bounds ?? .widest }
    }
    return .widest
  }

  /// The standard deviation; nothing is known of it where an amount is not.
  func spread(
    certain: UInt16, possible: UInt16, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> RealBounds {
    guard certain != 0 else { return .widest }
    var sure = Statistics.Moments()
    var unsure = Statistics.Moments()
    for slot in SetBits(possible) {
      let value = value(slot, source, in: record)
      guard value.isExact else { return RealBounds(low: 0, high: .infinity) }
      if certain >> UInt16(slot) & 1 != 0 { sure.add(value.low) } else { unsure.add(value.low) }
    }
    return Statistics.spread(certain: sure, possible: unsure)
  }

  private func value(
    _ slot: Int, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> Bounds {
    saidValue(slot, source, in: record) ?? .widest
  }

  private func saidValue(
    _ slot: Int, _ source: RingAggregate.Source, in record: RecordBytes
  ) -> Bounds? {
    switch source {
    case .none: return nil
    case .amount: return amount(slot, in: record).bounds
    case .time:
      let age = age(slot, newest: record.newest.short, in: record)
      let moment = Moment(count: record.newest.count &- age)
      return Bounds(exactly: moment.instant.millisecondsSince1970)
    case .field(let index):
      let field = fields[index]
      let code = self.field(field, slot, in: record)
      return field.value.decoded(code, width: field.width).map(Bounds.init(exactly:))
    }
  }

  // MARK: - Different values

  /// How many different values some slots hold; 0 stands for none.
  @inline(__always)
  func differentValues(_ slots: UInt16, _ field: Field, in record: RecordBytes) -> Int64 {
    // Of one event there is little to compare.
    guard slots & (slots &- 1) != 0 else {
      guard slots != 0 else { return 0 }
      return self.field(field, slots.trailingZeroBitCount, in: record) == 0 ? 0 : 1
    }
    switch field.width {
    case 4:
      let values: SIMD16<UInt32> = record.load(at: field.offset)
      return Self.count(slots, field, in: record) {
        values.bits(equalTo: UInt32(truncatingIfNeeded: $0))
      }
    case 2:
      let values: SIMD16<UInt16> = record.load(at: field.offset)
      return Self.count(slots, field, in: record) {
        values.bits(equalTo: UInt16(truncatingIfNeeded: $0))
      }
    default:
      return Self.count(slots, field, in: record) { equals($0, field, in: record) }
    }
  }

  /// Takes the slots of one value away after another.
  @inline(__always)
  private static func count(
    _ slots: UInt16, _ field: Field, in record: RecordBytes, equals: (UInt64) -> UInt16
  ) -> Int64 {
    var rest = slots
    var count: Int64 = 0
    while rest != 0 {
      let slot = rest.trailingZeroBitCount
      let value: UInt64 =
        switch field.width {
        case 1: UInt64(record.load(UInt8.self, at: field.offset &+ slot))
        case 2: UInt64(record.load(UInt16.self, at: field.offset &+ 2 &* slot))
        case 4: UInt64(record.load(UInt32.self, at: field.offset &+ 4 &* slot))
        default: record.load(at: field.offset &+ 8 &* slot)
        }
      rest &= rest &- 1
      // The last one needs no look at the others.
      if rest != 0 { rest &= ~equals(value) }
      if value != 0 { count &+= 1 }
    }
    return count
  }

  private func equals(_ value: UInt64, _ field: Field, in record: RecordBytes) -> UInt16 {
    (0..<Self.capacity).reduce(0) {
      self.field(field, $1, in: record) == value ? $0 | 1 << UInt16($1) : $0
    }
  }
}
