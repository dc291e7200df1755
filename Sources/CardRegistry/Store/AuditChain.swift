internal import CardCore

/// How one record of the audit trail is bound to the one before it.
///
///     hash = SHA-256( 01 · sequence, 8 bytes · hash of the record before, 32 bytes · record )
///
/// The first record follows 32 zero bytes. A record is a JSON object on one line, written by
/// `JSONWriter`, whose first member is its sequence number, so that no record can stand in the
/// place of another.
enum AuditChain {
  static let hashByteCount = 32

  /// What the first record follows.
  static let origin = [UInt8](repeating: 0, count: hashByteCount)

  private static let version: UInt8 = 1

  static func hash(
    sequence: Int64, after previous: [UInt8], record: [UInt8],
    digest: ([[UInt8]]) -> [UInt8]
  ) -> [UInt8] {
    digest([prefix(sequence), previous, record])
  }

  /// What the signature of a head covers.
  static func signed(sequence: Int64, hash: [UInt8]) -> [UInt8] {
    Array("monetique-audit-head".utf8) + prefix(sequence) + hash
  }

  private static func prefix(_ sequence: Int64) -> [UInt8] {
    var bytes = [version]
    for shift in stride(from: Int64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: sequence >> shift))
    }
    return bytes
  }
}
