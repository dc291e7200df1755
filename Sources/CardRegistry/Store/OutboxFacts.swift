internal import CardCore
internal import GRDB

/// An item of the outbox with all that is known of what it is about.
public struct OutboxFacts: Sendable {
  public let item: OutboxItem
  /// The record of the audit trail that it came with.
  public let record: AuditRecord
  /// The act behind it; nil for what is no act on a card.
  public let command: Command?
  /// The PAN's number within the registry.
  public let pan: Int64
  /// The PAN as it may be shown.
  public let masked: String
  public let state: PANState
  /// The card that it is about; nil where it is about the PAN.
  public let card: Card?
  public let holder: Holder
  public let product: Product
  /// By what PINs are verified: the offset or the PVV; empty if there is none yet.
  public let pinReference: String
}

extension Registry {
  /// All that is known of what an item is about, as it is now.
  ///
  /// - Throws: ``RegistryError/Code/notFound``; ``RegistryError/Code/badValue`` for an item that is
  ///   about no card.
  public func facts(ofItem number: Int64) throws(RegistryError) -> OutboxFacts {
    try file.read { db in
      let item = try OutboxRows(db: db).find(number)
      guard let (pan, key) = try Self.place(of: item.subject, in: db) else {
        throw RegistryError(.badValue, "item \(number) of the outbox is about no card")
      }
      let record = try Row.fetchOne(
        db.cachedStatement(
          sql: "SELECT sequence, recordedAt, record, hash FROM audit WHERE sequence = ?"),
        arguments: [item.record])
      let found = try CardRows(db: db).find(pan)
      let holder = try Row.fetchOne(
        db.cachedStatement(sql: "SELECT \(Holder.columns) FROM holder WHERE id = ?"),
        arguments: [found.holder])
      guard let record, let holder,
        let product = try ProductRows(db: db).find(found.state.product)
      else { throw CardRows.damaged }
      let audit = AuditRecord(record)
      return OutboxFacts(
        item: item, record: audit, command: try Self.command(in: audit), pan: pan,
        masked: found.masked, state: found.state, card: key.flatMap(found.state.card),
        holder: Holder(holder), product: product,
        pinReference: try String.fetchOne(
          db.cachedStatement(sql: "SELECT pinReference FROM pan WHERE id = ?"), arguments: [pan])
          ?? "")
    }
  }

  /// Where the card or the PAN is that a subject names; nil for any other subject.
  private static func place(
    of subject: String, in db: Database
  ) throws -> (pan: Int64, key: CardKey?)? {
    let parts = subject.split(separator: ":")
    guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
    switch parts[0] {
    case "pan": return (number, nil)
    case "card":
      let place = try CardRows(db: db).place(of: number)
      return (place.pan, place.key)
    default: return nil
    }
  }

  private static func command(in record: AuditRecord) throws -> Command? {
    guard let value = (try? JSONReader().read(record.text))?["command"] else { return nil }
    var writer = JSONWriter()
    writer.value(value)
    return try CardRows.reading { () throws(StoredFormError) in try Command(json: writer.text) }
  }
}
