public import CardCore
internal import GRDB

/// Something that another system or the holder is to be told, written with the act that causes it.
public struct OutboxItem: Hashable, Sendable {
  public let number: Int64
  /// What it is: `notice`, `fileAction`, `walletStop` and others.
  public let kind: String
  /// What it is about, such as `card:12`.
  public let subject: String
  /// What is to be said, as JSON.
  public let payload: String
  /// Not before this time.
  public let due: Instant

  init(_ row: Row) {
    number = row["id"]
    kind = row["kind"]
    subject = row["subject"]
    payload = row["payload"]
    due = Instant(millisecondsSince1970: row["dueAt"])
  }
}

/// The table of what waits to be sent as a transaction sees it.
struct OutboxRows {
  let db: Database

  func put(
    _ kind: String, about subject: String, _ payload: String, sequence: Int64, due: Instant
  ) throws {
    try db.cachedStatement(
      sql: "INSERT INTO outbox (kind, subject, payload, sequence, dueAt) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [kind, subject, payload, sequence, due.millisecondsSince1970])
  }

  /// What waits, the earliest first; at most `countMax` of them.
  func waiting(countMax: Int) throws -> [OutboxItem] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM outbox WHERE doneAt IS NULL ORDER BY dueAt, id LIMIT ?",
      arguments: [countMax]
    ).map(OutboxItem.init)
  }
}
