public import CardCore
internal import GRDB

extension Registry {
  /// Adds a holder, or takes the new name, date, branch, address or language of one that is there.
  ///
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a clerk or a supervisor does it.
  public func set(
    _ holder: Holder, by person: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) {
    try file.run(isDryRun: isDryRun) { db in
      try Operator.demand([.clerk, .supervisor], of: person, in: db)
      let number = try HolderRows(db: db).store(holder)
      let trail = AuditTrail(db: db, keys: keys)
      _ = try trail.append(at: time, about: ["holder:\(number)"]) { writer in
        writer.field("act", "setHolder")
        writer.field("operator", person)
        writer.field("holder", number)
        writer.field("reference", holder.reference)
        writer.field("name", holder.name)
        writer.field("birthDate", holder.birthDate)
        writer.field("branch", holder.branch)
        writer.texts("address", holder.address)
        writer.field("language", holder.language.rawValue)
      }
    }
  }

  /// The holders of that name, accents, case and punctuation apart; at most `countMax` of them.
  public func holders(named name: String, countMax: Int = 1_000) throws(RegistryError) -> [Holder] {
    try file.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT \(Holder.columns) FROM holder WHERE nameKey = ? ORDER BY reference LIMIT ?
          """, arguments: [Holder.searchKey(of: name), countMax]
      ).map { Holder($0) }
    }
  }

  /// The holder of that reference, if there is one.
  public func holder(_ reference: String) throws(RegistryError) -> Holder? {
    try file.read { db in
      try Row.fetchOne(
        db, sql: "SELECT \(Holder.columns) FROM holder WHERE reference = ?", arguments: [reference]
      ).map { Holder($0) }
    }
  }
}

/// The table of holders as a transaction sees it.
struct HolderRows {
  let db: Database

  /// Adds the holder or brings the row up to date.
  ///
  /// - Returns: The number of the row.
  func store(_ holder: Holder) throws -> Int64 {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO holder (reference, name, nameKey, birthDate, branch, address, language)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (reference) DO UPDATE SET name = excluded.name, nameKey = excluded.nameKey,
          birthDate = excluded.birthDate, branch = excluded.branch, address = excluded.address,
          language = excluded.language
        RETURNING id
        """)
    let number = try Int64.fetchOne(
      statement,
      arguments: [
        holder.reference, holder.name, Holder.searchKey(of: holder.name), holder.birthDate,
        holder.branch, holder.address.joined(separator: "\n"), holder.language.rawValue,
      ])
    guard let number else { throw RegistryError(.database, "a holder was not stored") }
    return number
  }
}
