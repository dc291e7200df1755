internal import Foundation
internal import GRDB

/// What was answered to each idempotency key, so that a command that is sent twice is done once.
struct CommandLedger {
  let db: Database

  /// The answer that was given to `key` before; nil for a new one.
  ///
  /// - Parameter fingerprint: Of the command, without its time: 32 bytes.
  /// - Throws: ``RegistryError/Code/idempotencyKeyReused`` if the key came with another command;
  ///   ``RegistryError/Code/badValue`` unless it is 1 to 128 printable ASCII characters.
  func answer(to key: String, _ fingerprint: [UInt8]) throws -> String? {
    guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw RegistryError(
        .badValue, "idempotency key: expected 1 to 128 ASCII characters without blanks")
    }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT fingerprint, answer FROM command WHERE idempotencyKey = ?"),
      arguments: [key])
    guard let row else { return nil }
    guard row[0] as Data == Data(fingerprint) else {
      throw RegistryError(
        .idempotencyKeyReused, "the idempotency key was given before, with another command")
    }
    return row[1]
  }

  func remember(
    _ answer: String, to key: String, _ fingerprint: [UInt8], sequence: Int64
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO command (idempotencyKey, fingerprint, answer, sequence) VALUES (?, ?, ?, ?)
        """
    ).execute(arguments: [key, Data(fingerprint), answer, sequence])
  }
}
