internal import CardCore
internal import GRDB

/// The tables of card numbers and cards as a transaction sees them: values out, changes in.
struct CardRows {
  let db: Database

  /// A card number with what the answer to an act shows of it.
  struct Found {
    var number: CardNumber
    let revision: Int64
    let masked: String
  }

  /// The card number of a card, whole.
  ///
  /// - Throws: ``RegistryError/Code/notFound`` if there is no such card.
  func numberOf(card: Int64) throws -> Found {
    let pan = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT pan FROM card WHERE id = ?"), arguments: [card])
    guard let pan else { throw RegistryError(.notFound, "there is no card \(card)") }
    return try number(pan)
  }

  func number(_ pan: Int64) throws -> Found {
    let statement = try db.cachedStatement(
      sql: "SELECT product, revision, detail, iin, digitCount, lastFour FROM pan WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [pan]) else {
      throw RegistryError(.damaged, "there is no card number \(pan)")
    }
    let number = CardNumber(
      id: pan, product: row[0], opposition: try CardText.opposition(in: row[2]),
      cards: try cards(of: pan))
    return Found(
      number: number, revision: row[1],
      masked: Self.masked(iin: row[3], digitCount: row[4], lastFour: row[5]))
  }

  private func cards(of pan: Int64) throws -> [Card] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT id, sequenceNumber, expiry, state, detail FROM card WHERE pan = ? ORDER BY id
        """)
    return try Row.fetchAll(statement, arguments: [pan]).map { row in
      let state: String = row[3]
      return try CardText.card(
        id: row[0], sequenceNumber: row[1], expiry: Self.date(row[2]), state: state,
        detail: row[4])
    }
  }

  /// Writes what is different between two states of one card number.
  func store(_ after: CardNumber, over before: Found) throws {
    try db.cachedStatement(
      sql: """
        UPDATE pan SET revision = ?, oppositionNumber = ?, detail = ? WHERE id = ?
        """
    ).execute(arguments: [
      before.revision + 1, after.opposition?.number, CardText.detail(of: after), after.id,
    ])
    let statement = try db.cachedStatement(
      sql: "UPDATE card SET state = ?, detail = ? WHERE id = ?")
    for card in after.cards {
      let state = after.state(of: card)
      let old = before.number.card(card.id)
      guard old != card || old.map(before.number.state(of:)) != state else { continue }
      try statement.execute(arguments: [
        state.rawValue, CardText.detail(of: card, shown: state), card.id,
      ])
    }
  }

  /// Adds a card to a card number.
  ///
  /// - Returns: Its number.
  func insert(_ card: Card, pan: Int64, shown state: CardState) throws -> Int64 {
    try db.cachedStatement(
      sql: "INSERT INTO card (pan, sequenceNumber, expiry, state, detail) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [
      pan, card.sequenceNumber, Self.column(card.expiry), state.rawValue,
      CardText.detail(of: card, shown: state),
    ])
    return db.lastInsertedRowID
  }

  static func column(_ date: CardDate) -> Int { Int(date.year) * 100 + Int(date.month) }

  static func date(_ column: Int) throws(RegistryError) -> CardDate {
    guard let date = CardDate(year: column / 100, month: column % 100) else {
      throw RegistryError(.damaged, "a card has an expiry that there is not")
    }
    return date
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
