public import CardCore
internal import Foundation
internal import GRDB

/// One record of the audit trail as it was written.
public struct AuditRecord: Hashable, Sendable {
  /// From 1 on, without a gap.
  public let sequence: Int64
  /// When it was recorded.
  public let time: Instant
  /// The record: a JSON object on one line.
  public let text: String
  /// What binds it to the record before, 32 bytes.
  public let hash: [UInt8]

  init(_ row: Row) {
    let hash: Data = row[3]
    sequence = row[0]
    time = Instant(millisecondsSince1970: row[1])
    text = row[2]
    self.hash = Array(hash)
  }

  /// The record with its hash as a JSON object on one line.
  public var json: String {
    var writer = JSONWriter(byteCapacity: text.utf8.count + 128)
    writer.beginObject()
    writer.key("hash")
    writer.hex(hash.span)
    writer.key("record")
    if let record = try? JSONReader().read(text) { writer.value(record) } else { writer.null() }
    writer.endObject()
    return writer.text
  }
}

extension Registry {
  /// Gives the records of a card's life to `body`, in order: the one that made it comes first.
  public func forEachRecord(
    ofCard card: Int64, _ body: (AuditRecord) -> Void
  ) throws(RegistryError) {
    try file.read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT sequence, recordedAt, record, hash FROM audit
          WHERE sequence IN (SELECT origin FROM card WHERE id = ?1
            UNION SELECT sequence FROM auditSubject WHERE subject = ?2) ORDER BY sequence
          """, arguments: [card, "card:\(card)"])
      while let row = try rows.next() { body(AuditRecord(row)) }
    }
  }

  /// Gives the records of the audit trail to `body`, in order.
  ///
  /// - Parameters:
  ///   - subject: Only those about it, such as `card:12`.
  ///   - start: From this time on.
  ///   - end: Before this time.
  public func forEachRecord(
    about subject: String? = nil, from start: Instant = .earliest, before end: Instant = .latest,
    _ body: (AuditRecord) -> Void
  ) throws(RegistryError) {
    try file.read { db in
      let condition =
        subject == nil
        ? "?3 IS NULL" : "sequence IN (SELECT sequence FROM auditSubject WHERE subject = ?3)"
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT sequence, recordedAt, record, hash FROM audit
          WHERE recordedAt >= ?1 AND recordedAt < ?2 AND \(condition) ORDER BY sequence
          """,
        arguments: [start.millisecondsSince1970, end.millisecondsSince1970, subject])
      while let row = try rows.next() { body(AuditRecord(row)) }
    }
  }
}
