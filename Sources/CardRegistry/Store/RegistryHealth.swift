public import CardCore
internal import GRDB

/// Whether a registry is whole, and what waits in it for someone.
public struct RegistryHealth: Sendable {
  /// What SQLite finds wrong with the file; empty if nothing.
  public let fileProblems: [String]
  /// The head of the audit trail, or the first thing wrong with the trail.
  public let audit: Result<AuditHead, AuditFinding>
  /// Approvals that wait, and those of them that nobody may accept any more.
  public let waitingApprovalCount: Int
  public let lapsedApprovalCount: Int
  /// The cards with a block that should have been looked at again before today.
  public let overdueReviews: [Int64]
  /// What is still to be told to others, by kind, with the number of those that are due.
  public let outbox: [(kind: String, waiting: Int, due: Int)]
  /// What was handed over and not taken, by kind and by what was said of it, the last time.
  public let notTaken: [(kind: String, answer: String, count: Int)]
  /// The time of the last record; a clock that is behind it is wrong.
  public let lastRecord: Instant?
  public let isClockBehind: Bool

  /// Whether file and trail are as they were written.
  public var isWhole: Bool {
    guard case .success = audit else { return false }
    return fileProblems.isEmpty
  }

  /// Whether something waits longer than it may, or the clock is wrong, or something was not taken
  /// by whom it was for; what was not handed over yet waits for them.
  public var needsAttention: Bool {
    lapsedApprovalCount > 0 || !overdueReviews.isEmpty || isClockBehind || !notTaken.isEmpty
  }
}

extension Registry {
  /// Looks at the whole file, which takes as long as reading it.
  ///
  /// - Parameter time: Now.
  public func health(at time: Instant) throws(RegistryError) -> RegistryHealth {
    let audit = try verifyAudit()
    return try file.read { db in
      let problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
        .filter { $0 != "ok" }
      let strangers = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
      let last = try Int64.fetchOne(db, sql: "SELECT max(recordedAt) FROM audit")
        .map(Instant.init(millisecondsSince1970:))
      let approvals = try ApprovalRows(db: db).list(isAll: false)
      return RegistryHealth(
        fileProblems: strangers.isEmpty
          ? problems : problems + ["\(strangers.count) rows without the row that they belong to"],
        audit: audit, waitingApprovalCount: approvals.count,
        lapsedApprovalCount: approvals.count { !$0.isOpen(at: time) },
        overdueReviews: try Self.overdueReviews(db, before: Day(of: time)),
        outbox: try Self.waiting(db, at: time), notTaken: try Self.notTaken(db), lastRecord: last,
        isClockBehind: last.map { time < $0 } ?? false)
    }
  }

  private static func overdueReviews(_ db: Database, before today: Day) throws -> [Int64] {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT id, detail FROM card WHERE state = 'blocked' ORDER BY id")
    var cards: [Int64] = []
    while let row = try rows.next() {
      let card = try Card(json: row[1])
      if card.blocks.contains(where: { $0.reviewDue.map { $0 < today } ?? false }) {
        cards.append(row[0])
      }
    }
    return cards
  }

  private static func waiting(
    _ db: Database, at time: Instant
  ) throws -> [(kind: String, waiting: Int, due: Int)] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT kind, count(*), sum(dueAt <= ?) FROM outbox WHERE doneAt IS NULL
        GROUP BY kind ORDER BY kind
        """, arguments: [time.millisecondsSince1970]
    ).map { (kind: $0[0], waiting: $0[1], due: $0[2]) }
  }

  private static func notTaken(
    _ db: Database
  ) throws -> [(kind: String, answer: String, count: Int)] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT outbox.kind, attempt.answer, count(*) FROM \(OutboxItem.tables)
        WHERE outbox.doneAt IS NULL AND attempt.answer IS NOT NULL
        GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 100
        """
    ).map { (kind: $0[0], answer: $0[1], count: $0[2]) }
  }
}
