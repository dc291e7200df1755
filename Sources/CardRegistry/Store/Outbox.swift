public import CardCore
internal import Foundation
internal import GRDB

/// Something that another system or the holder is to be told, written with the act that causes it.
public struct OutboxItem: Hashable, Sendable {
  /// How far it is.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// It was not handed over yet.
    case waiting
    /// It was handed over, and nothing was heard of it.
    case sent
    /// The last time it was handed over it was not taken.
    case refused
    /// It was taken.
    case done
  }

  public let number: Int64
  /// What it is: `notice`, `fileActionAdd`, `walletStop` and others.
  public let kind: String
  /// What it is about, such as `card:12`.
  public let subject: String
  /// What is to be said, as JSON.
  public let payload: String
  /// The record of the audit trail that it came with.
  public let record: Int64
  /// Not before this time.
  public let due: Instant
  /// How often it was handed over, and when for the last time.
  public let attemptCount: Int
  public let sentAt: Instant?
  /// The file that it went into the last time; empty if it went by itself.
  public let batch: String
  /// What was said of the last attempt; nil while nothing was.
  public let answer: String?
  public let doneAt: Instant?
  /// The SHA-256 of the letter's text, 32 bytes, once it is written.
  public let letterHash: [UInt8]?

  public var status: Status {
    if doneAt != nil { return .done }
    if answer != nil { return .refused }
    return sentAt == nil ? .waiting : .sent
  }

  static let columns = """
    outbox.id, outbox.kind, outbox.subject, outbox.payload, outbox.sequence, outbox.dueAt,
    outbox.doneAt, attempt.number, attempt.sentAt, attempt.answer, letter.hash,
    attempt.batch
    """

  /// The last attempt beside the item, and its letter.
  static let tables = """
    outbox LEFT JOIN outboxAttempt AS attempt ON attempt.item = outbox.id AND attempt.number =
      (SELECT max(number) FROM outboxAttempt WHERE item = outbox.id)
    LEFT JOIN letter ON letter.item = outbox.id
    """

  /// Reads ``columns``.
  init(_ row: Row) {
    number = row[0]
    kind = row[1]
    subject = row[2]
    payload = row[3]
    record = row[4]
    due = Instant(millisecondsSince1970: row[5])
    doneAt = (row[6] as Int64?).map(Instant.init(millisecondsSince1970:))
    attemptCount = row[7] ?? 0
    sentAt = (row[8] as Int64?).map(Instant.init(millisecondsSince1970:))
    answer = row[9]
    batch = row[11] ?? ""
    letterHash = (row[10] as Data?).map(Array.init)
  }
}

/// Which items of the outbox are meant.
public struct OutboxFilter: Hashable, Sendable {
  /// Of these kinds; of any if empty.
  public var kinds: [String] = []
  /// About this, such as `card:12`.
  public var subject: String?
  /// Due at this time or before.
  public var dueBy: Instant?
  /// How far they are; those that are not done if empty.
  public var statuses: Set<OutboxItem.Status> = []
  /// With numbers over this one.
  public var after: Int64 = 0

  public init() {}
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

  /// What is meant, in the order of the numbers; at most `countMax` items.
  func list(_ filter: OutboxFilter, countMax: Int) throws -> [OutboxItem] {
    var conditions = ["outbox.id > ?"]
    var arguments: StatementArguments = [filter.after]
    if !filter.kinds.isEmpty {
      let marks = filter.kinds.map { _ in "?" }.joined(separator: ", ")
      conditions.append("outbox.kind IN (\(marks))")
      arguments += StatementArguments(filter.kinds)
    }
    if let subject = filter.subject {
      conditions.append("outbox.subject = ?")
      arguments += [subject]
    }
    if let dueBy = filter.dueBy {
      conditions.append("outbox.dueAt <= ?")
      arguments += [dueBy.millisecondsSince1970]
    }
    conditions.append(Self.condition(filter.statuses))
    return try Row.fetchAll(
      db,
      sql: """
        SELECT \(OutboxItem.columns) FROM \(OutboxItem.tables)
        WHERE \(conditions.joined(separator: " AND ")) ORDER BY outbox.id LIMIT ?
        """, arguments: arguments + [countMax]
    ).map(OutboxItem.init)
  }

  private static func condition(_ statuses: Set<OutboxItem.Status>) -> String {
    guard !statuses.isEmpty else { return "outbox.doneAt IS NULL" }
    let conditions = OutboxItem.Status.allCases.filter(statuses.contains).map { status in
      switch status {
      case .waiting: "outbox.doneAt IS NULL AND attempt.number IS NULL"
      case .sent: "outbox.doneAt IS NULL AND attempt.number > 0 AND attempt.answer IS NULL"
      case .refused: "outbox.doneAt IS NULL AND attempt.answer IS NOT NULL"
      case .done: "outbox.doneAt IS NOT NULL"
      }
    }
    return "(" + conditions.map { "(\($0))" }.joined(separator: " OR ") + ")"
  }

  /// - Throws: ``RegistryError/Code/notFound``.
  func find(_ number: Int64) throws -> OutboxItem {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT \(OutboxItem.columns) FROM \(OutboxItem.tables) WHERE outbox.id = ?"),
      arguments: [number])
    guard let row else { throw RegistryError(.notFound, "the outbox has no item \(number)") }
    return OutboxItem(row)
  }

  /// Notes that an item is handed over.
  func attempt(_ item: OutboxItem, at time: Instant, in batch: String = "") throws {
    try db.cachedStatement(
      sql: "INSERT INTO outboxAttempt (item, number, sentAt, batch) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [
      item.number, item.attemptCount + 1, time.millisecondsSince1970, batch,
    ])
  }

  /// Notes what was said of the last attempt.
  func answer(_ item: OutboxItem, _ answer: String, at time: Instant) throws {
    try db.cachedStatement(
      sql: "UPDATE outboxAttempt SET answer = ?, answeredAt = ? WHERE item = ? AND number = ?"
    ).execute(arguments: [
      answer, time.millisecondsSince1970, item.number, item.attemptCount,
    ])
  }

  func finish(_ item: OutboxItem, at time: Instant) throws {
    try db.cachedStatement(sql: "UPDATE outbox SET doneAt = ? WHERE id = ?")
      .execute(arguments: [time.millisecondsSince1970, item.number])
  }
}
