/// The inside of a composite field in compiled form.
struct CompiledComposite: Sendable {
  var layout: Layout
  /// Indices into the flat table of fields, in the order of ``keys``.
  var fields: [Int32]
  /// Whether any data object of BER is allowed, as bytes that are not looked into.
  var isPlainBER = false
  /// What paths call each field.
  var keys: [String]
  /// The tag of each field as a number, see ``Subfields/Tag/number(of:)``; empty where there are
  /// none.
  var tags: [UInt64] = []
  /// The field for a tag that is not listed, or -1.
  var unknown: Int32 = -1
  /// Whether the content is first turned into characters or bytes (packed or hexadecimal
  /// containers), and the subfields are read from those.
  var content = Content.wire

  enum Layout: Sendable {
    case positional(optionalTail: Bool)
    case bitmap(BitmapSpec)
    case tagged(Subfields.Tag)
    case ber
  }

  enum Content: UInt8, Sendable {
    /// The subfields stand on the wire as they are.
    case wire
    /// Packed digits, read as ASCII.
    case digits
    /// Hexadecimal characters, read as bytes.
    case bytes
  }

  /// The position in ``fields`` of the field with this tag.
  @inline(__always)
  func position(ofTag tag: UInt64) -> Int? {
    tags.isEmpty ? nil : tags.firstIndex(of: tag)
  }
}

extension Subfields.Tag {
  /// A key as one number: the bytes of a binary tag, else its characters, the last one lowest.
  ///
  /// - Returns: Nil if `key` is no tag of this kind.
  func number(of key: String) -> UInt64? {
    if encoding.isBinary {
      guard key.utf8.count == count * 2, key.utf8.allSatisfy({ $0 >= 0x30 }) else { return nil }
      return UInt64(key, radix: 16)
    }
    let characters = strip == nil ? key.utf8[...] : key.utf8.drop { $0 == strip }
    guard characters.count == count || (strip != nil && characters.count < count),
      characters.allSatisfy({ encoding.isPacked ? (0x30...0x39) ~= $0 : (0x20..<0x7F) ~= $0 })
    else { return nil }
    return characters.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The key that ``number(of:)`` turned into `number`.
  func key(of number: UInt64) -> String {
    if encoding.isBinary {
      let digits = String(number, radix: 16, uppercase: true)
      return String(repeating: "0", count: max(0, count * 2 - digits.utf8.count)) + digits
    }
    var characters: [Character] = []
    var rest = number
    while rest != 0 {
      characters.append(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: rest))))
      rest >>= 8
    }
    return String(characters.reversed())
  }
}

extension CompiledComposite {
  /// The index of the field of `key`, or -1.
  func field(for key: String) -> Int32 {
    keys.firstIndex(of: key).map { fields[$0] } ?? -1
  }

  /// The index of the field of a tag, however its key is spelt, the one for unknown tags, or -1.
  func field(forTag tag: UInt64) -> Int32 {
    position(ofTag: tag).map { fields[$0] } ?? unknown
  }
}
