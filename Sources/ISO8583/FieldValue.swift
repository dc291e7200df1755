/// The value of a field, apart from how it is written.
public indirect enum FieldValue: Hashable, Sendable {
  /// Characters as on the wire, padding kept.
  case text(String)
  case bytes([UInt8])
  /// The subfields of a composite in the order of the wire; a tag may come more than once.
  case fields([Member])
  /// Bytes that lenient parsing let through although the field cannot hold them.
  case undecoded([UInt8])

  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: FieldValue

    public init(_ key: String, _ value: FieldValue) {
      self.key = key
      self.value = value
    }
  }

  /// The first subfield called `key`.
  public subscript(key: String) -> FieldValue? {
    guard case .fields(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The characters of a text.
  public var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// The bytes of a binary value.
  public var bytes: [UInt8]? {
    guard case .bytes(let bytes) = self else { return nil }
    return bytes
  }
}
