/// How the records of a lane are laid out, computed from its plan: nothing is kept that nothing
/// asks for.
struct LaneLayout: Sendable {
  let plan: LanePlan
  private(set) var ring: Ring?
  private(set) var ringAggregates: [RingAggregate] = []
  /// Counts that a batch makes sixteen at a time.
  private(set) var ringTallies: [RingTally] = []
  /// What leaves the ring too early is counted in a record of its own, which few cards have.
  private(set) var overflow = SeriesSet()
  private(set) var series = SeriesSet()
  private(set) var seriesAggregates: [SeriesAggregate] = []
  private(set) var distincts: [DistinctTable] = []
  private(set) var latest: [LatestPair] = []
  private(set) var profile: Profile?
  private(set) var score: LaneScore?
  /// Bytes in use of a record.
  private(set) var usedByteCount = RecordHeader.byteCount
  /// Bytes in use of an overflow record.
  private(set) var usedOverflowByteCount = LaneLayout.overflowHeadByteCount

  /// A header, then when the newest event that left did happen.
  static let overflowEvictedOffset = 32
  static let overflowHeadByteCount = 40
  /// The longest window, in milliseconds: 40 days.
  static let windowMaximum: Int64 = 40 * 86_400_000

  /// Bytes that a record takes, which is whole cache lines.
  var recordByteCount: Int { Self.wholeLines(usedByteCount) }
  /// Bytes that an overflow record takes; nil where there is none.
  var overflowByteCount: Int? { ring == nil ? nil : Self.wholeLines(usedOverflowByteCount) }

  /// Whether records hold no more than when their subject was seen.
  var isBare: Bool {
    ring == nil && series.series.isEmpty && distincts.isEmpty && latest.isEmpty && profile == nil
      && score == nil
  }

  private static func wholeLines(_ byteCount: Int) -> Int { (byteCount + 63) / 64 * 64 }

  /// The most bytes that a record of a subject may take.
  static func byteCountMaximum(_ subject: Subject) -> Int { subject == .card ? 1_024 : 4_096 }

  init(_ plan: LanePlan) throws(PlanError) {
    self.plan = plan
    try check()
    for asked in plan.aggregates where isInRing(asked.what) { addToRing(asked) }
    placeRing()
    for asked in plan.aggregates where !isInRing(asked.what) { addToSeries(asked) }
    placeSeries()
    placeProfile()
    if let score = plan.score {
      self.score = LaneScore(plan: score, offset: take(LaneScore.byteCount(plan.subject)))
    }
    let maximum = Self.byteCountMaximum(plan.subject)
    guard recordByteCount <= maximum else {
      throw .recordTooLarge(
        subject: plan.subject, byteCount: usedByteCount, maximum: maximum)
    }
  }

  private func isInRing(_ aggregate: Aggregate) -> Bool {
    plan.subject == .card && aggregate.windowMilliseconds <= Ring.windowMaximum
  }

  // MARK: - Checks

  private func check() throws(PlanError) {
    let subject = plan.subject
    guard plan.predicates.count <= LanePlan.predicateMaximum else {
      throw .tooManyPredicates(subject: subject, count: plan.predicates.count)
    }
    for asked in plan.aggregates { try check(asked.what) }
    let windows = Set(plan.aggregates.map(\.what.windowMilliseconds)).count
    guard windows <= 16 else {
      throw .tooManyWindows(subject: subject, count: windows, maximum: 16)
    }
    guard plan.profile.isEmpty || subject == .card else {
      throw .profileOutsideCard(subject: subject)
    }
    let asksForAmount = plan.profile.contains {
      $0.what == .usualAmount || $0.what == .amountSpread
    }
    guard !asksForAmount || plan.amountColumn != nil else {
      throw .noAmountColumn(subject: subject)
    }
  }

  private func check(_ aggregate: Aggregate) throws(PlanError) {
    let subject = plan.subject
    guard 1...Self.windowMaximum ~= aggregate.windowMilliseconds else {
      throw .windowOutOfRange(subject: subject, milliseconds: aggregate.windowMilliseconds)
    }
    let isDefined =
      switch aggregate.operation {
      case .count, .rate: aggregate.value == nil
      case .sum, .max, .min, .mean, .stddev: aggregate.value == .amount
      case .distinct: aggregate.value.map { $0 != .amount && $0 != .time } ?? false
      case .last: aggregate.value != nil
      }
    guard isDefined else {
      throw .notDefined(
        operation: aggregate.operation, value: aggregate.value, subject: subject)
    }
    guard aggregate.value != .amount || plan.amountColumn != nil else {
      throw .noAmountColumn(subject: subject)
    }
    let maximum = DistinctTable.capacityMaximum
    guard aggregate.distinctMaximum <= maximum else {
      throw .tooManyValues(
        subject: subject, count: aggregate.distinctMaximum, maximum: maximum)
    }
  }

  // MARK: - Ring

  private mutating func addToRing(_ asked: LanePlan.Asked<Aggregate>) {
    let what = asked.what
    var ring = self.ring ?? Ring(predicateCount: plan.predicates.count)
    let window = UInt64(what.windowMilliseconds)
    if !ring.windows.contains(window) { ring.windows.append(window) }
    if let predicate = what.predicate {
      ring.certainOffsets[predicate] = 0
      if plan.predicates[predicate].canBeUndecided { ring.possibleOffsets[predicate] = 0 }
    }
    if what.countsReversals { ring.reversalsOffset = 0 }
    if what.value == .amount { ring.amountsOffset = 0 }
    if let value = what.value { ring.keep(value, isGivenBack: what.operation == .last) }
    self.ring = ring
    ringAggregates.append(
      RingAggregate(
        operation: what.operation, column: asked.column, window: 0,
        countsReversals: what.countsReversals, source: .none,
        overflow: overflow.parts(of: what, column: asked.column, bucketsPerWindow: 8)))
  }

  /// Gives each part its place, now that all of them are known.
  private mutating func placeRing() {
    guard var ring else { return }
    ring.windows.sort()
    ring.keptMilliseconds = (ring.windows.last ?? 0) + 3_600_000
    placeMasks(&ring)
    // Sixteen masks are read at once, and from the last on something must follow that is as long.
    ring.timesOffset = take(4 * Ring.capacity)
    if ring.amountsOffset != nil { ring.amountsOffset = take(4 * Ring.capacity) }
    for index in ring.fields.indices {
      ring.fields[index].offset = take(ring.fields[index].width * Ring.capacity)
    }
    self.ring = ring
    let asked = plan.aggregates.map(\.what).filter(isInRing)
    for (index, what) in asked.enumerated() { link(index, what, ring) }
    usedOverflowByteCount = overflow.place(from: Self.overflowHeadByteCount)
  }

  private mutating func placeMasks(_ ring: inout Ring) {
    var properties: [RingMasks.Property] = []
    let start = usedByteCount
    if ring.reversalsOffset != nil {
      ring.reversalsOffset = take(2)
      properties.append(.isReversal)
    }
    for index in plan.predicates.indices {
      if ring.certainOffsets[index] != nil {
        ring.certainOffsets[index] = take(2)
        properties.append(.isCertain(index))
      }
      if ring.possibleOffsets[index] != nil {
        ring.possibleOffsets[index] = take(2)
        properties.append(.isPossible(index))
      }
    }
    ring.masks = stride(from: 0, to: properties.count, by: 16).map {
      RingMasks(
        properties[$0..<min($0 + 16, properties.count)], offset: start + 2 * $0)
    }
  }

  private mutating func link(_ index: Int, _ what: Aggregate, _ ring: Ring) {
    ringAggregates[index].window =
      ring.windows.firstIndex(of: UInt64(what.windowMilliseconds)) ?? 0
    if let predicate = what.predicate {
      ringAggregates[index].certainOffset = ring.certainOffsets[predicate]
      ringAggregates[index].possibleOffset = ring.possibleOffsets[predicate]
      let isCount = what.operation == .count || what.operation == .rate
      if isCount && !what.countsReversals {
        ringAggregates[index].certainTally = tally(index, ring.certainOffsets[predicate], ring)
        ringAggregates[index].possibleTally = tally(
          index, ring.possibleOffsets[predicate] ?? ring.certainOffsets[predicate], ring)
      }
    }
    ringAggregates[index].source =
      switch what.value {
      case nil: .none
      case .amount: .amount
      case .time: .time
      case let value?: ring.fields.firstIndex { $0.value == value }.map { .field($0) } ?? .none
      }
  }

  /// Where the count of the slots that a mask at an offset has in the window will stand: which
  /// sixteen numbers, and which of them.
  private mutating func tally(_ index: Int, _ offset: Int?, _ ring: Ring) -> Int? {
    guard let offset, let first = ring.masks.first?.offset else { return nil }
    let place = (offset - first) / 2
    let tally = RingTally(window: ringAggregates[index].window, masks: place / 16)
    let known = ringTallies.firstIndex(of: tally) ?? ringTallies.count
    if known == ringTallies.count { ringTallies.append(tally) }
    return known * LaneBatch.capacity * 16 + place % 16
  }

  private mutating func take(_ byteCount: Int) -> Int {
    defer { usedByteCount += byteCount }
    return usedByteCount
  }

  // MARK: - Counts and sums by time

  private mutating func addToSeries(_ asked: LanePlan.Asked<Aggregate>) {
    let what = asked.what
    let isSmall = plan.subject == .card || plan.subject == .terminal
    var aggregate = SeriesAggregate(operation: what.operation, column: asked.column)
    if what.operation != .distinct {
      aggregate = series.parts(
        of: what, column: asked.column, bucketsPerWindow: isSmall ? 8 : 32,
        smallness: isSmall ? smallness(of: what.predicate) : .none)
    }
    let selection: Series.Selection = what.countsReversals ? .both : .events
    let window = UInt64(what.windowMilliseconds)
    if what.operation == .distinct, let value = what.value {
      aggregate.distinct = distincts.count
      distincts.append(
        DistinctTable(
          window: window, capacity: max(1, what.distinctMaximum), predicate: what.predicate ?? -1,
          selection: selection, value: value))
    }
    if what.operation == .last, let value = what.value {
      aggregate.latest = latest.count
      latest.append(
        LatestPair(
          window: window, predicate: what.predicate ?? -1, selection: selection, value: value))
    }
    seriesAggregates.append(aggregate)
  }

  /// How short the cells of a series that counts by a predicate may be.
  private func smallness(of predicate: Int?) -> SeriesSet.Smallness {
    guard let predicate else { return .all }
    let condition = plan.predicates[predicate]
    guard !condition.canBeUndecided else { return .none }
    return condition.now == condition.pending ? .all : .countsAndSums
  }

  private mutating func placeSeries() {
    usedByteCount = series.place(from: usedByteCount)
    for index in distincts.indices { distincts[index].offset = take(distincts[index].byteCount) }
    for index in latest.indices { latest[index].offset = take(LatestPair.byteCount) }
  }

  // MARK: - Profile

  private mutating func placeProfile() {
    guard !plan.profile.isEmpty else { return }
    var profile = Profile()
    profile.asked = plan.profile
    for fact in Set(plan.profile.map(\.what)).sorted(by: { $0.rawValue < $1.rawValue }) {
      switch fact {
      case .isFirstUseOfCountry: profile.countriesOffset = take(Profile.countriesByteCount)
      case .isFirstUseOfMerchant: profile.merchantsOffset = take(Profile.merchantsByteCount)
      case .isFirstUse, .age:
        profile.firstSeenOffset = profile.firstSeenOffset ?? take(Profile.firstSeenByteCount)
      case .distance, .speed:
        profile.placesOffset = profile.placesOffset ?? take(Profile.placesByteCount)
      case .timeSinceLast: profile.timesOffset = take(Profile.timesByteCount)
      case .usualAmount, .amountSpread:
        profile.amountsOffset = profile.amountsOffset ?? take(Profile.amountsByteCount)
      }
    }
    self.profile = profile
  }
}

extension Ring {
  /// A ring of events of which nothing is kept yet but their times.
  init(predicateCount: Int) {
    certainOffsets = Array(repeating: nil, count: predicateCount)
    possibleOffsets = Array(repeating: nil, count: predicateCount)
  }

  /// Makes room for a value, wide enough for all that is asked of it.
  mutating func keep(_ value: Aggregate.Value, isGivenBack: Bool) {
    let width = value.width(isGivenBack: isGivenBack)
    guard width > 0 else { return }
    if let index = fields.firstIndex(where: { $0.value == value }) {
      fields[index].width = max(fields[index].width, width)
    } else {
      fields.append(Field(value: value, offset: 0, width: width))
    }
  }
}

extension SeriesSet {
  /// Which series of a condition may have small cells.
  enum Smallness {
    case none
    /// Counts and sums, from which an answer takes an event away again; from maxima it cannot.
    case countsAndSums
    case all
  }

  /// Adds what an aggregate needs and is not yet there.
  mutating func parts(
    of what: Aggregate, column: Int, bucketsPerWindow: Int, smallness: Smallness = .none
  ) -> SeriesAggregate {
    let timeline = Timeline(
      windowMilliseconds: what.windowMilliseconds, bucketsPerWindow: bucketsPerWindow)
    let selection: Series.Selection = what.countsReversals ? .both : .events
    let predicate = what.predicate ?? -1
    let count: Series.Kind = smallness == .none ? .count : .smallCount
    let sum: Series.Kind = smallness == .none ? .sum : .smallSum
    var parts = SeriesAggregate(operation: what.operation, column: column)
    switch what.operation {
    case .count, .distinct: parts.count = add(count, timeline, predicate, selection)
    case .rate:
      parts.count = add(.count, timeline, predicate, selection)
      parts.allCount = add(.count, timeline, -1, selection)
    case .sum, .mean:
      parts.sum = add(sum, timeline, predicate, .events)
      if what.countsReversals { parts.reversedSum = add(sum, timeline, predicate, .reversals) }
      if what.operation == .mean { parts.count = add(count, timeline, predicate, selection) }
    case .stddev:
      parts.sum = add(.sum, timeline, predicate, .events)
      if what.countsReversals { parts.reversedSum = add(.sum, timeline, predicate, .reversals) }
      parts.count = add(.count, timeline, predicate, selection)
      parts.squares = add(.squares, timeline, predicate, selection)
    case .max:
      parts.extreme = add(
        smallness == .all ? .smallMaximum : .maximum, timeline, predicate, selection)
    case .min: parts.extreme = add(.minimum, timeline, predicate, selection)
    case .last: break
    }
    return parts
  }

  private mutating func add(
    _ kind: Series.Kind, _ timeline: Timeline, _ predicate: Int, _ selection: Series.Selection
  ) -> Int {
    let index = timelines.firstIndex(of: timeline) ?? timelines.count
    if index == timelines.count { timelines.append(timeline) }
    let new = Series(kind: kind, timeline: index, predicate: predicate, selection: selection)
    if let known = series.firstIndex(of: new) { return known }
    series.append(new)
    return series.count - 1
  }

  /// Gives each series its place in the record; returns where the next thing may stand.
  mutating func place(from offset: Int) -> Int {
    var next = offset
    for index in series.indices {
      series[index].offset = next
      next += series[index].byteCount(heldCount: timelines[series[index].timeline].heldCount)
    }
    return next
  }
}
