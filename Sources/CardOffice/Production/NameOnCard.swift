internal import CardCore
internal import Foundation

/// A holder's name as track 1 and the card itself have it: capitals without accents, the family
/// name first and a stroke after it, 2 to 26 characters.
enum NameOnCard {
  static let countMax = 26

  /// Nil for a name without a letter.
  static func text(_ name: String) -> [UInt8]? {
    let words = name.split(separator: " ").map(String.init)
    // Family names stand first, in capitals: `LE GOFF Anne`; else the first word is one.
    let capitals = words.prefix { $0 == $0.uppercased() }.count
    let familyCount = capitals == words.count || capitals == 0 ? 1 : capitals
    let family = letters(words.prefix(familyCount).joined(separator: " "))
    let given = letters(words.dropFirst(familyCount).joined(separator: " "))
    guard family.contains(where: isLetter) else { return nil }
    var text = Array(family.prefix(countMax - 1)) + [UInt8(ascii: "/")]
    text += given.prefix(countMax - text.count)
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    return text
  }

  private static func letters(_ text: String) -> [UInt8] {
    var letters: [UInt8] = []
    for scalar in text.decomposedStringWithCanonicalMapping.uppercased().unicodeScalars {
      switch scalar {
      case "Œ": letters += Array("OE".utf8)
      case "Æ": letters += Array("AE".utf8)
      case "A"..."Z", " ", "-", ".": letters.append(UInt8(truncatingIfNeeded: scalar.value))
      case "'", "\u{2019}": letters.append(UInt8(ascii: " "))
      default: break
      }
    }
    return letters
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
