internal import Foundation
internal import GRDB

/// The SQLite file of a registry, opened so that nothing that was acknowledged is lost.
///
/// WAL with `synchronous=FULL`: a commit returns when it is on the disk. Several processes may have
/// the file open; one writes at a time, and the others wait up to ``busySeconds``.
struct RegistryFile: Sendable {
  let queue: DatabaseQueue

  /// How long a write waits for another process before it is refused as busy.
  static let busySeconds = 5.0

  /// Makes a new file of mode 0600 at `path`, with the whole schema and nothing in it.
  ///
  /// - Throws: ``RegistryError/Code/fileExists`` if there is one.
  static func create(_ path: String) throws(RegistryError) -> RegistryFile {
    let files = FileManager.default
    guard !files.fileExists(atPath: path) else {
      throw RegistryError(.fileExists, "\(path): there already")
    }
    guard
      files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw RegistryError(.readOnly, "\(path): no file can be made there") }
    do throws(RegistryError) {
      let file = try open(path, mayBeEmpty: true)
      try file.migrate()
      return file
    } catch {
      // It was made just now, and nothing is in it.
      for end in ["", "-wal", "-shm"] { try? files.removeItem(atPath: path + end) }
      throw error
    }
  }

  /// Opens the file at `path` and brings its schema up to date.
  ///
  /// - Throws: ``RegistryError`` `noSuchFile`, `notPrivate`, `notARegistry`, `newerVersion`,
  ///   `damaged`, `readOnly`, `busy`.
  static func open(
    _ path: String, busySeconds: Double = RegistryFile.busySeconds
  ) throws(RegistryError) -> RegistryFile {
    let file = try open(path, mayBeEmpty: false, busySeconds: busySeconds)
    try file.migrate()
    return file
  }

  private static func open(
    _ path: String, mayBeEmpty: Bool, busySeconds: Double = RegistryFile.busySeconds
  ) throws(RegistryError) -> RegistryFile {
    try refuseShared(path)
    return try mapping(path) {
      var configuration = Configuration()
      configuration.busyMode = .timeout(busySeconds)
      configuration.foreignKeysEnabled = true
      configuration.prepareDatabase { db in
        // Before anything is changed: the file may be another program's.
        let identifier = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isNew = try mayBeEmpty && Int.fetchOne(db, sql: "PRAGMA page_count") == 0
        guard isNew || identifier == Migrations.applicationID else {
          throw RegistryError(.notARegistry, "\(path): a database, and not of a registry")
        }
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard version <= Migrations.all.count else {
          throw RegistryError(
            .newerVersion,
            "\(path): of version \(version), and this program knows \(Migrations.all.count)")
        }
        try prepare(db)
      }
      return RegistryFile(queue: try DatabaseQueue(path: path, configuration: configuration))
    }
  }

  private static func prepare(_ db: Database) throws {
    let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    guard mode == "wal" else {
      throw RegistryError(.readOnly, "the registry cannot keep a write-ahead log beside its file")
    }
    try db.execute(
      sql: """
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA secure_delete = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA recursive_triggers = ON;
        PRAGMA cache_size = -65536;
        """)
  }

  private static func refuseShared(_ path: String) throws(RegistryError) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let attributes else { throw RegistryError(.noSuchFile, "\(path): no such file") }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw RegistryError(.notARegistry, "\(path): not a file")
    }
    let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
    guard mode & 0o077 == 0 else {
      throw RegistryError(.notPrivate, "\(path): others than its owner may open it")
    }
  }

  /// Runs the migrations that the file does not have, each in one transaction with its number.
  private func migrate() throws(RegistryError) {
    let known = try read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard known < Migrations.all.count else { return }
    try write { db in
      // Another process may have been quicker.
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      for (index, script) in Migrations.all.enumerated() where index >= version {
        try db.execute(sql: script)
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
      try db.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
    }
  }

  // MARK: - Transactions

  /// Runs `body` on one unchanging view of the file.
  func read<R>(_ body: (Database) throws -> R) throws(RegistryError) -> R {
    try Self.mapping { try queue.read(body) }
  }

  /// Runs `body` in one transaction: all of it is on the disk when this returns, or none.
  func write<R>(_ body: (Database) throws -> R) throws(RegistryError) -> R {
    try Self.mapping { try queue.write(body) }
  }

  /// Runs `body` in one transaction, and takes back all that it did where it says so.
  func attempt<R>(
    isDryRun: Bool, _ body: (Database) throws -> (R, isKept: Bool)
  ) throws(RegistryError) -> R {
    try Self.mapping {
      try queue.writeWithoutTransaction { db in
        var result: R?
        try db.inTransaction(.immediate) {
          let (value, isKept) = try body(db)
          result = value
          return isKept && !isDryRun ? .commit : .rollback
        }
        guard let result else { preconditionFailure("a transaction ran its body") }
        return result
      }
    }
  }

  /// Runs `body` outside of any transaction.
  func withoutTransaction<R>(_ body: (Database) throws -> R) throws(RegistryError) -> R {
    try Self.mapping { try queue.writeWithoutTransaction(body) }
  }

  /// ``write(_:)``, or for a dry run the same with all of it taken back.
  func run<R>(isDryRun: Bool, _ body: (Database) throws -> R) throws(RegistryError) -> R {
    try attempt(isDryRun: isDryRun) { (try body($0), isKept: true) }
  }

  // MARK: - Errors

  private static func mapping<R>(
    _ path: String = "registry", _ body: () throws -> R
  ) throws(RegistryError) -> R {
    do {
      return try body()
    } catch let error as RegistryError {
      throw error
    } catch let error as DatabaseError {
      throw RegistryError(error, path)
    } catch {
      // An error about a row may hold the row: only its kind is said.
      throw RegistryError(.database, "\(path): \(type(of: error))")
    }
  }
}

extension RegistryError {
  /// What SQLite said, without the values of the statement.
  init(_ error: DatabaseError, _ path: String) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "\(path): another process is writing")
    case .SQLITE_NOTADB: self.init(.notARegistry, "\(path): not a database")
    case .SQLITE_CORRUPT: self.init(.damaged, "\(path): cut or overwritten")
    case .SQLITE_READONLY, .SQLITE_PERM: self.init(.readOnly, "\(path): it may not be written")
    case .SQLITE_CANTOPEN, .SQLITE_AUTH: self.init(.readOnly, "\(path): it cannot be opened")
    case .SQLITE_FULL: self.init(.diskFull, "\(path): the disk is full")
    default:
      // SQLite's own words hold names of tables and columns, never values.
      self.init(
        .database, "\(path): \(error.message ?? "SQLite error") (\(error.extendedResultCode))")
    }
  }
}
