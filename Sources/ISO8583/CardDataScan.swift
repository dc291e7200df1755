import CardCore

/// Finds card numbers and track data in characters whose meaning is not known, and says which of
/// the characters to star.
///
/// A card number is 13 to 19 digits in a row that satisfy Luhn and do not begin with zero, wherever
/// they stand in a longer run of digits: a length or another number may stand right beside it.
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

  /// Stars every place where the digits of `number` stand.
  static func hide(number: [UInt8], in characters: [UInt8], _ stars: inout Stars) {
    guard characters.count >= number.count else { return }
    for start in 0...(characters.count - number.count)
    where characters[start] == number[0] && characters[start...].starts(with: number) {
      stars.hideCardNumber(start..<(start + number.count))
    }
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
    let front = range.count >= 15 ? 6 : 0
    let back = range.count > 4 ? 4 : 0
    hide((range.lowerBound + front)..<(range.upperBound - back))
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
