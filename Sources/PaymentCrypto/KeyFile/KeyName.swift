/// What a key of a key file is called: 1 to 64 ASCII letters, digits, dots, hyphens and
/// underscores, the first one a letter or a digit.
public struct KeyName: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let text: String

  /// The longest name, in characters.
  public static let characterCountMax = 64

  /// Nil if `text` is no name.
  public init?(_ text: some StringProtocol) {
    guard (1...Self.characterCountMax).contains(text.utf8.count),
      let first = text.utf8.first, KeyBlockText.isAlphanumeric(first),
      text.utf8.allSatisfy({ KeyBlockText.isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) })
    else { return nil }
    self.text = String(text)
  }

  public var description: String { text }

  /// By their bytes.
  public static func < (left: KeyName, right: KeyName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
