import ISO8583

/// What the name of a jPOS field class says: family, length prefix, kind.
///
/// | part | says |
/// |---|---|
/// | `IFA` `IFB` `IFE` `IFEB` `IF` | ASCII; BCD and bytes; EBCDIC; EBCDIC behind a byte; any |
/// | `L` … `LLLLLL` | as many digits of length in front; none for a fixed length |
/// | `H` | the length is binary: one byte for `LL`, two for more |
/// | `NUM` `NUMERIC` `CHAR` `ECHAR` `BINARY` `ABINARY` `AMOUNT` `BITMAP` | the content |
///
/// Source: the classes of package org.jpos.iso, by what each hands to its base class.
struct JPOSFieldClass {
  /// Without the package.
  let name: String
  private(set) var family = Family.plain
  private(set) var lengthDigitCount = 0
  private(set) var isLengthBinary = false
  /// Whether a value behind a length is filled up to the greatest length all the same.
  private(set) var isFilled = false
  private(set) var kind = Kind.characters

  enum Family: String {
    case ascii = "IFA"
    case bytes = "IFB"
    case ebcdic = "IFE"
    case ebcdicBehindByte = "IFEB"
    case plain = "IF"
  }

  enum Kind {
    case digits, characters, ebcdicCharacters, binary, hexadecimal, amount, bitmap
    /// The element may not be there.
    case none
  }

  /// - Parameter fullName: With its package or without.
  /// - Returns: nil where the name is none of the known ones.
  init?(_ fullName: String) {
    name = fullName.split(separator: ".").last.map(String.init) ?? fullName
    let parts = name.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, let family = Family(rawValue: String(parts[0])) else { return nil }
    self.family = family
    var rest = parts[1]
    if rest.hasPrefix("FL") {
      isFilled = true
      rest.removeFirst()
    }
    lengthDigitCount = rest.prefix { $0 == "L" }.count
    rest.removeFirst(lengthDigitCount)
    if lengthDigitCount > 0, rest.hasPrefix("H") {
      isLengthBinary = true
      rest.removeFirst()
    }
    if lengthDigitCount > 0, rest.hasPrefix("FB") {
      isFilled = true
      rest.removeFirst()
    }
    guard lengthDigitCount <= 6, let kind = Self.kinds[String(rest)] else { return nil }
    self.kind = kind
  }

  private static let kinds: [String: Kind] = [
    "NUM": .digits, "NUMERIC": .digits, "CHAR": .characters, "ECHAR": .ebcdicCharacters,
    "BINARY": .binary, "ABINARY": .hexadecimal, "AMOUNT": .amount, "BITMAP": .bitmap,
    "NOP": .none, "UNUSED": .none,
  ]

  /// The format of an element of this class.
  ///
  /// - Parameters:
  ///   - length: Of the value, at most.
  ///   - padsLeft: The attribute `pad`: an odd number of packed digits begins with the filler.
  ///   - element: Its number; tracks in packed digits have a separator nibble.
  func field(name: String, length: Int, padsLeft: Bool, element: Int) -> FieldSpec? {
    guard let encoding else { return nil }
    return FieldSpec(
      name: name, length: fieldLength(length), encoding: encoding, padding: padding,
      fillerSide: encoding == .bcd && !padsLeft ? .right : .left,
      acceptsHexNibbles: encoding == .bcd && [35, 36].contains(element))
  }

  private var charset: CharacterSet {
    switch family {
    case .ebcdic, .ebcdicBehindByte: .ebcdic1047
    case .ascii, .bytes, .plain: .latin1
    }
  }

  private var encoding: FieldSpec.Encoding? {
    switch kind {
    case .digits: family == .bytes ? .bcd : .text(charset)
    case .characters: .text(charset)
    case .ebcdicCharacters: .text(.ebcdic1047)
    case .amount: family == .bytes ? .signedBCD(.ascii) : .text(charset)
    case .hexadecimal: .hexadecimal(.ascii)
    case .binary:
      // Behind a length the bytes stand as they are; alone they are written in digits.
      switch family {
      case .ascii where lengthDigitCount == 0: .hexadecimal(.ascii)
      case .ebcdic where lengthDigitCount == 0: .hexadecimal(.ebcdic1047)
      default: .binary
      }
    case .bitmap, .none: nil
    }
  }

  private var padding: FieldSpec.Padding? {
    guard lengthDigitCount == 0 else { return nil }
    return switch kind {
    case .digits: FieldSpec.Padding(side: .left, character: 0x30)
    case .characters, .ebcdicCharacters: FieldSpec.Padding(side: .right, character: 0x20)
    default: nil
    }
  }

  private func fieldLength(_ length: Int) -> FieldSpec.Length {
    guard lengthDigitCount > 0 else { return .fixed(length) }
    let binary = Prefix(.binary, width: lengthDigitCount <= 2 ? 1 : 2)
    let prefix: Prefix =
      if isLengthBinary {
        binary
      } else {
        switch family {
        case .ascii, .plain: Prefix(.text(.ascii), width: lengthDigitCount)
        case .bytes: Prefix(.bcd, width: lengthDigitCount)
        case .ebcdic: Prefix(.text(.ebcdic1047), width: lengthDigitCount)
        case .ebcdicBehindByte: binary
        }
      }
    return .variable(prefix, maximum: min(length, prefix.reach))
  }

  /// How a bitmap of this class is written; nil for another kind.
  var bitmapEncoding: BitmapSpec.Encoding? {
    guard kind == .bitmap else { return nil }
    return switch family {
    case .ascii: .hexadecimal(.ascii)
    case .ebcdic, .ebcdicBehindByte: .hexadecimal(.ebcdic1047)
    case .bytes, .plain: .binary
    }
  }
}
