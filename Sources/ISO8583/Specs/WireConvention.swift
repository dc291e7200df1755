/// How a family of specs puts the standard's formats on the wire, the same way for every element.
struct WireConvention: Sendable {
  var characters: CharacterSet
  /// Whether digits, tracks and lengths are packed, two a byte.
  var isPacked = false
  /// Of `b` elements.
  var binary = FieldSpec.Encoding.binary

  /// Everything in ASCII but binary elements, which are raw.
  static let ascii = Self(characters: .ascii)

  /// Everything in ASCII; binary elements in hexadecimal, whose lengths count the hexadecimal
  /// digits.
  static let asciiHexadecimal = Self(characters: .ascii, binary: .hexadecimal(.ascii))

  /// Digits, tracks and lengths packed, an odd number of digits behind a 0; other texts in ASCII;
  /// binary elements raw.
  static let packed = Self(characters: .ascii, isPacked: true)

  /// Everything in `set` but binary elements, which are raw.
  static func text(_ set: CharacterSet) -> Self { Self(characters: set) }

  /// The message type indicator.
  var mti: FieldSpec {
    FieldSpec(
      name: "message type indicator", length: .fixed(4),
      encoding: isPacked ? .bcd : .text(characters), characters: .numeric)
  }

  /// The field of an element written so.
  func field(_ format: ElementFormat, name: String) -> FieldSpec {
    guard let characterClass = format.characters else {
      return FieldSpec(
        name: name, length: binaryLength(of: format), unit: .byte, encoding: binary)
    }
    // A sign counts as one more digit.
    let sign = characterClass == .signedNumeric ? 1 : 0
    return FieldSpec(
      name: name, length: length(of: format, adding: sign),
      encoding: encoding(of: characterClass), characters: characterClass,
      padding: padding(of: format), acceptsHexNibbles: isPacked && characterClass == .track)
  }

  private func encoding(of characterClass: CharacterClass) -> FieldSpec.Encoding {
    switch characterClass {
    case .numeric, .track: isPacked ? .bcd : .text(characters)
    case .signedNumeric: isPacked ? .signedBCD(characters) : .text(characters)
    default: .text(characters)
    }
  }

  /// Digits of a fixed length stand right behind zeros, other characters left before blanks.
  private func padding(of format: ElementFormat) -> FieldSpec.Padding? {
    guard format.lengthDigitCount == 0 else { return nil }
    return switch format.characters {
    case .numeric: FieldSpec.Padding(side: .left, character: UInt8(ascii: "0"))
    case .alphabetic, .alphanumeric, .alphanumericSpecial:
      FieldSpec.Padding(side: .right, character: UInt8(ascii: " "))
    default: nil
    }
  }

  // MARK: - Lengths

  private func length(of format: ElementFormat, adding extra: Int) -> FieldSpec.Length {
    guard format.lengthDigitCount > 0 else { return .fixed(format.maximum + extra) }
    return .variable(prefix(of: format), minimum: format.minimum, maximum: format.maximum)
  }

  private func binaryLength(of format: ElementFormat) -> FieldSpec.Length {
    guard format.lengthDigitCount > 0, case .hexadecimal = binary else {
      return length(of: format, adding: 0)
    }
    // The length counts hexadecimal digits, so only half of what it can say are bytes; an odd one
    // is refused.
    let reach = (0..<format.lengthDigitCount).reduce(1) { power, _ in power * 10 } - 1
    return .variable(
      prefix(of: format, counts: .bytes), minimum: format.minimum,
      maximum: min(format.maximum, reach / 2))
  }

  private func prefix(of format: ElementFormat, counts: Prefix.Counts = .units) -> Prefix {
    Prefix(isPacked ? .bcd : .text(characters), width: format.lengthDigitCount, counts: counts)
  }
}
