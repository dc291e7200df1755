/// What is inside a composite field.
///
/// Keys are as they appear in paths (`55.9F26`, `3.1`, `48.0023`): the name a spec gives to a
/// position, the number of a bit, a tag as text, or a binary tag in upper-case hexadecimal.
public indirect enum Subfields: Sendable, Hashable {
  /// One after the other in `order`. With an optional tail the composite may end after any of them.
  case positional(order: [String], fields: [String: FieldSpec], optionalTail: Bool)
  /// Announced by a bitmap of fixed size at the start.
  case bitmap(BitmapSpec, fields: [Int: FieldSpec])
  /// Each behind a tag of fixed size; `unknown` describes those not in `fields`, nil refuses them.
  case tagged(Tag, fields: [String: FieldSpec], unknown: FieldSpec?)
  /// BER-TLV as EMV uses it; each field's own length is the BER length.
  case ber(fields: [String: FieldSpec], unknown: FieldSpec?)

  /// A tag of fixed size.
  public struct Tag: Sendable, Hashable {
    public var encoding: FieldSpec.Encoding
    /// Characters, digits or bytes.
    public var count: Int
    /// A character taken off the left of a tag to make its key.
    public var strip: UInt8?

    public init(_ encoding: FieldSpec.Encoding, count: Int, strip: UInt8? = nil) {
      self.encoding = encoding
      self.count = count
      self.strip = strip
    }
  }

  /// Private data subelements of clearing files: tag of four digits, length of three, in `set`.
  public static func privateDataSubelements(
    _ set: CharacterSet, fields: [String: FieldSpec] = [:]
  ) -> Self {
    let unknown = FieldSpec(
      length: .variable(Prefix(.text(set), width: 3), maximum: 992), encoding: .text(set))
    return .tagged(Tag(.text(set), count: 4), fields: fields, unknown: unknown)
  }

  /// Datasets of ISO 8583:2003: identifier of one byte, length of two binary bytes.
  public static func datasets(fields: [String: FieldSpec] = [:]) -> Self {
    let unknown = FieldSpec(
      length: .variable(Prefix(.binary, width: 2), maximum: nil), encoding: .binary)
    return .tagged(Tag(.binary, count: 1), fields: fields, unknown: unknown)
  }
}

/// A bitmap: which elements follow.
public struct BitmapSpec: Sendable, Hashable {
  /// Words of 64 bits in all chunks together, at most.
  public static let wordCountMaximum = 18

  public var encoding: Encoding
  /// How chunks after the first are written, where it differs.
  public var laterEncoding: Encoding?
  /// Bytes (decoded) of one chunk: 8, 16 or 24; any number up to 24 inside a field.
  public var chunkByteCount: Int
  /// Whether the first bit of a chunk announces another chunk.
  public var extends: Bool
  /// Chunks at most.
  public var maximumChunkCount: Int
  /// Bits that announce nothing.
  public var skippedBits: [Int]
  /// Bits set whenever a message is written from its values.
  public var setBits: [Int]
  /// The data element that holds the third bitmap, where it does not stand beside the others.
  public var tertiaryElement: Int?

  public init(
    _ encoding: Encoding, laterEncoding: Encoding? = nil, chunkByteCount: Int = 8,
    extends: Bool = true, maximumChunkCount: Int = 2, skippedBits: [Int] = [],
    setBits: [Int] = [], tertiaryElement: Int? = nil
  ) {
    self.encoding = encoding
    self.laterEncoding = laterEncoding
    self.chunkByteCount = chunkByteCount
    self.extends = extends
    self.maximumChunkCount = extends ? maximumChunkCount : 1
    self.skippedBits = skippedBits
    self.setBits = setBits
    self.tertiaryElement = tertiaryElement
  }

  public enum Encoding: Sendable, Hashable {
    case binary
    case hexadecimal(CharacterSet)
  }

  /// Whether `number` (from 1) says that another chunk follows, and so is no element.
  func isContinuation(_ number: Int) -> Bool {
    let bits = chunkByteCount * 8
    return extends && number % bits == 1 && number / bits < maximumChunkCount - 1
  }

  /// The greatest element number that can be announced.
  var highestNumber: Int {
    tertiaryElement == nil ? chunkByteCount * 8 * maximumChunkCount : 192
  }
}
