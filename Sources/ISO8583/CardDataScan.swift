import CardCore

/// Finds card numbers and track data in characters whose meaning is not known, and says which of
/// the characters to star.
///
/// A card number is 13 to 19 digits in a row that satisfy Luhn and do not begin with zero, wherever
/// they stand in a longer run of digits: a length or another number may stand right beside it.
/// Written in groups, as it stands on the card, with blanks or hyphens between, it is found too.
/// It is better to star an amount now and then than to show one card.
public enum CardDataScan {
  /// `text` with the middle of every card number in it replaced by stars.
  public static func masked(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var stars = Stars(count: scalars.count)
    hide(in: Stars.ascii(scalars), &stars)
    return stars.shown(scalars).text
  }

  static func hide(in characters: [UInt8], _ stars: inout Stars) {
    var start = 0
    while start < characters.count {
      guard Digits.isDigit(characters[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < characters.count, Digits.isDigit(characters[end]) { end += 1 }
      hide(run: start..<end, in: characters, &stars)
      start = end
    }
    hideGrouped(in: characters, &stars)
  }

  /// How cards have their numbers printed.
  private static let groupings = [[4, 4, 4, 4, 3], [4, 4, 4, 4], [4, 6, 5], [4, 4, 4, 1]]

  private static func hideGrouped(in characters: [UInt8], _ stars: inout Stars) {
    guard characters.count > 15 else { return }
    for start in 0..<(characters.count - 15)
    where isSeparator(characters[start + 4]) && Digits.isDigit(characters[start]) {
      for sizes in groupings {
        guard let places = places(ofGroups: sizes, in: characters, from: start) else { continue }
        let digits = places.map { characters[$0] }
        if isCardNumber(digits, digits.indices) { stars.hideCardNumber(at: places) }
      }
    }
  }

  /// Where the digits are if groups of these sizes stand at `start`, the same separator between.
  private static func places(
    ofGroups sizes: [Int], in characters: [UInt8], from start: Int
  ) -> [Int]? {
    let separator = characters[start + sizes[0]]
    var places: [Int] = []
    var position = start
    for (index, size) in sizes.enumerated() {
      if index > 0 {
        guard position < characters.count, characters[position] == separator else { return nil }
        position += 1
      }
      guard position + size <= characters.count,
        characters[position..<(position + size)].allSatisfy(Digits.isDigit)
      else { return nil }
      places += position..<(position + size)
      position += size
    }
    return places
  }

  private static func isSeparator(_ character: UInt8) -> Bool {
    character == UInt8(ascii: " ") || character == UInt8(ascii: "-")
  }

  /// Stars digits that are a card number as a whole, zeros to its left aside, of an industry that
  /// issues payment cards.
  static func hideWhole(_ characters: [UInt8], _ stars: inout Stars) {
    let start = characters.firstIndex { $0 != UInt8(ascii: "0") } ?? characters.count
    let range = start..<characters.count
    guard (13...19).contains(range.count), characters[range].allSatisfy(Digits.isDigit),
      (UInt8(ascii: "2")...UInt8(ascii: "6")).contains(characters[start]),
      isCardNumber(characters, range)
    else { return }
    stars.hideCardNumber(range)
  }

  /// Stars what ``hideWhole(_:_:)`` would, zeros to its right aside too.
  static func hideAmongZeros(_ characters: [UInt8], _ stars: inout Stars) {
    guard let last = characters.lastIndex(where: { $0 != UInt8(ascii: "0") }) else { return }
    // The zeros right behind the others may be the number's own.
    for end in (last + 1)...max(last + 1, min(characters.count, last + 19)) {
      var found = Stars(count: end)
      hideWhole(Array(characters[..<end]), &found)
      guard found.isEmpty else { return stars.merge(found) }
    }
  }

  private static func hide(run: Range<Int>, in characters: [UInt8], _ stars: inout Stars) {
    guard run.count >= 13 else { return }
    // A run that is a card number as a whole is that one, and not another inside it too.
    if run.count <= 19, isCardNumber(characters, run) {
      stars.hideCardNumber(run)
      return TrackMask.hideTail(of: characters, from: run.upperBound, &stars)
    }
    for start in run.lowerBound...(run.upperBound - 13) {
      for count in 13...min(19, run.upperBound - start) {
        let range = start..<(start + count)
        guard isCardNumber(characters, range) else { continue }
        stars.hideCardNumber(range)
        if range.upperBound == run.upperBound {
          TrackMask.hideTail(of: characters, from: range.upperBound, &stars)
        }
      }
    }
  }

  /// Whether digits are a card number by their first and their last: neither zero nor wrong.
  static func isCardNumber(_ characters: [UInt8], _ range: Range<Int>) -> Bool {
    characters[range.lowerBound] != UInt8(ascii: "0")
      && Digits.luhnHolds(characters.span.extracting(range))
  }

  /// Stars every place where the digits of `number` stand, single blanks or hyphens between or not.
  static func hide(number: [UInt8], in characters: [UInt8], _ stars: inout Stars) {
    guard characters.count >= number.count else { return }
    for start in 0...(characters.count - number.count) where characters[start] == number[0] {
      guard let places = places(of: number, in: characters, from: start) else { continue }
      stars.hideCardNumber(at: places)
    }
  }

  private static func places(
    of number: [UInt8], in characters: [UInt8], from start: Int
  ) -> [Int]? {
    var places: [Int] = []
    var position = start
    for digit in number {
      if position > start, position < characters.count, isSeparator(characters[position]) {
        position += 1
      }
      guard position < characters.count, characters[position] == digit else { return nil }
      places.append(position)
      position += 1
    }
    return places
  }
}

/// Which characters of a text are shown as stars.
struct Stars {
  private(set) var hidden: [Bool]

  init(count: Int) { hidden = Array(repeating: false, count: count) }

  var isEmpty: Bool { !hidden.contains(true) }

  mutating func hide(_ range: Range<Int>) {
    for index in range.clamped(to: 0..<hidden.count) { hidden[index] = true }
  }

  mutating func hideAll() { hide(0..<hidden.count) }

  /// Hides what ``PAN/mask(_:)`` hides of as many digits.
  mutating func hideCardNumber(_ range: Range<Int>) {
    hide(Self.middle(ofCardNumber: range))
  }

  /// The same for digits that do not stand side by side.
  mutating func hideCardNumber(at places: [Int]) {
    for index in Self.middle(ofCardNumber: places.indices) { hidden[places[index]] = true }
  }

  private static func middle(ofCardNumber range: Range<Int>) -> Range<Int> {
    let front = range.count >= 15 ? 6 : 0
    let back = range.count > 4 ? 4 : 0
    return (range.lowerBound + front)..<(range.upperBound - back)
  }

  /// Hides here what `other` hides, each of its characters standing for `width` of these.
  mutating func merge(_ other: Stars, at offset: Int = 0, width: Int = 1) {
    for index in other.hidden.indices where other.hidden[index] {
      hide((offset + index * width)..<(offset + (index + 1) * width))
    }
  }

  func shown(_ scalars: [Unicode.Scalar]) -> ShownText {
    var text = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() { text.append(hidden[index] ? "*" : scalar) }
    return ShownText(String(text), isMasked: !isEmpty)
  }

  /// One byte a character: itself, or zero for one beyond ASCII.
  static func ascii(_ scalars: [Unicode.Scalar]) -> [UInt8] {
    scalars.map { $0.isASCII ? UInt8(truncatingIfNeeded: $0.value) : 0 }
  }
}
