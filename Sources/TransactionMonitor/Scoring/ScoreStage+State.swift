/// The score's part of saved state: tables, labels that wait, and which reports were used.
///
/// A label tells where the record of its terminal is, which is another place in every run: it is
/// written as the number of a key in a list of those that labels speak of.
extension ScoreStage {
  private static let labelCountMaximum = 1 << 36

  // MARK: - Writing

  /// - Parameter key: Gives the key of the terminal at a place.
  func encode(to writer: inout StateWriter, key: (UInt32) -> SubjectKey) {
    writer.section("SCOR", version: 1)
    writer.integer(epoch)
    for count in counts.all { writer.count(count) }
    for cells in tables.all { Self.encode(cells, to: &writer) }
    let (numbers, places) = terminals
    writer.count(places.count)
    for place in places {
      let key = key(place)
      writer.integer(key.high)
      writer.integer(key.low)
    }
    writer.count(queue.hours.count)
    for hour in queue.hours {
      writer.integer(hour.hour)
      writer.count(hour.labels.count)
      for label in hour.labels { Self.encode(label, numbers, to: &writer) }
    }
    writer.count(reports.waiting.count)
    for waiting in reports.waiting {
      writer.integer(waiting.until.count)
      writer.integer(waiting.transaction.count)
      Self.encode(waiting.label, numbers, to: &writer)
    }
    writer.count(reports.isUsed.count)
    for isUsed in reports.isUsed { writer.bool(isUsed) }
  }

  private static func encode(_ cells: FraudCells, to writer: inout StateWriter) {
    for count in cells.frauds + cells.labels { writer.integer(count) }
  }

  private static func encode(
    _ label: PendingLabel, _ numbers: [UInt32: UInt32], to writer: inout StateWriter
  ) {
    var label = label
    label.terminal = numbers[label.terminal] ?? 0
    writer.integer(label.head)
    writer.integer(label.tail)
  }

  /// The terminals that labels speak of, numbered from 1 as they come.
  private var terminals: (numbers: [UInt32: UInt32], places: [UInt32]) {
    var numbers: [UInt32: UInt32] = [:]
    var places: [UInt32] = []
    for label in waitingLabels where label.terminal != 0 && numbers[label.terminal] == nil {
      places.append(label.terminal)
      numbers[label.terminal] = UInt32(places.count)
    }
    return (numbers, places)
  }

  private var waitingLabels: some Sequence<PendingLabel> {
    [queue.hours.lazy.flatMap(\.labels).map { $0 }, reports.waiting.map(\.label)].lazy.joined()
  }

  // MARK: - Reading

  /// - Parameter place: Gives the place of a terminal's record; 0 where there is none.
  mutating func restore(
    from reader: inout StateReader, place: (SubjectKey) -> UInt32
  ) throws(StateError) {
    try reader.section("SCOR", version: 1)
    epoch = try reader.integer()
    counts = try ScoreCounts(from: &reader)
    var tables = ScoreTables()
    try tables.restore(from: &reader)
    restore(tables)
    var places: [UInt32] = [0]
    for _ in 0..<(try reader.count("terminals", maximum: 1 << 32)) {
      places.append(place(SubjectKey(high: try reader.integer(), low: try reader.integer())))
    }
    queue = LabelQueue()
    for _ in 0..<(try reader.count("hours", maximum: 1 << 24)) {
      let hour: UInt64 = try reader.integer()
      for _ in 0..<(try reader.count("labels", maximum: Self.labelCountMaximum)) {
        queue.append(try Self.label(from: &reader, places), dueIn: hour)
      }
    }
    var waiting: [FraudReports.Waiting] = []
    for _ in 0..<(try reader.count("reports", maximum: Self.labelCountMaximum)) {
      waiting.append(
        FraudReports.Waiting(
          until: Moment(count: try reader.integer()),
          transaction: Moment(count: try reader.integer()),
          label: try Self.label(from: &reader, places)))
    }
    reports.restore(waiting)
    let used = try reader.count("reports", maximum: reports.isUsed.count)
    guard used == reports.isUsed.count else {
      throw .foreign(what: "\(used) reports of fraud, these are \(reports.isUsed.count)")
    }
    for index in 0..<used { reports.isUsed[index] = try reader.bool("report") }
  }

  private static func label(
    from reader: inout StateReader, _ places: [UInt32]
  ) throws(StateError) -> PendingLabel {
    let offset = reader.offset
    var label = PendingLabel(head: try reader.integer(), tail: try reader.integer())
    guard label.isSound, label.terminal < places.count else {
      throw .invalid(offset: offset, what: "label")
    }
    label.terminal = places[Int(label.terminal)]
    return label
  }

  // MARK: - Hash

  /// A hash of everything that later scores depend on, the records of the lanes apart.
  func hash(key: (UInt32) -> SubjectKey) -> UInt128 {
    var sum: UInt128 = 0
    for (index, cells) in tables.all.enumerated() {
      var hash = Mixing.spread(UInt64(index) &+ 0x5C0E)
      for count in cells.frauds + cells.labels {
        hash = Mixing.pair(hash, UInt64(bitPattern: count))
      }
      sum &+= Self.wide(hash)
    }
    for hour in queue.hours {
      for label in hour.labels { sum &+= Self.hash(label, hour.hour, key) }
    }
    for waiting in reports.waiting {
      sum &+= Self.hash(waiting.label, waiting.until.count ^ waiting.transaction.count, key)
    }
    return sum
  }

  private static func hash(
    _ label: PendingLabel, _ time: UInt64, _ key: (UInt32) -> SubjectKey
  ) -> UInt128 {
    let terminal = label.terminal == 0 ? 0 : key(label.terminal).hash
    let head = label.head &>> 32
    return wide(Mixing.pair(Mixing.pair(terminal, head), Mixing.pair(label.tail, time)))
  }

  private static func wide(_ hash: UInt64) -> UInt128 {
    UInt128(hash) << 64 | UInt128(Mixing.spread(hash ^ 0x9E37_79B9_7F4A_7C15))
  }
}

extension ScoreTables {
  /// In the order in which they are written.
  var all: [FraudCells] {
    [habits, moods, ratios, amounts, runs, ages, lengths, contexts]
  }

  mutating func restore(from reader: inout StateReader) throws(StateError) {
    try habits.restore(from: &reader)
    try moods.restore(from: &reader)
    try ratios.restore(from: &reader)
    try amounts.restore(from: &reader)
    try runs.restore(from: &reader)
    try ages.restore(from: &reader)
    try lengths.restore(from: &reader)
    try contexts.restore(from: &reader)
  }
}

extension FraudCells {
  mutating func restore(from reader: inout StateReader) throws(StateError) {
    let offset = reader.offset
    var counts: [Int64] = []
    for _ in 0..<2 * frauds.count { counts.append(try reader.integer()) }
    guard
      let cells = FraudCells(
        frauds: Array(counts[..<frauds.count]), labels: Array(counts[frauds.count...]))
    else { throw .invalid(offset: offset, what: "table of the score") }
    self = cells
  }
}

extension ScoreCounts {
  /// In the order in which they are written.
  var all: [Int] { [scored, genuine, frauds, unknown, early, contradicted, repeated] }

  init(from reader: inout StateReader) throws(StateError) {
    scored = try reader.count("transactions", maximum: .max)
    genuine = try reader.count("labels", maximum: .max)
    frauds = try reader.count("labels", maximum: .max)
    unknown = try reader.count("reports", maximum: .max)
    early = try reader.count("reports", maximum: .max)
    contradicted = try reader.count("reports", maximum: .max)
    repeated = try reader.count("reports", maximum: .max)
  }
}
