/// Everything needed to take a card message apart and to put it together.
///
/// A spec is a value to write down, store and compare; ``MessageParser`` compiles it once into a
/// flat table.
public struct MessageSpec: Sendable, Hashable {
  /// The name to choose the spec by, such as `iso8583-1987-ascii`.
  public var name: String
  /// The edition whose tables (MTI, entry mode, response codes) give the elements their meaning.
  public var edition: Edition
  public var header: FieldSpec?
  public var mti: FieldSpec
  public var bitmap: BitmapSpec
  /// By data-element number.
  public var elements: [Int: FieldSpec]

  public init(
    name: String, edition: Edition, header: FieldSpec? = nil, mti: FieldSpec, bitmap: BitmapSpec,
    elements: [Int: FieldSpec]
  ) {
    self.name = name
    self.edition = edition
    self.header = header
    self.mti = mti
    self.bitmap = bitmap
    self.elements = elements
  }

  /// The edition of ISO 8583 a spec follows.
  public enum Edition: UInt8, Sendable, Hashable, CaseIterable {
    /// Told by each message's own MTI.
    case byMessage
    case iso1987, iso1993, iso2003

    /// The name in the JSON form of a spec.
    public var name: String {
      switch self {
      case .byMessage: "by message"
      case .iso1987: "1987"
      case .iso1993: "1993"
      case .iso2003: "2003"
      }
    }
  }
}
