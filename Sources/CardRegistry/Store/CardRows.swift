internal import CardCore
internal import GRDB

/// The tables of PANs and cards as a transaction sees them: values out, changes in.
struct CardRows {
  let db: Database

  /// The row of a PAN, not yet read as a state.
  struct Place {
    /// The row of the PAN.
    let pan: Int64
    /// What tells the card that was named from the others of its PAN; nil if the PAN was named.
    let key: CardKey?
    /// The columns of ``columns``.
    fileprivate let row: Row
  }

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
    /// The stored form of the product; nil if there is none of its code.
    let definition: String?
    /// The rows of its cards.
    var rows: [CardKey: Int64]
  }

  /// Everything about a PAN but its cards is read in one go.
  private static let columns = """
    pan.id, pan.revision, pan.detail, pan.iin, pan.digitCount, pan.lastFour, pan.holder,
    product.definition
    """

  /// Where a card or a PAN stands.
  func place(of target: Act.Target) throws -> Place {
    switch target {
    case .card(let card): try place(of: card)
    case .pan(let pan): try place(ofPAN: pan)
    }
  }

  /// The PAN of a card, and what tells the card from the others.
  func place(of card: Int64) throws -> Place {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT \(Self.columns), card.expiry, card.sequenceNumber
          FROM card JOIN pan ON pan.id = card.pan LEFT JOIN product ON product.code = pan.product
          WHERE card.id = ?
          """),
      arguments: [card])
    guard let row else { throw RegistryError(.notFound, "there is no card \(card)") }
    return Place(
      pan: row[0], key: try Self.key(expiry: row[8], sequenceNumber: row[9]), row: row)
  }

  private func place(ofPAN pan: Int64) throws -> Place {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT \(Self.columns)
          FROM pan LEFT JOIN product ON product.code = pan.product WHERE pan.id = ?
          """),
      arguments: [pan])
    guard let row else { throw RegistryError(.notFound, "there is no PAN \(pan)") }
    return Place(pan: pan, key: nil, row: row)
  }

  /// The PAN in a row, with all its cards.
  func find(_ pan: Int64) throws -> Found { try find(place(ofPAN: pan)) }

  /// The PAN of that place, with all its cards.
  func find(_ place: Place) throws -> Found {
    var cards: [Card] = []
    var rows: [CardKey: Int64] = [:]
    let statement = try db.cachedStatement(
      sql: "SELECT id, detail FROM card WHERE pan = ? ORDER BY id")
    let found = try Row.fetchCursor(statement, arguments: [place.pan])
    while let row = try found.next() {
      let card = try Self.reading { () throws(StoredFormError) in try Card(json: row[1]) }
      cards.append(card)
      rows[card.key] = row[0]
    }
    let row = place.row
    let state = try Self.reading { () throws(StoredFormError) in
      try PANState(json: row[2], cards: cards)
    }
    return Found(
      pan: place.pan, state: state, revision: row[1],
      masked: Self.masked(iin: row[3], digitCount: row[4], lastFour: row[5]), holder: row[6],
      definition: row[7], rows: rows)
  }

  /// The offset or the PVV of a PAN; empty if no PIN was made yet.
  func pinReference(of pan: Int64) throws -> String {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT pinReference FROM pan WHERE id = ?"), arguments: [pan]) ?? ""
  }

  /// Writes what is different between two states of one PAN.
  ///
  /// - Parameters:
  ///   - origin: The record of the audit trail that a new card comes of.
  ///   - starts: How new cards were taken in, where an import does it.
  /// - Returns: The rows of all its cards, new ones included.
  @discardableResult
  func store(
    _ after: PANState, over before: Found, origin: Int64, starts: [CardKey: String] = [:]
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
          card, pan: before.pan, state: state, origin: origin, start: starts[card.key])
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
  /// - Parameter start: How an import took it in; nil for a card that its events tell of.
  /// - Returns: Its row.
  func insert(
    _ card: Card, pan: Int64, state: CardState, origin: Int64, start: String? = nil
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO card (pan, sequenceNumber, expiry, state, origin, detail, start)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      pan, card.key.sequenceNumber, Self.column(card.key.expiry), state.rawValue, origin,
      card.json, start,
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
