/// Which characters a text data element may hold, as ISO 8583 writes it beside each element.
///
/// A blank is accepted by every class that holds letters, because such elements are padded with
/// blanks.
///
/// Encodings with more characters than ASCII (Latin-1, EBCDIC) carry the names of people and
/// places: there a letter with an accent is a letter, and any other printable character beyond
/// ASCII is a special one.
public enum CharacterClass: UInt8, Sendable, Hashable, CaseIterable {
  /// Whatever the encoding can carry.
  case any
  /// `a`: letters and blanks.
  case alphabetic
  /// `n`: the digits 0 to 9.
  case numeric
  /// `s`: printable characters that are neither letters nor digits, blank included.
  case special
  /// `an`: letters, digits and blanks.
  case alphanumeric
  /// `as`: letters and special characters.
  case alphabeticSpecial
  /// `ns`: digits and special characters.
  case numericSpecial
  /// `ans`: every printable character, blank included.
  case alphanumericSpecial
  /// `z`: the code set of tracks 2 and 3, digits and `:;<=>?`, with `D` for a separator written in
  /// hexadecimal.
  case track
  /// `h`: hexadecimal digits of either case.
  case hexadecimal
  /// `x+n`: one sign, `C` for credit or `D` for debit, then digits.
  case signedNumeric
  /// Digits whose last one carries the sign: `{ABCDEFGHI` plus, `}JKLMNOPQR` minus.
  case zoned

  /// The name in the JSON form of a spec.
  public var name: String {
    switch self {
    case .any: "any"
    case .alphabetic: "a"
    case .numeric: "n"
    case .special: "s"
    case .alphanumeric: "an"
    case .alphabeticSpecial: "as"
    case .numericSpecial: "ns"
    case .alphanumericSpecial: "ans"
    case .track: "z"
    case .hexadecimal: "h"
    case .signedNumeric: "x+n"
    case .zoned: "zoned"
    }
  }

  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// Whether the character at `index` of `count` may stand there.
  ///
  /// - Parameter code: The character's Unicode scalar value.
  func admits(_ code: UInt16, at index: Int, of count: Int) -> Bool {
    switch self {
    case .any: true
    case .signedNumeric:
      index == 0 ? code == 0x43 || code == 0x44 : Self.isDigit(code)
    case .zoned: Self.isDigit(code) || (index == count - 1 && Self.isOverpunch(code))
    default: admitsEverywhere(code)
    }
  }

  private func admitsEverywhere(_ code: UInt16) -> Bool {
    let isDigit = Self.isDigit(code)
    let isLetter = Self.isLetter(code)
    let isPrintable = (0x20...0x7E).contains(code) || code >= 0xA0
    return switch self {
    case .alphabetic: isLetter || code == 0x20
    case .numeric: isDigit
    case .special: isPrintable && !isLetter && !isDigit
    case .alphanumeric: isLetter || isDigit || code == 0x20
    case .alphabeticSpecial: isPrintable && !isDigit
    case .numericSpecial: isPrintable && !isLetter
    case .alphanumericSpecial: isPrintable
    case .track: (0x30...0x3F).contains(code) || code == 0x44
    case .hexadecimal: isDigit || (0x41...0x46).contains(code & ~0x20)
    case .any, .signedNumeric, .zoned: false
    }
  }

  private static func isDigit(_ code: UInt16) -> Bool { (0x30...0x39).contains(code) }

  /// Letters of Latin-1, the ordinal indicators and the micro sign left out.
  private static func isLetter(_ code: UInt16) -> Bool {
    (0x41...0x5A).contains(code & ~0x20)
      || ((0xC0...0xFF).contains(code) && code != 0xD7 && code != 0xF7)
  }

  private static func isOverpunch(_ code: UInt16) -> Bool {
    (0x41...0x49).contains(code) || (0x4A...0x52).contains(code) || code == 0x7B || code == 0x7D
  }
}
