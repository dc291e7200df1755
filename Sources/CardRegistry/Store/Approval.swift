public import CardCore
internal import GRDB

/// An act that waits for a second person, or what became of it.
public struct Approval: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case pending, accepted, rejected, expired
  }

  public let number: Int64
  /// The command as JSON, as it will be done.
  public let command: String
  /// The key of the command that asked for it.
  public let idempotencyKey: String
  /// The row of the card number that it is about, and how many acts that had seen.
  let pan: Int64
  let revision: Int64
  /// Who asked: another person decides.
  public let maker: String
  public let requestedAt: Instant
  /// From then on nobody may accept it.
  public let expiresAt: Instant
  public let status: Status
  /// Who decided.
  public let checker: String?
  public let decidedAt: Instant?

  /// How long an act waits: 72 hours.
  public static let lifetimeMilliseconds: Int64 = 72 * 3_600_000

  /// Whether it can still be accepted at `time`.
  public func isOpen(at time: Instant) -> Bool { status == .pending && time < expiresAt }

  init(_ row: Row) {
    number = row["id"]
    command = row["command"]
    idempotencyKey = row["idempotencyKey"]
    pan = row["pan"]
    revision = row["revision"]
    maker = row["maker"]
    requestedAt = Instant(millisecondsSince1970: row["requestedAt"])
    expiresAt = Instant(millisecondsSince1970: row["expiresAt"])
    // The schema holds no other word.
    status = Status(rawValue: row["status"]) ?? .expired
    checker = row["checker"]
    decidedAt = (row["decidedAt"] as Int64?).map(Instant.init(millisecondsSince1970:))
  }
}

/// The table of approvals as a transaction sees it.
struct ApprovalRows {
  let db: Database

  /// - Returns: The number of the approval.
  func request(
    _ command: String, key: String, pan: Int64, revision: Int64, maker: String, at time: Instant
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO approval (command, idempotencyKey, pan, revision, maker, requestedAt, expiresAt,
          status) VALUES (?, ?, ?, ?, ?, ?, ?, 'pending')
        """
    ).execute(arguments: [
      command, key, pan, revision, maker, time.millisecondsSince1970,
      time.adding(milliseconds: Approval.lifetimeMilliseconds).millisecondsSince1970,
    ])
    return db.lastInsertedRowID
  }

  func find(_ number: Int64) throws -> Approval {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM approval WHERE id = ?"), arguments: [number])
    guard let row else { throw RegistryError(.notFound, "there is no approval \(number)") }
    return Approval(row)
  }

  /// Those that wait, oldest first; all of them, newest first, if `isAll`.
  func list(isAll: Bool) throws -> [Approval] {
    let sql =
      isAll
      ? "SELECT * FROM approval ORDER BY id DESC"
      : "SELECT * FROM approval WHERE status = 'pending' ORDER BY id"
    return try Row.fetchAll(db, sql: sql).map(Approval.init)
  }

  func decide(
    _ number: Int64, _ status: Approval.Status, by checker: String?, at time: Instant
  ) throws {
    try db.cachedStatement(
      sql: "UPDATE approval SET status = ?, checker = ?, decidedAt = ? WHERE id = ?"
    ).execute(arguments: [status.rawValue, checker, time.millisecondsSince1970, number])
  }
}
