public import CardCore
internal import Foundation
internal import GRDB

/// A registry of cards: the only door to its file.
///
/// Every method is a whole act. What it changes, what it says of it and its record on the audit
/// trail are written in one transaction, and a method that returns has it on the disk.
///
///     let registry = try Registry(opening: path, keys: keys)
///     let head = try registry.verifyAudit()
///
/// May be used from any thread, and by several processes at once: one writes, the others wait and
/// are refused as ``RegistryError/Code/busy`` after five seconds.
public final class Registry: Sendable {
  let file: RegistryFile
  let keys: RegistryKeys

  /// Whether operators and the time may be given by hand, for trials of what takes months.
  public let isTestClock: Bool

  /// Makes a new registry in a file of mode 0600.
  ///
  /// - Parameters:
  ///   - path: Where there is no file yet.
  ///   - keys: What it can be opened with from now on.
  ///   - isTestClock: Whether operators and the time may be given by hand; for good.
  ///   - supervisor: Its first operator, who may make others.
  ///   - time: Now.
  /// - Throws: ``RegistryError/Code/fileExists``, ``RegistryError/Code/readOnly``.
  public static func create(
    at path: String, keys: RegistryKeys, isTestClock: Bool = false, supervisor: String,
    at time: Instant
  ) throws(RegistryError) -> Registry {
    let name = try Operator.checked(supervisor)
    let file = try RegistryFile.create(path)
    try file.write { db in
      try db.execute(
        sql: "INSERT INTO registry VALUES (1, ?, ?, ?, ?, ?)",
        arguments: [
          time.millisecondsSince1970, isTestClock, keys.tokenizer.checkValue,
          keys.protector.checkValue, keys.signer.checkValue,
        ])
      let trail = AuditTrail(db: db, keys: keys)
      try trail.begin()
      try Operator(name: name, roles: [.supervisor]).store(in: db)
      _ = try trail.append(at: time, about: ["operator:\(name)"]) { writer in
        writer.field("act", "create")
        writer.field("operator", name)
        writer.field("isTestClock", isTestClock)
      }
    }
    return try Registry(opening: path, keys: keys)
  }

  /// Opens the registry at `path`.
  ///
  /// - Parameters:
  ///   - path: Of a file that ``create(at:keys:isTestClock:supervisor:at:)`` made.
  ///   - keys: Those that it was made with.
  ///   - busySeconds: How long an act waits for another process that writes.
  /// - Throws: ``RegistryError`` `noSuchFile`, `notPrivate`, `notARegistry`, `newerVersion`,
  ///   `damaged`, `readOnly`, `busy`; `wrongKey` if it was made under other keys.
  public init(
    opening path: String, keys: RegistryKeys, busySeconds: Double = 5
  ) throws(RegistryError) {
    file = try RegistryFile.open(path, busySeconds: busySeconds)
    self.keys = keys
    isTestClock = try file.read { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM registry WHERE id = 1") else {
        throw RegistryError(.damaged, "\(path): a registry without its own row")
      }
      let checks = [
        ("token", "tokenKeyCheck", keys.tokenizer.checkValue),
        ("PAN", "panKeyCheck", keys.protector.checkValue),
        ("audit", "auditKeyCheck", keys.signer.checkValue),
      ]
      for (name, column, own) in checks where row[column] as String != own {
        throw RegistryError(.wrongKey, "\(path): made under another \(name) key")
      }
      return row["isTestClock"]
    }
  }

  // MARK: - The audit trail

  /// Reads the whole audit trail and compares it with its signed head.
  ///
  /// - Parameter kept: A head that was exported before and kept elsewhere: only it can show that an
  ///   older copy of the file was put back.
  /// - Returns: The head, or the first record that is not as it was written.
  public func verifyAudit(
    against kept: AuditHead? = nil
  ) throws(RegistryError) -> Result<AuditHead, AuditFinding> {
    try file.read { db in
      do {
        return .success(try AuditVerification.run(db, keys: keys, kept: kept))
      } catch let finding as AuditFinding {
        return .failure(finding)
      }
    }
  }

  /// The signed head of the audit trail, to be kept elsewhere.
  public func auditHead() throws(RegistryError) -> AuditHead {
    try file.read { try AuditTrail(db: $0, keys: keys).head() }
  }

  // MARK: - The file

  /// Moves what the log holds into the file itself, so that a copy of the file alone is whole.
  public func checkpoint() throws(RegistryError) {
    try file.withoutTransaction { db in _ = try db.checkpoint(.truncate) }
  }

  /// How the file is kept: journal mode, `synchronous` and `foreign_keys`.
  func settings() throws(RegistryError) -> [String] {
    try file.withoutTransaction { db in
      try ["journal_mode", "synchronous", "foreign_keys"].map {
        try String.fetchOne(db, sql: "PRAGMA \($0)") ?? ""
      }
    }
  }
}
