import ISO8583

/// Which characters each class of ISO 8583 has, told by lists instead of ranges.
enum ClassOracle {
  static func admits(
    _ scalar: Unicode.Scalar, _ characters: CharacterClass, isFirst: Bool, isLast: Bool
  ) -> Bool {
    let isDigit = digits.contains(scalar)
    return switch characters {
    case .any: true
    case .numeric: isDigit
    case .hexadecimal: isDigit || hexadecimalLetters.contains(scalar)
    case .track: isDigit || trackSigns.contains(scalar)
    case .signedNumeric: isFirst ? scalar == "C" || scalar == "D" : isDigit
    case .zoned: isDigit || (isLast && overpunches.contains(scalar))
    case .alphabetic: letters.contains(scalar) || scalar == " "
    case .alphanumeric: letters.contains(scalar) || isDigit || scalar == " "
    case .alphabeticSpecial: letters.contains(scalar) || isSpecial(scalar)
    case .numericSpecial: isDigit || isSpecial(scalar)
    case .special: isSpecial(scalar)
    case .alphanumericSpecial: isDigit || letters.contains(scalar) || isSpecial(scalar)
    }
  }

  private static let digits = Set("0123456789".unicodeScalars)
  private static let hexadecimalLetters = Set("ABCDEFabcdef".unicodeScalars)
  private static let trackSigns = Set(":;<=>?D".unicodeScalars)
  private static let overpunches = Set("{ABCDEFGHI}JKLMNOPQR".unicodeScalars)

  private static let letters = Set(
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
      + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß" + "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ").unicodeScalars)

  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    guard !letters.contains(scalar), !digits.contains(scalar) else { return false }
    return (32...126).contains(scalar.value) || scalar.value >= 160
  }
}
