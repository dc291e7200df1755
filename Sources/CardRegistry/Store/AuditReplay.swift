internal import CardCore
internal import GRDB

/// Whether the tables say what the records of the audit trail come to.
///
/// The trail shows that no record was changed; this shows that no table was, behind the trail's
/// back.
public struct AuditReplay: Hashable, Sendable {
  /// Something in a table that no record makes so.
  public enum Difference: Error, Hashable, Sendable, CustomStringConvertible {
    /// A card number, by its row: its own state, or which cards it has.
    case number(Int64)
    /// A card, by its row.
    case card(Int64)
    /// An operator's roles.
    case person(String)
    /// A product.
    case product(String)

    public var description: String {
      switch self {
      case .number(let number): "number \(number) is not what its records make of it"
      case .card(let card): "card \(card) is not what its records make of it"
      case .person(let name): "operator \(name) does not have the roles that were recorded"
      case .product(let code): "product \(code) is not the one that was recorded"
      }
    }
  }

  /// The card numbers that were made again from their records, and their cards.
  public fileprivate(set) var numbers = 0
  public fileprivate(set) var cards = 0
  /// Numbers of which a card was taken in by a version that did not keep how it was then.
  public fileprivate(set) var untold = 0
}

extension Registry {
  /// Makes all states again from the records of the audit trail and compares the tables with them.
  ///
  /// - Returns: What was compared, or the first difference.
  /// - Throws: ``RegistryError/Code/damaged`` for a record that cannot be read.
  public func replayAudit() throws(RegistryError) -> Result<AuditReplay, AuditReplay.Difference> {
    try file.read { db in
      do {
        return .success(try ReplayRun(db: db).run())
      } catch let difference as AuditReplay.Difference {
        return .failure(difference)
      }
    }
  }
}

/// One comparison of tables and records.
private struct ReplayRun {
  let db: Database

  /// - Throws: ``AuditReplay/Difference``.
  func run() throws -> AuditReplay {
    try compareOperators()
    try compareProducts()
    var replay = AuditReplay()
    let numbers = try Int64.fetchCursor(db, sql: "SELECT id FROM pan ORDER BY id")
    while let number = try numbers.next() {
      guard let told = try PANHistory(db: db, pan: number).told() else {
        replay.untold += 1
        continue
      }
      replay.numbers += 1
      replay.cards += try compare(number, told)
    }
    return replay
  }

  /// - Returns: How many cards the number has.
  private func compare(_ number: Int64, _ told: PANHistory.Told) throws -> Int {
    let found = try CardRows(db: db).find(number)
    guard found.rows.count == found.state.cards.count else {
      throw AuditReplay.Difference.number(number)
    }
    for card in found.state.cards {
      guard let row = found.rows[card.key] else { continue }
      guard told.state.card(card.key) == card else { throw AuditReplay.Difference.card(row) }
    }
    let columns = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT product, oppositionNumber FROM pan WHERE id = ?"),
      arguments: [number])
    guard let columns, found.state == told.state, found.revision == told.changes,
      columns[0] as String == told.state.product,
      columns[1] as String? == told.state.opposition?.number
    else { throw AuditReplay.Difference.number(number) }
    let states = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT id, state, expiry, sequenceNumber FROM card WHERE pan = ? ORDER BY id"),
      arguments: [number])
    for row in states {
      let key = try CardRows.key(expiry: row[2], sequenceNumber: row[3])
      guard let card = told.state.card(key),
        told.state.state(of: card).rawValue == row[1] as String
      else { throw AuditReplay.Difference.card(row[0]) }
    }
    return states.count
  }

  private func compareOperators() throws {
    var recorded: [String: Set<String>] = [:]
    try forEachRecord(aboutAny: "operator") { object in
      if object["act"]?.string == "create", let name = object["operator"]?.string {
        recorded[name] = [Role.supervisor.rawValue]
      } else if let name = object["name"]?.string {
        recorded[name] = Set((object["roles"]?.array ?? []).compactMap(\.string))
      }
    }
    let rows = try Row.fetchAll(
      db, sql: "SELECT operator, role FROM operatorRole ORDER BY operator, role")
    let found = Dictionary(grouping: rows) { $0[0] as String }
      .mapValues { Set($0.map { $0[1] as String }) }
    for name in Set(found.keys).union(recorded.keys).sorted() where found[name] != recorded[name] {
      throw AuditReplay.Difference.person(name)
    }
  }

  private func compareProducts() throws {
    var recorded: [String: Product] = [:]
    try forEachRecord(aboutAny: "product") { object in
      guard let value = object["product"] else { return }
      let product = try CardRows.reading { () throws(StoredFormError) in
        try Product(value, at: "product")
      }
      recorded[product.code] = product
    }
    let found = Dictionary(
      uniqueKeysWithValues: try ProductRows(db: db).all().map { ($0.code, $0) })
    for code in Set(found.keys).union(recorded.keys).sorted() where found[code] != recorded[code] {
      throw AuditReplay.Difference.product(code)
    }
  }

  /// Gives the records about anything of a kind to `body`, in order.
  private func forEachRecord(
    aboutAny kind: String, _ body: (JSONObject) throws -> Void
  ) throws {
    let rows = try String.fetchCursor(
      db,
      sql: """
        SELECT record FROM audit WHERE sequence IN
          (SELECT sequence FROM auditSubject WHERE subject >= ?1 AND subject < ?2)
        ORDER BY sequence
        """, arguments: ["\(kind):", "\(kind);"])
    while let record = try rows.next() {
      guard let object = (try? JSONReader().read(record))?.object else { throw CardRows.damaged }
      try body(object)
    }
  }
}
