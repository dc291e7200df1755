public import CardCore
internal import GRDB
internal import Synchronization

extension Registry {
  /// Adds a product, or changes one; cards that are there keep what they were made with.
  ///
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a supervisor does it,
  ///   ``RegistryError/Code/conflict`` if its ranges are no longer those that numbers were drawn
  ///   from, or overlap another product's.
  public func set(
    _ product: Product, by person: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) {
    try file.run(isDryRun: isDryRun) { db in
      try Operator.demand([.supervisor], of: person, in: db)
      try ProductRows(db: db).store(product)
      let trail = AuditTrail(db: db, keys: keys)
      _ = try trail.append(at: time, about: ["product:\(product.code)"]) { writer in
        writer.field("act", "setProduct")
        writer.field("operator", person)
        JSONText.write(product.json, as: "product", to: &writer)
      }
    }
  }

  /// All products by code.
  public func products() throws(RegistryError) -> [Product] {
    try file.read { try ProductRows(db: $0).all() }
  }
}

/// The table of products as a transaction sees it.
struct ProductRows {
  let db: Database

  func find(_ code: String) throws -> Product? {
    let text = try String.fetchOne(
      db.cachedStatement(sql: "SELECT definition FROM product WHERE code = ?"), arguments: [code])
    return try text.map(Self.read)
  }

  func all() throws -> [Product] {
    try String.fetchAll(db, sql: "SELECT definition FROM product ORDER BY code").map(Self.read)
  }

  func store(_ product: Product) throws {
    let others = try all().filter { $0.code != product.code }
    for other in others where Self.overlap(product, other) {
      throw RegistryError(.conflict, "product \(product.code): a range is another product's too")
    }
    if let old = try find(product.code) {
      // Accounts are counted through the ranges in order: what was drawn must stay where it is.
      guard product.ranges.starts(with: old.ranges) else {
        throw RegistryError(
          .conflict, "product \(product.code): ranges are added at the end, and never taken away")
      }
    }
    try db.execute(
      sql: """
        INSERT INTO product (code, definition, nextAccount) VALUES (?, ?, 0)
        ON CONFLICT (code) DO UPDATE SET definition = excluded.definition
        """, arguments: [product.code, product.json])
  }

  /// Reads a stored product.
  static func read(_ text: String) throws(RegistryError) -> Product {
    if let product = known.withLock({ $0[text] }) { return product }
    let product = try CardRows.reading { () throws(StoredFormError) in try Product(json: text) }
    known.withLock { products in
      if products.count >= knownCountMax { products.removeAll() }
      products[text] = product
    }
    return product
  }

  /// Products by their stored forms: every act reads one, and there are few.
  private static let known = Mutex<[String: Product]>([:])
  private static let knownCountMax = 256

  private static func overlap(_ left: Product, _ right: Product) -> Bool {
    left.ranges.contains { one in
      right.ranges.contains { other in
        one.digitCount == other.digitCount
          && (one.prefix.hasPrefix(other.prefix) || other.prefix.hasPrefix(one.prefix))
      }
    }
  }
}
