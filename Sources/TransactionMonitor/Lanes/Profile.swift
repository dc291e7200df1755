internal import CardCore

/// What is known of a card beyond its windows: facts as they stood before the row's exchange began.
///
/// "Before" goes by time in whole milliseconds, so that request and answer of an exchange agree;
/// where a row would have to know more than is kept, the fact is undecided.
struct Profile: Sendable {
  /// What is asked for, with the pair of columns for it.
  var asked: [LanePlan.Asked<ProfileFact>] = []
  /// Where each part stands in the record; nil where nothing asks for it.
  var countriesOffset: Int?
  var merchantsOffset: Int?
  var firstSeenOffset: Int?
  var timesOffset: Int?
  var placesOffset: Int?
  var amountsOffset: Int?

  /// How many merchants are remembered.
  static let merchantCapacity = 8
  /// A bit a country, then the newest one and since when: the place in the table above a time.
  static let countriesByteCount = 32 + 8
  /// The last used first; then when the newest one was first used, and which one it is; then
  /// whether any was forgotten.
  static let merchantsByteCount = 4 * merchantCapacity + 8 + 4 + 1
  static let firstSeenByteCount = 7
  /// The two latest times that differ.
  static let timesByteCount = 16
  /// The two latest places at times that differ: the place in the table above a time; then, of the
  /// one before, its place and how long before it was, in 40 bits.
  static let placesByteCount = 8 + 1 + 5
  /// How many, their sum, the sum of their squares.
  static let amountsByteCount = 3 + 7 + 8

  /// A byte above 56 bits of time.
  private struct Stamp {
    var code: UInt8
    var time: Moment

    init(code: UInt8, time: Moment) {
      self.code = code
      self.time = time
    }

    init(_ packed: UInt64) {
      code = UInt8(truncatingIfNeeded: packed >> 56)
      time = Moment(count: packed & (1 << 56 - 1))
    }

    var packed: UInt64 { UInt64(code) << 56 | time.count & (1 << 56 - 1) }
  }

  /// What a row says that facts are about.
  struct Subject {
    var requestTime: Moment
    /// The place in the table; nil where the row names no country.
    var country: UInt8?
    var merchant: UInt32?
    var amount: Bounds
    /// Whether the row's own event is in the record: a request that has not entered yet is not.
    var isEntered: Bool
  }

  // MARK: - Facts

  @inline(__always)
  func fill(
    _ columns: LaneColumns, _ row: Int, for subject: Subject, from record: RecordBytes
  ) {
    for asked in asked {
      switch asked.what {
      case .isFirstUseOfCountry: columns.set(asked.column, row, isNewCountry(subject, record))
      case .isFirstUseOfMerchant: columns.set(asked.column, row, isNewMerchant(subject, record))
      case .isFirstUse: columns.set(asked.column, row, isNew(subject, record))
      case .distance: columns.set(asked.column, row, distance(subject, record))
      case .speed: columns.set(asked.column, row, speed(subject, record))
      case .timeSinceLast: columns.set(asked.column, row, timeSinceLast(subject, record))
      case .age: columns.set(asked.column, row, age(subject, record))
      case .usualAmount: columns.set(asked.column, row, usualAmount(subject, record))
      case .amountSpread: columns.set(asked.column, row, amountSpread(subject, record))
      }
    }
  }

  private func isNewCountry(_ subject: Subject, _ record: RecordBytes) -> Truth {
    guard let offset = countriesOffset, let country = subject.country else { return .unknown }
    let byte: UInt8 = record.load(at: offset + Int(country >> 3))
    guard byte >> (country & 7) & 1 == 1 else { return Truth(true) }
    guard country != Geography.unlisted else { return .unknown }
    let newest = Stamp(record.load(UInt64.self, at: offset + 32))
    if newest.time < subject.requestTime { return Truth(false) }
    let isOwn = newest.code == country && newest.time == subject.requestTime
    return isOwn ? Truth(true) : .unknown
  }

  private func isNewMerchant(_ subject: Subject, _ record: RecordBytes) -> Truth {
    guard let offset = merchantsOffset, let merchant = subject.merchant else { return .unknown }
    let place = (0..<Self.merchantCapacity).first {
      record.load(UInt32.self, at: offset + 4 * $0) == merchant
    }
    let after = offset + 4 * Self.merchantCapacity
    guard place != nil else {
      return record.load(UInt8.self, at: after + 12) == 0 ? Truth(true) : .unknown
    }
    let newest = Moment(count: record.load(at: after))
    if newest < subject.requestTime { return Truth(false) }
    let isOwn = newest == subject.requestTime && record.load(UInt32.self, at: after + 8) == merchant
    return isOwn ? Truth(true) : .unknown
  }

  private func isNew(_ subject: Subject, _ record: RecordBytes) -> Truth {
    guard let offset = firstSeenOffset else { return .unknown }
    let first = Moment(count: record.loadSeven(at: offset))
    return Truth(first == .never || first >= subject.requestTime)
  }

  private func age(_ subject: Subject, _ record: RecordBytes) -> Bounds {
    guard let offset = firstSeenOffset else { return .widest }
    let first = Moment(count: record.loadSeven(at: offset))
    guard first != .never else { return Bounds(exactly: 0) }
    return Bounds(exactly: Int64(subject.requestTime - first))
  }

  private func timeSinceLast(_ subject: Subject, _ record: RecordBytes) -> Bounds {
    guard let offset = timesOffset else { return .widest }
    for place in 0..<2 {
      let time = Moment(count: record.load(at: offset + 8 * place))
      guard time != .never else { return .widest }
      if time < subject.requestTime { return Bounds(exactly: Int64(subject.requestTime - time)) }
    }
    return .widest
  }

  /// The last card-present place before the row's exchange.
  private func lastPlace(_ subject: Subject, _ record: RecordBytes) -> Stamp? {
    guard let offset = placesOffset else { return nil }
    let latest = Stamp(record.load(UInt64.self, at: offset))
    guard latest.time != .never else { return nil }
    if latest.time < subject.requestTime { return latest }
    guard let before = placeBefore(latest, record, at: offset), before.time < subject.requestTime
    else { return nil }
    return before
  }

  /// The place before the latest; nil for none, and for one that lies over 34 years before.
  private func placeBefore(_ latest: Stamp, _ record: RecordBytes, at offset: Int) -> Stamp? {
    let gap =
      UInt64(record.load(UInt32.self, at: offset + 9))
      | UInt64(record.load(UInt8.self, at: offset + 13)) << 32
    guard gap > 0 else { return nil }
    return Stamp(
      code: record.load(at: offset + 8), time: Moment(count: latest.time.count &- gap))
  }

  /// Keeps the two latest places whose times differ; one of the same time takes its place.
  private func enterPlace(_ place: Stamp, at offset: Int, in record: RecordBytes) {
    var latest = Stamp(record.load(UInt64.self, at: offset))
    var before = placeBefore(latest, record, at: offset)
    if place.time > latest.time {
      before = latest.time == .never ? nil : latest
      latest = place
    } else if place.time == latest.time {
      latest = place
    } else if place.time >= before?.time ?? .never {
      before = place
    }
    let gap = before.map { latest.time - $0.time } ?? 0
    record.store(latest.packed, at: offset)
    record.store(before?.code ?? 0, at: offset + 8)
    record.store(UInt32(truncatingIfNeeded: gap), at: offset + 9)
    record.store(gap < 1 << 40 ? UInt8(truncatingIfNeeded: gap >> 32) : 0, at: offset + 13)
    if gap >= 1 << 40 { record.store(0 as UInt32, at: offset + 9) }
  }

  private func distance(_ subject: Subject, _ record: RecordBytes) -> Bounds {
    let unknown = Bounds(low: 0, high: .max)
    guard let country = subject.country, let last = lastPlace(subject, record),
      let metres = Geography.shared.metres(from: last.code, to: country)
    else { return unknown }
    return Bounds(exactly: metres)
  }

  /// In metres an hour; whole ones, rounded down.
  private func speed(_ subject: Subject, _ record: RecordBytes) -> Bounds {
    let unknown = Bounds(low: 0, high: .max)
    guard let country = subject.country, let last = lastPlace(subject, record),
      let metres = Geography.shared.metres(from: last.code, to: country)
    else { return unknown }
    return Bounds(exactly: metres * 3_600_000 / Int64(subject.requestTime - last.time))
  }

  // MARK: - Amounts

  private struct Amounts {
    var count: UInt32
    var sum: UInt64
    var squares: Double

    /// From here on nothing more is counted; from here on the sum is not known.
    static let countMaximum: UInt32 = 1 << 24 - 1
    static let sumMaximum: UInt64 = 1 << 56 - 1
  }

  private func amounts(_ record: RecordBytes, at offset: Int) -> Amounts {
    Amounts(
      count: record.load(UInt32.self, at: offset) & Amounts.countMaximum,
      sum: record.loadSeven(at: offset + 3), squares: record.load(at: offset + 10))
  }

  /// Of all before, those that cannot be converted left out.
  private func amountsBefore(_ subject: Subject, _ record: RecordBytes) -> Amounts? {
    guard let offset = amountsOffset else { return nil }
    var amounts = amounts(record, at: offset)
    if subject.isEntered && subject.amount.isExact && amounts.count > 0 {
      let own = UInt64(max(0, subject.amount.low))
      amounts.count -= 1
      amounts.sum = amounts.sum >= own ? amounts.sum - own : 0
      amounts.squares = max(0, amounts.squares - Double(own) * Double(own))
    }
    return amounts.count > 0 && amounts.sum < Amounts.sumMaximum ? amounts : nil
  }

  private func usualAmount(_ subject: Subject, _ record: RecordBytes) -> RealBounds {
    guard let amounts = amountsBefore(subject, record) else { return .widest }
    let mean = Double(amounts.sum) / Double(amounts.count)
    return RealBounds(low: mean, high: mean)
  }

  /// Squares are added up in floating point: the bounds hold what rounding may have done.
  private func amountSpread(_ subject: Subject, _ record: RecordBytes) -> RealBounds {
    guard let amounts = amountsBefore(subject, record) else { return .widest }
    let count = Double(amounts.count)
    let mean = Double(amounts.sum) / count
    let ownSquare = subject.isEntered && subject.amount.isExact ? Double(subject.amount.low) : 0
    let scale = amounts.squares + ownSquare * ownSquare
    let error = scale * (count + 4) * 2.3e-16 / count + mean * mean * 1e-15
    let variance = amounts.squares / count - mean * mean
    return RealBounds(
      low: max(0, variance - error).squareRoot(), high: max(0, variance + error).squareRoot())
  }

  // MARK: - Events

  /// Takes in an event.
  func enter(_ subject: Subject, isCardPresent: Bool, in record: RecordBytes) {
    let time = subject.requestTime
    if let offset = firstSeenOffset {
      let first = Moment(count: record.loadSeven(at: offset))
      if first == .never || time < first { record.storeSeven(time.count, at: offset) }
    }
    if let offset = timesOffset { enterLatest(time, at: offset, in: record) }
    if let country = subject.country {
      if isCardPresent, let offset = placesOffset {
        enterPlace(Stamp(code: country, time: time), at: offset, in: record)
      }
      enterCountry(country, time, in: record)
    }
    if let merchant = subject.merchant { enterMerchant(merchant, time, in: record) }
    enterAmount(subject.amount, in: record)
  }

  /// Keeps the two latest times that differ.
  private func enterLatest(_ time: Moment, at offset: Int, in record: RecordBytes) {
    let latest = Moment(count: record.load(at: offset))
    if time > latest {
      record.store(latest.count, at: offset + 8)
      record.store(time.count, at: offset)
    } else if time < latest, time > Moment(count: record.load(at: offset + 8)) {
      record.store(time.count, at: offset + 8)
    }
  }

  private func enterCountry(_ country: UInt8, _ time: Moment, in record: RecordBytes) {
    guard let offset = countriesOffset else { return }
    let place = offset + Int(country >> 3)
    let byte: UInt8 = record.load(at: place)
    let newest = Stamp(record.load(UInt64.self, at: offset + 32))
    if byte >> (country & 7) & 1 == 0 {
      record.store(byte | 1 << (country & 7), at: place)
      guard time >= newest.time else { return }
      record.store(Stamp(code: country, time: time).packed, at: offset + 32)
    } else if newest.code == country && time < newest.time {
      // Used before its first use, by a row that came late: which one is the newest is not known.
      record.store(Stamp(code: Geography.unlisted, time: newest.time).packed, at: offset + 32)
    }
  }

  private func enterMerchant(_ merchant: UInt32, _ time: Moment, in record: RecordBytes) {
    guard let offset = merchantsOffset else { return }
    let last = Self.merchantCapacity - 1
    let place = (0...last).first { record.load(UInt32.self, at: offset + 4 * $0) == merchant }
    let after = offset + 4 * Self.merchantCapacity
    let newest = Moment(count: record.load(at: after))
    let isNewest = record.load(UInt32.self, at: after + 8) == merchant
    if place == nil {
      let isFull = record.load(UInt32.self, at: offset + 4 * last) != 0
      let isNew = record.load(UInt8.self, at: after + 12) == 0
      if isFull { record.store(1 as UInt8, at: after + 12) }
      if time >= newest {
        record.store(time.count, at: after)
        // One that may have been forgotten is not known to be new.
        record.store(isNew ? merchant : 0, at: after + 8)
      }
    } else if isNewest && time < newest {
      record.store(0 as UInt32, at: after + 8)
    }
    var index = place ?? last
    while index > 0 {
      record.store(record.load(UInt32.self, at: offset + 4 * (index - 1)), at: offset + 4 * index)
      index -= 1
    }
    record.store(merchant, at: offset)
  }

  private func enterAmount(_ amount: Bounds, in record: RecordBytes) {
    guard let offset = amountsOffset, amount.isExact, amount.low >= 0 else { return }
    var amounts = amounts(record, at: offset)
    guard amounts.count < Amounts.countMaximum else { return }
    let (sum, overflow) = amounts.sum.addingReportingOverflow(UInt64(amount.low))
    amounts.count += 1
    amounts.sum = overflow ? Amounts.sumMaximum : min(sum, Amounts.sumMaximum)
    amounts.squares += Double(amount.low) * Double(amount.low)
    // The fourth byte of the count is the first of the sum, which comes after.
    record.store(amounts.count, at: offset)
    record.storeSeven(amounts.sum, at: offset + 3)
    record.store(amounts.squares, at: offset + 10)
  }
}
