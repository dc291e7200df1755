internal import CardCore
internal import GRDB

/// The states of one PAN made again from what is on record: how its cards began, and the events
/// since.
struct PANHistory {
  /// Up to where a history is told.
  struct Moment {
    /// What had happened by then, recorded or not.
    var effective = Instant.latest
    /// What the registry knew by then.
    var recorded = Instant.latest
  }

  /// What the records come to.
  struct Told {
    var state: PANState
    /// How many acts and imports changed it.
    var changes: Int64 = 0
  }

  private let db: Database
  private let pan: Int64

  init(db: Database, pan: Int64) {
    self.db = db
    self.pan = pan
  }

  /// Tells the history from its start.
  ///
  /// - Returns: nil for a PAN of which a card was taken in by a version that did not keep how it
  ///   was then.
  /// - Throws: ``RegistryError/Code/damaged`` for a record that is none of an act.
  func told(until moment: Moment = Moment()) throws -> Told? {
    guard var starts = try starts() else { return nil }
    var told: Told?
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT sequence, recordedAt, record FROM audit
          WHERE sequence IN (SELECT sequence FROM auditSubject WHERE subject = ?) ORDER BY sequence
          """), arguments: ["pan:\(pan)"])
    while let row = try rows.next() {
      let sequence: Int64 = row[0]
      try begin(&told, with: &starts, before: sequence, until: moment)
      guard row[1] <= moment.recorded.millisecondsSince1970 else { break }
      try apply(row[2], to: &told, until: moment)
    }
    try begin(&told, with: &starts, before: .max, until: moment)
    return try told ?? Told(state: PANState(product: product(), standing: Standing()))
  }

  // MARK: - Starts

  /// The cards that imports took in, by the record of the import, the earliest last.
  private func starts() throws -> [(record: Int64, time: Instant, cards: [CardStart])]? {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT card.origin, audit.recordedAt, card.expiry, card.sequenceNumber, card.start
          FROM card JOIN audit ON audit.sequence = card.origin
          WHERE card.pan = ? AND audit.record LIKE '%"act":"import"%' ORDER BY card.origin, card.id
          """), arguments: [pan])
    var starts: [(record: Int64, time: Instant, cards: [CardStart])] = []
    for row in rows {
      guard let text: String = row[4] else { return nil }
      let time = Instant(millisecondsSince1970: row[1])
      let start = try CardStart(
        reading: text, of: CardRows.key(expiry: row[2], sequenceNumber: row[3]), at: time)
      if let last = starts.indices.last, starts[last].record == row[0] {
        starts[last].cards.append(start)
      } else {
        starts.append((row[0], time, [start]))
      }
    }
    return starts.reversed()
  }

  /// Takes in the cards of the imports before a record.
  private func begin(
    _ told: inout Told?, with starts: inout [(record: Int64, time: Instant, cards: [CardStart])],
    before sequence: Int64, until moment: Moment
  ) throws {
    while let next = starts.last, next.record < sequence {
      starts.removeLast()
      guard next.time <= moment.recorded else { continue }
      if told == nil {
        var state = PANState(product: try product())
        state.pin = .active(triesLeft: PINState.triesMax)
        told = Told(state: state)
      } else {
        told?.changes += 1
      }
      for start in next.cards where start.time <= moment.effective {
        told?.state.cards.append(start.card)
        if let opposition = start.opposition, told?.state.opposition == nil {
          told?.state.opposition = opposition
        }
      }
    }
  }

  private func product() throws -> String {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT product FROM pan WHERE id = ?"), arguments: [pan]) ?? ""
  }

  // MARK: - Records

  private func apply(_ record: String, to told: inout Told?, until moment: Moment) throws {
    guard let value = try? JSONReader().read(record), let object = value.object else {
      throw CardRows.damaged
    }
    guard object["act"]?.string == "act" else { return }
    if told == nil {
      told = Told(state: try Self.start(object["start"]) ?? PANState(product: product()))
    }
    for (index, event) in (object["events"]?.array ?? []).enumerated() {
      let event = try CardRows.reading { () throws(StoredFormError) in
        try Event(event, at: "events[\(index)]")
      }
      if event.effective <= moment.effective { told?.state.apply(event) }
    }
    told?.changes += 1
  }

  /// A PAN before its first card: of which product, and what was known of its holder.
  private static func start(_ value: JSONValue?) throws -> PANState? {
    guard let value else { return nil }
    return try CardRows.reading { () throws(StoredFormError) in
      let object = try StoredObject(value, at: "start", names: ["product", "standing"])
      let standing = try Standing(
        try object.value("standing", "an object") { $0 }, at: "start.standing")
      return PANState(product: try object.text("product"), standing: standing)
    }
  }
}
