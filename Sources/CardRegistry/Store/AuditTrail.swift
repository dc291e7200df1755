internal import CardCore
internal import Foundation
internal import GRDB

/// The audit trail as a transaction sees it: what is appended goes with the rest or not at all.
///
/// It reads the head once: within a transaction nobody else can move it, as long as all that is
/// appended goes through one trail.
final class AuditTrail {
  private let db: Database
  private let keys: RegistryKeys
  private var known: AuditHead?

  init(db: Database, keys: RegistryKeys) {
    self.db = db
    self.keys = keys
  }

  /// Appends a record and signs the new head.
  ///
  /// - Parameters:
  ///   - time: When it is recorded.
  ///   - subjects: What the record can be found by later, such as `card:12`.
  ///   - members: Writes the members of the record after its number and its time.
  /// - Returns: The record's number.
  func append(
    at time: Instant, about subjects: [String], _ members: (inout JSONWriter) -> Void
  ) throws -> Int64 {
    let head = try head()
    let sequence = head.sequence + 1
    var writer = JSONWriter(byteCapacity: 1_024)
    writer.beginObject()
    writer.field("sequence", sequence)
    writer.field("recordedAt", time.description)
    members(&writer)
    writer.endObject()
    let hash = AuditChain.hash(
      sequence: sequence, after: head.hash, record: writer.bytes, digest: keys.digest)
    try db.cachedStatement(
      sql: "INSERT INTO audit (sequence, recordedAt, record, hash) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [sequence, time.millisecondsSince1970, writer.text, Data(hash)])
    try note(subjects, sequence)
    try sign(sequence, hash)
    return sequence
  }

  private func note(_ subjects: [String], _ sequence: Int64) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO auditSubject (subject, sequence) VALUES (?, ?)")
    for subject in subjects { try statement.execute(arguments: [subject, sequence]) }
  }

  /// Makes the head of a trail that has no record.
  func begin() throws {
    let signature = keys.signer.sign(
      AuditChain.signed(sequence: 0, hash: AuditChain.origin).span)
    try db.execute(
      sql: "INSERT INTO auditHead (id, sequence, hash, signature) VALUES (1, 0, ?, ?)",
      arguments: [Data(AuditChain.origin), Data(signature)])
  }

  private func sign(_ sequence: Int64, _ hash: [UInt8]) throws {
    let signature = keys.signer.sign(AuditChain.signed(sequence: sequence, hash: hash).span)
    try db.cachedStatement(
      sql: "UPDATE auditHead SET sequence = ?, hash = ?, signature = ? WHERE id = 1"
    ).execute(arguments: [sequence, Data(hash), Data(signature)])
    known = AuditHead(sequence: sequence, hash: hash, signature: signature)
  }

  /// The signed head as it is stored.
  ///
  /// - Throws: ``RegistryError/Code/damaged`` if there is none.
  func head() throws -> AuditHead {
    if let known { return known }
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT sequence, hash, signature FROM auditHead WHERE id = 1"))
    guard let row else { throw RegistryError(.damaged, "the audit trail has no head") }
    let hash: Data = row[1]
    let signature: Data = row[2]
    let head = AuditHead(sequence: row[0], hash: Array(hash), signature: Array(signature))
    known = head
    return head
  }
}
