/// The score's part of saved state: tables, labels that wait, and which reports were used.
///
/// A label tells where the record of its terminal is, which is another place in every run: it is
/// written as the number of a key in a list of those that labels speak of.
extension ScoreStage {
  private static let labelCountMaximum = 1 << 36

  // MARK: - Writing

  /// - Parameter key: Gives the key of the terminal at a place.
  func encode(to writer: inout StateWriter, key: (UInt32) -> SubjectKey) {
    writer.section("SCOR", version: 2)
    writer.integer(epoch)
    for count in counts.all { writer.count(count) }
    for cell in tables.counts.cells {
      writer.integer(cell.x)
      writer.integer(cell.y)
    }
    let (numbers, places) = terminals
    writer.count(places.count)
    for place in places {
      let key = key(place)
      writer.integer(key.high)
      writer.integer(key.low)
    }
    writer.count(queue.pieceCount)
    queue.visitPieces { piece, labels in
      writer.integer(piece.hour)
      // Where the file has lost them, this is state that cannot be read.
      writer.count(piece.count)
      for label in labels { Self.encode(label, numbers, to: &writer) }
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
    func add(_ label: PendingLabel) {
      guard label.terminal != 0, numbers[label.terminal] == nil else { return }
      places.append(label.terminal)
      numbers[label.terminal] = UInt32(places.count)
    }
    queue.visitPieces { for label in $1 { add(label) } }
    for waiting in reports.waiting { add(waiting.label) }
    return (numbers, places)
  }

  // MARK: - Reading

  /// - Parameter place: Gives the place of a terminal's record; 0 where there is none.
  mutating func restore(
    from reader: inout StateReader, place: (SubjectKey) -> UInt32
  ) throws(StateError) {
    try reader.section("SCOR", version: 2)
    epoch = try reader.integer()
    counts = try ScoreCounts(from: &reader)
    restore(try ScoreTables(from: &reader))
    var places: [UInt32] = [0]
    for _ in 0..<(try reader.count("terminals", maximum: 1 << 32)) {
      places.append(place(SubjectKey(high: try reader.integer(), low: try reader.integer())))
    }
    queue.removeAll()
    for _ in 0..<(try reader.count("pieces", maximum: 1 << 24)) {
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
    var hash = Mixing.spread(0x5C0E)
    for cell in tables.counts.cells {
      hash = Mixing.pair(hash, UInt64(bitPattern: cell.x))
      hash = Mixing.pair(hash, UInt64(bitPattern: cell.y))
    }
    sum &+= Self.wide(hash)
    queue.visitPieces { piece, labels in
      for label in labels { sum &+= Self.hash(label, piece.hour, key) }
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
  init(from reader: inout StateReader) throws(StateError) {
    let offset = reader.offset
    var cells: [FraudCells.Cell] = []
    for _ in 0..<Self.cellCount {
      cells.append(FraudCells.Cell(try reader.integer(), try reader.integer()))
    }
    guard let tables = ScoreTables(cells) else {
      throw .invalid(offset: offset, what: "tables of the score")
    }
    self = tables
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
