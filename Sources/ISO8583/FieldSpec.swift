/// How one field is written on the wire: its length, prefix, encoding, padding, characters and
/// inner structure, each independent of the others.
///
/// The same type describes a data element, the message type indicator, a header and a subfield.
public struct FieldSpec: Sendable, Hashable {
  /// The most units of a fixed length, and the largest maximum of another.
  public static let lengthMaximum = 1 << 20

  /// What the standard or the network calls the field.
  public var name: String
  public var length: Length
  /// What ``length`` and the prefix count.
  public var unit: Unit
  public var encoding: Encoding
  /// Which characters a text may hold; nil for whatever the encoding carries.
  public var characters: CharacterClass?
  /// How a value shorter than a fixed length is filled up. Values are given with their padding.
  public var padding: Padding?
  /// Where the filler nibble stands when an odd number of digits is packed.
  public var fillerSide: Side
  /// The filler nibble, 0 to 15.
  public var filler: UInt8
  /// Whether packed digits may be A to F.
  public var acceptsHexNibbles: Bool
  public var subfields: Subfields?

  public init(
    name: String = "", length: Length, unit: Unit? = nil, encoding: Encoding,
    characters: CharacterClass? = nil, padding: Padding? = nil, fillerSide: Side = .left,
    filler: UInt8 = 0, acceptsHexNibbles: Bool = false, subfields: Subfields? = nil
  ) {
    self.name = name
    self.length = length
    self.unit = unit ?? (encoding.isPacked ? .digit : .byte)
    self.encoding = encoding
    self.characters = characters
    self.padding = padding
    self.fillerSide = fillerSide
    self.filler = filler
    self.acceptsHexNibbles = acceptsHexNibbles
    self.subfields = subfields
  }

  /// How the field's length is known. Counts are in ``FieldSpec/unit``.
  public enum Length: Sendable, Hashable {
    case fixed(Int)
    /// Written before the value; `maximum` nil where only the prefix bounds it.
    case variable(Prefix, minimum: Int = 0, maximum: Int?)
    /// All that is left of the message or of the field around it.
    case rest(maximum: Int?)
  }

  /// What a length counts.
  public enum Unit: UInt8, Sendable, Hashable, BitwiseCopyable {
    /// Bytes of the value; characters of a text, bytes that hexadecimal digits stand for.
    case byte
    /// Nibbles: digits of a packed number, hexadecimal digits.
    ///
    /// Packed decimals count digits whatever the unit says, as every known spec file means it;
    /// where a prefix counts packed bytes, ``Prefix/counts`` says so.
    /// Binary values are whole bytes: of a variable length they are written with an even count.
    case digit
  }

  public enum Side: UInt8, Sendable, Hashable, BitwiseCopyable {
    case left, right
  }

  /// What fills a short value, and where.
  public struct Padding: Sendable, Hashable {
    public var side: Side
    /// An ASCII character.
    public var character: UInt8

    public init(side: Side, character: UInt8) {
      self.side = side
      self.character = character
    }
  }
}

/// A length written before a value.
public struct Prefix: Sendable, Hashable {
  public var encoding: Encoding
  /// Digits of a text or packed prefix, bytes of a binary one, bytes (two characters each) of a
  /// hexadecimal one. A BER length says its own width.
  public var width: Int
  public var counts: Counts

  public init(_ encoding: Encoding, width: Int, counts: Counts = .units) {
    self.encoding = encoding
    self.width = width
    self.counts = counts
  }

  public enum Encoding: Sendable, Hashable {
    case text(CharacterSet)
    case bcd, binary
    case hexadecimal(CharacterSet)
    case ber
  }

  /// What the number in the prefix counts.
  public enum Counts: UInt8, Sendable, Hashable, BitwiseCopyable {
    /// The field's unit.
    case units
    /// Bytes on the wire, whatever the unit.
    case bytes
    /// Bytes on the wire and the prefix itself.
    case bytesAndPrefix
  }
}

extension FieldSpec {
  /// How a value's characters or bytes are written.
  public enum Encoding: Sendable, Hashable {
    case text(CharacterSet)
    /// Two digits a byte.
    case bcd
    /// One character of sign, then two digits a byte: `x+n` amounts of binary formats.
    case signedBCD(CharacterSet)
    case binary
    /// Two hexadecimal digits for each byte.
    case hexadecimal(CharacterSet)

    var isPacked: Bool {
      switch self {
      case .bcd, .signedBCD: true
      case .text, .binary, .hexadecimal: false
      }
    }

    /// Whether a value is bytes (shown in hexadecimal) and not characters.
    var isBinary: Bool {
      switch self {
      case .binary, .hexadecimal: true
      case .text, .bcd, .signedBCD: false
      }
    }
  }
}
