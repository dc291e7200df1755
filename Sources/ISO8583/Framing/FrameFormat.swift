/// How messages follow one another in a log or a stream of bytes.
///
/// | name | what lies in the input |
/// |---|---|
/// | `binary2`, `binary4` | a binary length of 2 or 4 bytes, the most significant first |
/// | `bcd2` | a length of four decimal digits in 2 bytes |
/// | `ascii1` … `ascii6` | a length of 1 to 6 ASCII digits |
/// | `hex4` | a length of four hexadecimal digits in ASCII |
/// | … `-inclusive` | after one of these: the length counts its own bytes too |
/// | … `+tpdu5`, `+header12` | after one of these: that many bytes between length and message |
/// | `hexlines` | a message a line, in hexadecimal (see ``HexLine``) |
/// | `vbs` | records after a 4-byte length, and a zero length at the end: an IPM file |
/// | `vbs-1014` | the same in blocks of 1,014 bytes (see ``BlockFillRemover``) |
/// | `raw` | one message, the whole input |
public enum FrameFormat: Sendable, Hashable {
  /// A length before each message. A length of zero, or of the header alone, is a keep-alive.
  case lengthPrefixed(LengthPrefix)

  /// A message a line, in hexadecimal.
  case hexLines

  /// Variable-length records, each after a 4-byte binary length, with a zero length at the end.
  case vbs(isBlocked: Bool)

  /// The whole input is one message.
  case raw

  /// The most bytes a frame may hold unless the caller says otherwise: 65,536.
  public static let defaultMaximumFrameByteCount = 65_536
}

extension FrameFormat: CustomStringConvertible {
  /// The name that ``init(name:)`` reads back, as ``FrameFormat`` lists them.
  ///
  /// A header of five bytes is named `tpdu5`, any other by its size, as in `header12`.
  public var name: String {
    switch self {
    case .lengthPrefixed(let prefix):
      let suffix = prefix.isInclusive ? "-inclusive" : ""
      return prefix.encoding.rawValue + suffix + Self.headerName(prefix.headerByteCount)
    case .hexLines: return "hexlines"
    case .vbs(isBlocked: false): return "vbs"
    case .vbs(isBlocked: true): return "vbs-1014"
    case .raw: return "raw"
    }
  }

  /// The format's ``name``.
  public var description: String { name }

  /// Reads a name such as `binary2`, `ascii4-inclusive+header12` or `hexlines`.
  ///
  /// Names are in lower case. Returns nil for any other text; a header has 1 to 255 bytes, written
  /// without leading zeros, and a TPDU has 5.
  public init?(name: String) {
    switch name {
    case "hexlines": self = .hexLines
    case "vbs": self = .vbs(isBlocked: false)
    case "vbs-1014": self = .vbs(isBlocked: true)
    case "raw": self = .raw
    default:
      guard let prefix = Self.lengthPrefix(name: name) else { return nil }
      self = .lengthPrefixed(prefix)
    }
  }

  private static func headerName(_ byteCount: UInt8) -> String {
    switch byteCount {
    case 0: ""
    case 5: "+tpdu5"
    default: "+header\(byteCount)"
    }
  }

  private static func lengthPrefix(name: String) -> LengthPrefix? {
    let parts = name.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    var base = parts[0]
    let isInclusive = base.hasSuffix("-inclusive")
    if isInclusive { base.removeLast("-inclusive".count) }
    guard let encoding = LengthPrefix.Encoding(rawValue: String(base)) else { return nil }
    guard parts.count == 2 else { return LengthPrefix(encoding, isInclusive: isInclusive) }
    guard let headerByteCount = headerByteCount(name: parts[1]) else { return nil }
    return LengthPrefix(encoding, isInclusive: isInclusive, headerByteCount: headerByteCount)
  }

  private static func headerByteCount(name: Substring) -> UInt8? {
    if name == "tpdu5" { return 5 }
    guard name.hasPrefix("header") else { return nil }
    let digits = name.dropFirst("header".count)
    guard let byteCount = UInt8(digits), byteCount > 0, "\(byteCount)" == digits else {
      return nil
    }
    return byteCount
  }
}
