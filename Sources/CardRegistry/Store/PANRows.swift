public import CardCore
internal import Foundation
internal import GRDB

/// The table of card numbers as a transaction sees it: found by token, kept sealed.
struct PANRows {
  let db: Database
  let keys: RegistryKeys

  /// The token of a PAN under the registry's key.
  func token(of pan: PAN) -> CardToken {
    let pans: InlineArray<1, PAN> = [pan]
    var tokens: InlineArray<1, CardToken> = [.none]
    var span = tokens.mutableSpan
    keys.tokenizer.tokenize(pans.span, into: &span)
    return tokens[0]
  }

  /// The row of that PAN, if the registry knows it.
  func find(_ token: CardToken) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM pan WHERE token = ?"),
      arguments: [Self.data(token)])
  }

  /// Adds a PAN that the registry does not know.
  ///
  /// What is sealed is bound to the token, so that it cannot be put in another row.
  ///
  /// - Returns: The number of the row.
  func insert(
    _ pan: PAN, token: CardToken, holder: Int64, state: PANState, pinReference: String
  ) throws -> Int64 {
    let facts = CardFacts(pan)
    let sealed = keys.protector.seal(pan, context: token.bytes.span)
    try db.cachedStatement(
      sql: """
        INSERT INTO pan (token, sealed, iin, digitCount, lastFour, holder, product, revision,
          oppositionNumber, pinReference, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
        """
    ).execute(arguments: [
      Self.data(token), Data(sealed), facts.iin, facts.digitCount, Int(facts.lastCharacters) ?? 0,
      holder, state.product, state.opposition?.number, pinReference, state.json,
    ])
    return db.lastInsertedRowID
  }

  /// The PAN of a row, for those who emboss it.
  ///
  /// - Throws: ``RegistryError/Code/damaged`` if what is sealed is not that of the row.
  func open(_ row: Int64) throws -> PAN {
    let found = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT token, sealed FROM pan WHERE id = ?"), arguments: [row])
    guard let found else { throw RegistryError(.notFound, "no such card number") }
    let token: Data = found[0]
    let sealed: Data = found[1]
    guard let pan = keys.protector.open(Array(sealed).span, context: Array(token).span) else {
      throw RegistryError(.damaged, "the card number in row \(row) cannot be opened")
    }
    return pan
  }

  static func data(_ token: CardToken) -> Data {
    let bytes = token.bytes
    return Data(bytes.indices.map { bytes[$0] })
  }
}

extension Registry {
  /// The PAN in a row, for those who emboss it or send it to a scheme.
  ///
  /// - Throws: ``RegistryError/Code/notFound``; ``RegistryError/Code/damaged`` if what is sealed is
  ///   not that of the row.
  public func pan(ofNumber number: Int64) throws(RegistryError) -> PAN {
    try file.read { try PANRows(db: $0, keys: keys).open(number) }
  }
}
