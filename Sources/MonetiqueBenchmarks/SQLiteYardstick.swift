internal import SQLite3

/// One database through SQLite's C interface: statements prepared once, values bound and stepped.
@safe
final class SQLiteYardstick {
  /// A value as SQLite keeps it.
  enum Value {
    case null
    case integer(Int64)
    case text([UInt8])
    case blob([UInt8])
  }

  private let database: OpaquePointer?
  private var statements: [String: Statement] = [:]

  /// A statement that was prepared.
  @safe
  private struct Statement {
    let pointer: OpaquePointer?
  }

  /// Opens the file as the registry does.
  init(_ path: String) {
    var opened: OpaquePointer?
    // Without locks around each call, which the registry's queue needs none of either.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    precondition(code == SQLITE_OK, "the copy of a registry can be opened")
    unsafe database = opened
    for pragma in [
      "foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL",
      "wal_autocheckpoint = 4000", "secure_delete = ON", "trusted_schema = OFF",
      "recursive_triggers = ON", "cache_size = -65536",
    ] {
      _ = unsafe sqlite3_exec(database, "PRAGMA \(pragma)", nil, nil, nil)
    }
  }

  deinit {
    for statement in statements.values { _ = unsafe sqlite3_finalize(statement.pointer) }
    _ = unsafe sqlite3_close(database)
  }

  /// Runs a statement; returns its rows.
  @discardableResult
  func run(_ sql: String, _ values: [Value] = [], columns: Int = 0) -> [[Value]] {
    let statement = unsafe prepared(sql)
    for (index, value) in values.enumerated() { unsafe bind(value, Int32(index + 1), statement) }
    var rows: [[Value]] = []
    var code = unsafe sqlite3_step(statement)
    while code == SQLITE_ROW {
      rows.append((0..<columns).map { unsafe column(Int32($0), statement) })
      code = unsafe sqlite3_step(statement)
    }
    precondition(code == SQLITE_DONE, "a statement that the registry runs can be run again")
    _ = unsafe sqlite3_reset(statement)
    return rows
  }

  private func prepared(_ sql: String) -> OpaquePointer? {
    if let statement = statements[sql] { return unsafe statement.pointer }
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v2(database, sql, -1, &statement, nil)
    precondition(code == SQLITE_OK, "a statement that the registry runs can be prepared")
    statements[sql] = unsafe Statement(pointer: statement)
    return unsafe statement
  }

  /// The bytes stay where they are until the statement has run.
  private func bind(_ value: Value, _ index: Int32, _ statement: OpaquePointer?) {
    // SQLITE_TRANSIENT: SQLite takes a copy.
    let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: _ = unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): _ = unsafe sqlite3_bind_int64(statement, index, number)
    case .text(let bytes):
      unsafe bytes.withUnsafeBufferPointer { buffer in
        _ = unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
          unsafe sqlite3_bind_text(
            statement, index, characters.baseAddress, Int32(bytes.count), copies)
        }
      }
    case .blob(let bytes):
      unsafe bytes.withUnsafeBytes { buffer in
        _ = unsafe sqlite3_bind_blob(
          statement, index, buffer.baseAddress, Int32(bytes.count), copies)
      }
    }
  }

  private func column(_ index: Int32, _ statement: OpaquePointer?) -> Value {
    let count = Int(unsafe sqlite3_column_bytes(statement, index))
    switch unsafe sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, index))
    case SQLITE_TEXT: return .text(unsafe bytes(sqlite3_column_blob(statement, index), count))
    case SQLITE_BLOB: return .blob(unsafe bytes(sqlite3_column_blob(statement, index), count))
    default: return .null
    }
  }

  private func bytes(_ start: UnsafeRawPointer?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
