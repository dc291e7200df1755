internal import CardCore
internal import GRDB

/// The tables of PANs and cards as a transaction sees them: values out, changes in.
struct CardRows {
  let db: Database

  /// The state of a PAN with what else its rows say.
  struct Found {
    /// The row of the PAN.
    let pan: Int64
    let state: PANState
    /// How many acts it has seen.
    let revision: Int64
    /// The PAN as it may be shown.
    let masked: String
    let holder: Int64
    /// The rows of its cards.
    var rows: [CardKey: Int64]
  }

  /// Which row a card has: its PAN and what tells it from the others.
  func place(of card: Int64) throws -> (pan: Int64, key: CardKey) {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT pan, expiry, sequenceNumber FROM card WHERE id = ?"),
      arguments: [card])
    guard let row else { throw RegistryError(.notFound, "there is no card \(card)") }
    return (row[0], try Self.key(expiry: row[1], sequenceNumber: row[2]))
  }

  /// The PAN in a row, with all its cards.
  func find(_ pan: Int64) throws -> Found {
    let statement = try db.cachedStatement(
      sql: """
        SELECT revision, detail, iin, digitCount, lastFour, holder FROM pan WHERE id = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [pan]) else {
      throw RegistryError(.notFound, "there is no PAN \(pan)")
    }
    var cards: [Card] = []
    var rows: [CardKey: Int64] = [:]
    let statementOfCards = try db.cachedStatement(
      sql: "SELECT id, detail FROM card WHERE pan = ? ORDER BY id")
    for row in try Row.fetchAll(statementOfCards, arguments: [pan]) {
      let card = try Self.reading { () throws(StoredFormError) in try Card(json: row[1]) }
      cards.append(card)
      rows[card.key] = row[0]
    }
    let state = try Self.reading { () throws(StoredFormError) in
      try PANState(json: row[1], cards: cards)
    }
    return Found(
      pan: pan, state: state, revision: row[0],
      masked: Self.masked(iin: row[2], digitCount: row[3], lastFour: row[4]), holder: row[5],
      rows: rows)
  }

  /// The offset or the PVV of a PAN; empty if no PIN was made yet.
  func pinReference(of pan: Int64) throws -> String {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT pinReference FROM pan WHERE id = ?"), arguments: [pan]) ?? ""
  }

  /// Writes what is different between two states of one PAN.
  ///
  /// - Parameter origin: The record of the audit trail that a new card comes of.
  /// - Returns: The rows of all its cards, new ones included.
  @discardableResult
  func store(
    _ after: PANState, over before: Found, origin: Int64
  ) throws -> [CardKey: Int64] {
    try db.cachedStatement(
      sql: "UPDATE pan SET product = ?, revision = ?, oppositionNumber = ?, detail = ? WHERE id = ?"
    ).execute(arguments: [
      after.product, before.revision + 1, after.opposition?.number, after.json,
      before.pan,
    ])
    var rows = before.rows
    for card in after.cards {
      let state = after.state(of: card)
      guard let row = rows[card.key] else {
        rows[card.key] = try insert(
          card, pan: before.pan, state: state, origin: origin)
        continue
      }
      let old = before.state.card(card.key)
      guard old != card || old.map(before.state.state(of:)) != state else { continue }
      try db.cachedStatement(sql: "UPDATE card SET state = ?, detail = ? WHERE id = ?")
        .execute(arguments: [state.rawValue, card.json, row])
    }
    return rows
  }

  /// Adds a card to a PAN.
  ///
  /// - Returns: Its row.
  func insert(_ card: Card, pan: Int64, state: CardState, origin: Int64) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO card (pan, sequenceNumber, expiry, state, origin, detail)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      pan, card.key.sequenceNumber, Self.column(card.key.expiry), state.rawValue, origin,
      card.json,
    ])
    return db.lastInsertedRowID
  }

  static let damaged = RegistryError(.damaged, "a row of the registry cannot be read")

  /// Runs what reads a stored form, which only a change from outside can have spoilt.
  static func reading<R>(_ body: () throws(StoredFormError) -> R) throws(RegistryError) -> R {
    do throws(StoredFormError) {
      return try body()
    } catch {
      throw RegistryError(.damaged, "a row of the registry cannot be read: \(error)")
    }
  }

  // MARK: - Columns

  static func column(_ date: CardDate) -> Int { Int(date.year) * 100 + Int(date.month) }

  static func key(expiry column: Int, sequenceNumber: Int) throws(RegistryError) -> CardKey {
    guard let date = CardDate(year: column / 100, month: column % 100),
      let key = CardKey(expiry: date, sequenceNumber: sequenceNumber)
    else { throw Self.damaged }
    return key
  }

  /// A PAN as it may be shown, from what is stored of it.
  static func masked(iin: UInt32, digitCount: UInt8, lastFour: Int) -> String {
    var tail: [UInt8] = []
    Digits.append(UInt64(lastFour), width: 4, to: &tail)
    let facts = CardFacts(
      iin: iin, iinDigitCount: digitCount >= 16 ? 8 : digitCount >= 10 ? 6 : 0,
      digitCount: digitCount, luhnHolds: true, lastCharacters: String(decoding: tail, as: UTF8.self)
    )
    return facts?.masked ?? "****"
  }
}
