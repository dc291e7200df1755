internal import CardCore
internal import Foundation
internal import GRDB

/// Reads a whole audit trail and finds the first record that is not as it was written.
struct AuditVerification {
  let keys: RegistryKeys
  let kept: AuditHead?

  private var previous = AuditChain.origin
  private var count: Int64 = 0

  init(keys: RegistryKeys, kept: AuditHead?) {
    self.keys = keys
    self.kept = kept
  }

  /// - Returns: The head, which the whole trail leads to.
  /// - Throws: ``AuditFinding`` for the first thing wrong.
  static func run(_ db: Database, keys: RegistryKeys, kept: AuditHead?) throws -> AuditHead {
    var verification = AuditVerification(keys: keys, kept: kept)
    if let kept, !verification.isSigned(kept) { throw AuditFinding.keptHeadNotSigned }
    let head = try AuditTrail(db: db, keys: keys).head()
    let rows = try Row.fetchCursor(
      db, sql: "SELECT sequence, recordedAt, record, hash FROM audit ORDER BY sequence")
    while let row = try rows.next() {
      let hash: Data = row[3]
      try verification.take(row[0], time: row[1], record: row[2], hash: Array(hash), head)
    }
    return try verification.end(at: head)
  }

  private mutating func take(
    _ sequence: Int64, time: Int64, record: String, hash: [UInt8], _ head: AuditHead
  ) throws(AuditFinding) {
    guard sequence == count + 1 else { throw .missing(sequence: count + 1) }
    let bytes = Array(record.utf8)
    let own = AuditChain.hash(
      sequence: sequence, after: previous, record: bytes, digest: keys.digest)
    let start = Array(AuditVerification.start(sequence, time).utf8)
    guard own == hash, bytes.starts(with: start) else {
      let number = AuditVerification.number(in: bytes)
      if let number, number != sequence { throw .outOfOrder(sequence: sequence, found: number) }
      throw .changed(sequence: sequence)
    }
    if let kept, kept.sequence == sequence, kept.hash != hash {
      throw .notAsKept(sequence: sequence)
    }
    previous = hash
    count = sequence
  }

  private func end(at head: AuditHead) throws(AuditFinding) -> AuditHead {
    guard isSigned(head) else { throw .headNotSigned }
    guard head.sequence >= count else { throw .afterHead(sequence: head.sequence + 1) }
    guard head.sequence == count else { throw .missing(sequence: count + 1) }
    guard head.hash == previous else { throw .changed(sequence: count) }
    if let kept, kept.sequence > count {
      throw .olderThanKept(sequence: count, kept: kept.sequence)
    }
    return head
  }

  private func isSigned(_ head: AuditHead) -> Bool {
    let message = AuditChain.signed(sequence: head.sequence, hash: head.hash)
    return keys.signer.isSigned(message.span, by: head.signature.span)
  }

  /// How every record begins.
  private static func start(_ sequence: Int64, _ time: Int64) -> String {
    let instant = Instant(millisecondsSince1970: time)
    return "{\"sequence\":\(sequence),\"recordedAt\":\"\(instant)\""
  }

  /// The number that a record says it has.
  private static func number(in record: [UInt8]) -> Int64? {
    let start = Array("{\"sequence\":".utf8)
    guard record.starts(with: start) else { return nil }
    let digits = record.dropFirst(start.count).prefix { Digits.isDigit($0) }
    return Int64(String(decoding: digits, as: UTF8.self))
  }
}
