extension Monitor {
  /// The most records of one lane that saved state may have.
  private static let recordCountMaximum = 1 << 32
  private static let textByteCountMaximum = 4_096

  /// What the records hold, a line each: see ``RuleJudge/layoutLines``.
  public var layoutLines: [String] { judge.layoutLines }

  // MARK: - Writing

  /// Writes all that judging the next row depends on: records, quiet map, counters.
  public func encode(to writer: inout StateWriter) {
    writer.section("MONI", version: 2)
    writer.integer(now.count)
    encodeRules(to: &writer)
    writer.section("LANE", version: UInt16(RecordHeader.version))
    writer.count(stores.count)
    for shards in stores {
      guard let first = shards.first else { continue }
      writer.integer(first.lane.subject.rawValue)
      writer.count(first.recordByteCounts.record)
      writer.count(first.recordByteCounts.overflow)
      writer.count(shards.count)
      for store in shards { store.encode(to: &writer, now: now) }
    }
    writer.bool(scoring != nil)
    scoring?.encode(to: &writer, key: terminalKey)
    writer.section("MEND", version: 1)
  }

  /// The key of the terminal at a place that a label tells of.
  func terminalKey(at place: UInt32) -> SubjectKey {
    stores(of: .terminal)[LaneShelf.shard(ofPlace: place)].key(at: place)
  }

  private func terminalPlace(of key: SubjectKey) -> UInt32 {
    let terminals = stores(of: .terminal)
    let shard = LaneShelf.shard(of: key.hash, terminals.count)
    return terminals[shard].place(of: key, shard: shard)
  }

  private func restoreScoring(from reader: inout StateReader) throws(StateError) {
    let isScored = try reader.bool("score")
    guard isScored == (scoring != nil) else {
      throw .foreign(what: isScored ? "with a score" : "without a score")
    }
    try scoring?.restore(from: &reader, place: terminalPlace)
    lendRates()
  }

  private func encodeRules(to writer: inout StateWriter) {
    writer.section("RULE", version: 1)
    writer.count(endStage.rules.count)
    for (rule, counts) in zip(endStage.rules, endStage.counts) {
      writer.text(rule.id)
      for count in [counts.alerts, counts.suppressed, counts.snoozed, counts.undecided] {
        writer.count(count)
      }
    }
    let quiet = endStage.quiet.sorted(now: now)
    writer.count(quiet.count)
    for (key, entry) in quiet {
      writer.integer(UInt32(key.rule))
      writer.integer(key.subject.high)
      writer.integer(key.subject.low)
      writer.integer(entry.until.count)
      writer.count(entry.suppressedCount)
      writer.text(entry.name)
    }
  }

  // MARK: - Reading

  /// Takes on saved state in place of this monitor's own, which must be untouched.
  ///
  /// Rules are matched by id: what was counted of a rule that is no longer there is dropped. The
  /// number of shards may be another one.
  /// - Throws: ``StateError/foreign(what:)`` where records are laid out otherwise; the monitor is
  ///   then of no more use.
  public func restore(from reader: inout StateReader) throws(StateError) {
    try reader.section("MONI", version: 2)
    now = Moment(count: try reader.integer())
    try restoreRules(from: &reader)
    try reader.section("LANE", version: UInt16(RecordHeader.version))
    let laneCount = try reader.count("lanes", maximum: Subject.allCases.count)
    guard laneCount == stores.count else {
      throw .foreign(what: "\(laneCount) lanes, these have \(stores.count)")
    }
    for shards in stores { try restoreLane(shards, from: &reader) }
    try restoreScoring(from: &reader)
    try reader.section("MEND", version: 1)
  }

  private func restoreRules(from reader: inout StateReader) throws(StateError) {
    try reader.section("RULE", version: 1)
    let count = try reader.count("rules", maximum: 1 << 16)
    var places: [Int?] = []
    for _ in 0..<count {
      let id = try reader.text("rule id", byteCountMaximum: Self.textByteCountMaximum)
      var counts = RuleCounts()
      counts.alerts = try reader.count("alerts", maximum: .max)
      counts.suppressed = try reader.count("suppressed alerts", maximum: .max)
      counts.snoozed = try reader.count("snoozed alerts", maximum: .max)
      counts.undecided = try reader.count("undecided rows", maximum: .max)
      let place = endStage.rules.firstIndex { $0.id == id }
      if let place { endStage.counts[place] = counts }
      places.append(place)
    }
    for _ in 0..<(try reader.count("quiet entries", maximum: Self.recordCountMaximum)) {
      try restoreQuiet(places, from: &reader)
    }
  }

  private func restoreQuiet(
    _ places: [Int?], from reader: inout StateReader
  ) throws(StateError) {
    let offset = reader.offset
    let rule = Int(try reader.integer(UInt32.self))
    guard rule < places.count else { throw .invalid(offset: offset, what: "rule of a quiet entry") }
    let subject = SubjectKey(high: try reader.integer(), low: try reader.integer())
    let entry = QuietMap.Entry(
      until: Moment(count: try reader.integer()),
      suppressedCount: try reader.count("suppressed alerts", maximum: .max),
      name: try reader.text("subject", byteCountMaximum: Self.textByteCountMaximum))
    guard let place = places[rule] else { return }
    endStage.quiet.restore(QuietMap.Key(rule: place, subject: subject), entry)
  }

  private func restoreLane(
    _ shards: [LaneStore], from reader: inout StateReader
  ) throws(StateError) {
    guard let first = shards.first else { return }
    let offset = reader.offset
    let subject = try reader.value(Subject.self, "subject of a lane")
    guard subject == first.lane.subject else {
      throw .invalid(offset: offset, what: "subject of a lane")
    }
    let sizes = first.recordByteCounts
    for (what, size) in [("a record", sizes.record), ("an overflow record", sizes.overflow)] {
      let found = try reader.count("bytes a record", maximum: Arena.segmentByteCount)
      guard found == size else {
        throw .foreign(what: "\(what) of \(subject.name) has \(found) bytes, here \(size)")
      }
    }
    for _ in 0..<(try reader.count("shards", maximum: 64)) {
      try restoreRecords(shards, sizes.record, isOverflow: false, from: &reader)
      try restoreRecords(shards, sizes.overflow, isOverflow: true, from: &reader)
    }
  }

  private func restoreRecords(
    _ shards: [LaneStore], _ byteCount: Int, isOverflow: Bool, from reader: inout StateReader
  ) throws(StateError) {
    for _ in 0..<(try reader.count("records", maximum: Self.recordCountMaximum)) {
      let offset = reader.offset
      let bytes = try reader.raw(byteCount: byteCount)
      var head = StateReader(Array(bytes[..<RecordHeader.keyByteCount]))
      let key = SubjectKey(high: try head.integer(), low: try head.integer())
      guard key != .none, RecordHeader.version(in: bytes) == RecordHeader.version else {
        throw .invalid(offset: offset, what: "head of a record")
      }
      let shard = LaneShelf.shard(of: key.hash, shards.count)
      shards[shard].restore(bytes, key: key, isOverflow: isOverflow)
    }
  }
}
