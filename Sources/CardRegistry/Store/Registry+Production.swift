internal import CardCore
internal import GRDB

extension Registry {
  /// Takes cards that are ordered into production: the next ones, some hundred in one transaction.
  ///
  /// Each has a key that the batch and the card make, so that a run that was broken off goes on. A
  /// product that verifies PINs by offset gives its first PIN the offset zero: the natural PIN.
  ///
  /// - Parameters:
  ///   - batch: The name that the batch is known by.
  ///   - product: Only cards of it, if given.
  ///   - card: Those with numbers over this one.
  /// - Returns: The last card that was looked at; nil if none is left.
  /// - Throws: As ``execute(_:_:)``; ``RegistryError/Code/notAllowed`` unless the system does it.
  public func produceNext(
    of batch: String, product: String?, after card: Int64, _ context: ActContext
  ) throws(RegistryError) -> Int64? {
    let name = try ProductionBatch.checked(batch)
    return try file.run(isDryRun: context.isDryRun) { db in
      try Operator.demand([.system], of: context.person, in: db)
      let cards = try Int64.fetchAll(
        db,
        sql: """
          SELECT card.id FROM card JOIN pan ON pan.id = card.pan
          WHERE card.state = 'ordered' AND card.id > ?1 AND (?2 IS NULL OR pan.product = ?2)
          ORDER BY card.id LIMIT \(Self.cardsPerTransaction)
          """, arguments: [card, product])
      let writer = try ActWriter(db: db, keys: keys, context: context)
      for card in cards {
        let outcome = try writer.perform(
          Act(.produce, .card(card), channel: .batch, key: Self.key(of: card, in: name)))
        guard case .done = outcome else { continue }
        try Self.begin(card, at: context.time, in: db)
      }
      return cards.last
    }
  }

  private static let cardsPerTransaction = 500

  private static func key(of card: Int64, in batch: String) -> String {
    var digits: [UInt8] = []
    Digits.append(UInt64(card), width: 18, to: &digits)
    return "produce/\(batch)/" + String(decoding: digits, as: UTF8.self)
  }

  /// What goes with a card's way into production: its item in the outbox, its first PIN.
  private static func begin(_ card: Int64, at time: Instant, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE outbox SET doneAt = ?
        WHERE subject = ? AND kind = 'embossing' AND doneAt IS NULL
        """
    ).execute(arguments: [time.millisecondsSince1970, "card:\(card)"])
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT pan.id, pan.product FROM card JOIN pan ON pan.id = card.pan
          WHERE card.id = ? AND pan.pinReference = ''
          """), arguments: [card])
    guard let row, try ProductRows(db: db).find(row[1])?.pinMethod == .ibm3624 else { return }
    try setPINReference("0000", ofNumber: row[0], in: db)
  }

  static func setPINReference(_ reference: String, ofNumber pan: Int64, in db: Database) throws {
    try db.cachedStatement(sql: "UPDATE pan SET pinReference = ? WHERE id = ?")
      .execute(arguments: [reference, pan])
  }

  /// The cards of a batch in the order of their numbers, with all that is needed to make them; at
  /// most `countMax` of those with numbers over `card`.
  ///
  /// - Throws: ``RegistryError/Code/damaged`` if a PAN cannot be opened.
  public func cards(
    ofBatch batch: String, after card: Int64, countMax: Int = 500
  ) throws(RegistryError) -> [CardToMake] {
    let name = try ProductionBatch.checked(batch)
    return try file.read { db in
      // Keys of one batch stand together, in the order of the cards.
      let keys = try String.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT idempotencyKey FROM command
            WHERE idempotencyKey > ? AND idempotencyKey < ? ORDER BY idempotencyKey LIMIT ?
            """),
        arguments: [Self.key(of: card, in: name), "produce/\(name)0", countMax])
      return try keys.map { key in
        guard let number = Int64(key.suffix(18)) else { throw CardRows.damaged }
        return try cardToMake(number, in: db)
      }
    }
  }

  private func cardToMake(_ number: Int64, in db: Database) throws -> CardToMake {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT card.pan, card.expiry, card.sequenceNumber, pan.product, pan.pinReference,
            \(Holder.columns.split(separator: ", ").map { "holder.\($0)" }.joined(separator: ", "))
          FROM card JOIN pan ON pan.id = card.pan JOIN holder ON holder.id = pan.holder
          WHERE card.id = ?
          """), arguments: [number])
    guard let row, let product = try ProductRows(db: db).find(row[3]) else {
      throw CardRows.damaged
    }
    return CardToMake(
      card: number, pan: try PANRows(db: db, keys: keys).open(row[0]),
      key: try CardRows.key(expiry: row[1], sequenceNumber: row[2]), holder: Holder(row, from: 5),
      product: product, pinReference: row[4])
  }

  /// The keyed hash of what a file holds, of which the SHA-256 is given.
  public func seal(of digest: [UInt8]) -> [UInt8] {
    keys.signer.sign((Array("monetique production ".utf8) + digest).span)
  }

  /// The batch of that kind and name, if its file was made.
  public func batch(
    _ kind: ProductionBatch.Kind, named name: String
  ) throws(RegistryError) -> ProductionBatch? {
    let name = try ProductionBatch.checked(name)
    return try file.read { try Self.batch(kind, name, in: $0) }
  }

  private static func batch(
    _ kind: ProductionBatch.Kind, _ name: String, in db: Database
  ) throws -> ProductionBatch? {
    try String.fetchOne(
      db, sql: "SELECT payload FROM outbox WHERE subject = ? AND kind = ?",
      arguments: ["batch:\(name)", kind.rawValue]
    ).map { try ProductionBatch(kind, json: $0) }
  }

  /// Records that a file was made, with an item in the outbox, unless it was recorded before.
  ///
  /// - Returns: The batch as it was recorded first: the file is the same if it is equal.
  /// - Throws: ``RegistryError/Code/notAllowed`` unless the system does it.
  public func close(
    _ batch: ProductionBatch, _ context: ActContext
  ) throws(RegistryError) -> ProductionBatch {
    try file.run(isDryRun: context.isDryRun) { db in
      try Operator.demand([.system], of: context.person, in: db)
      if let known = try Self.batch(batch.kind, batch.name, in: db) { return known }
      let sequence = try AuditTrail(db: db, keys: keys).append(
        at: context.time, about: ["batch:\(batch.name)"]
      ) { writer in
        writer.field("act", batch.kind.rawValue)
        writer.field("operator", context.person)
        JSONText.write(batch.json, as: "batch", to: &writer)
      }
      try OutboxRows(db: db).put(
        batch.kind.rawValue, about: "batch:\(batch.name)", batch.json, sequence: sequence,
        due: context.time)
      return batch
    }
  }
}
