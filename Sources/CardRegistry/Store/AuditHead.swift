internal import CardCore

/// The last record of an audit trail, signed: whoever keeps one elsewhere can tell later that a
/// trail was cut or that an older copy was put back.
public struct AuditHead: Hashable, Sendable {
  /// The number of the last record; 0 for a trail without records.
  public let sequence: Int64
  /// Its hash, 32 bytes.
  public let hash: [UInt8]
  /// HMAC-SHA-256 under the audit key, 32 bytes.
  public let signature: [UInt8]

  /// The name and version of the form of an exported head.
  public static let schema = "monetique-audit-head/1"

  /// The head as a JSON object, hashes in hexadecimal.
  public var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", AuditHead.schema)
    writer.field("sequence", sequence)
    writer.key("hash")
    writer.hex(hash.span)
    writer.key("signature")
    writer.hex(signature.span)
    writer.endObject()
    return writer.text
  }

  init(sequence: Int64, hash: [UInt8], signature: [UInt8]) {
    self.sequence = sequence
    self.hash = hash
    self.signature = signature
  }

  /// Reads a head that ``json`` wrote.
  ///
  /// - Throws: ``RegistryError/Code/badValue``.
  public init(reading text: [UInt8]) throws(RegistryError) {
    guard let value = try? JSONReader().read(text), value["schema"]?.string == AuditHead.schema,
      let sequence = value["sequence"]?.int, sequence >= 0,
      let hash = AuditHead.bytes(value["hash"]?.string),
      let signature = AuditHead.bytes(value["signature"]?.string)
    else {
      throw RegistryError(.badValue, "no head of an audit trail: expected \(AuditHead.schema)")
    }
    self.init(sequence: Int64(sequence), hash: hash, signature: signature)
  }

  private static func bytes(_ hexadecimal: String?) -> [UInt8]? {
    guard let digits = hexadecimal.map({ Array($0.utf8) }), digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for offset in stride(from: 0, to: digits.count, by: 2) {
      guard let high = HexadecimalDigit.value(of: digits[offset]),
        let low = HexadecimalDigit.value(of: digits[offset + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
