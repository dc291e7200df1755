internal import CardCore

/// Makes the id of an alert from what is the same in every replay.
protocol AlertIdentity: AnyObject {
  /// - Returns: 32 hexadecimal digits.
  func id(rule: String, subject: Subject, input: UInt16, offset: UInt64) -> String
}

/// Ids by a digest, SHA-256 in the tool, of which the first 16 bytes are kept.
final class DigestIdentity<D: Digest & ~Copyable>: AlertIdentity {
  private var digest: D

  init(_ digest: consuming D) { self.digest = digest }

  func id(rule: String, subject: Subject, input: UInt16, offset: UInt64) -> String {
    var writer = StateWriter()
    writer.text(rule)
    writer.text(subject.name)
    writer.integer(input)
    writer.integer(offset)
    digest.update(writer.bytes.span)
    let bytes = digest.finish()
    precondition(bytes.count >= 16, "a digest of 16 bytes or more")
    var json = JSONWriter(byteCapacity: 34)
    json.hex(bytes.span.extracting(first: 16))
    return String(decoding: json.bytes.dropFirst().dropLast(), as: UTF8.self)
  }
}
