/// How one byte stands for one character.
public enum CharacterSet: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
  case ascii, latin1, ebcdic037, ebcdic500, ebcdic1047, ebcdic1140

  /// The name in the JSON form of a spec.
  public var name: String {
    switch self {
    case .ascii: "ascii"
    case .latin1: "latin1"
    case .ebcdic037: "ebcdic037"
    case .ebcdic500: "ebcdic500"
    case .ebcdic1047: "ebcdic1047"
    case .ebcdic1140: "ebcdic1140"
    }
  }

  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// Whether the digits, letters and punctuation of ASCII are the same bytes here.
  var isASCIICompatible: Bool { self == .ascii || self == .latin1 }

  /// The byte of the digit zero; the other digits follow it in every set.
  var zero: UInt8 { isASCIICompatible ? 0x30 : 0xF0 }

  /// The Unicode scalar value of `byte`, or nil for a byte over 7F in ASCII.
  @inline(__always)
  func scalar(_ byte: UInt8) -> UInt16? {
    switch self {
    case .ascii: byte < 0x80 ? UInt16(byte) : nil
    case .latin1: UInt16(byte)
    default: EBCDIC.scalars(self)[Int(byte)]
    }
  }

  /// The byte that stands for `scalar`, or nil where this set has none.
  func byte(_ scalar: UInt32) -> UInt8? {
    switch self {
    case .ascii: scalar < 0x80 ? UInt8(scalar) : nil
    case .latin1: scalar < 0x100 ? UInt8(scalar) : nil
    default: EBCDIC.byte(scalar, in: self)
    }
  }
}
