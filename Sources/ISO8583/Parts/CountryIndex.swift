import CardCore

/// Countries by their letters, looked up without making a text of them.
struct CountryIndex: Sendable {
  /// By two letters, then by three; the numeric code and one, or 0.
  private let codes: [UInt16]

  private static let letterCount = 26
  private static let threeLetters = 26 * 26

  /// The index of the one table of countries, made when first used.
  static let shared = CountryIndex()

  private init() {
    var codes = [UInt16](repeating: 0, count: Self.threeLetters * (1 + Self.letterCount))
    for country in Country.all {
      for letters in [country.alpha2, country.alpha3].compactMap(\.self) {
        let characters = Array(letters.utf8)
        if let index = Self.index(characters.span, 0..<characters.count) {
          codes[index] = country.numeric + 1
        }
      }
    }
    self.codes = codes
  }

  /// The country that the capital letters in `range`, two or three, stand for; nil if there is
  /// none.
  func country(_ text: Span<UInt8>, _ range: Range<Int>) -> Country? {
    guard let index = Self.index(text, range), codes[index] > 0 else { return nil }
    return Country(numeric: Int(codes[index]) - 1)
  }

  private static func index(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = 0
    for offset in range {
      let letter = Int(text[offset]) - 0x41
      guard (0..<letterCount).contains(letter) else { return nil }
      index = index * letterCount + letter
    }
    return range.count == 2 ? index : threeLetters + index
  }
}
