import CardCore

/// What of a track is starred: the middle of the card number, and all behind the service code.
///
/// Of a text that is no track nothing is shown.
enum TrackMask {
  /// Track 2, with or without sentinels; the separator is `=` or `D`.
  static func hideTrack2(_ characters: [UInt8], _ stars: inout Stars) {
    let start = characters.first == UInt8(ascii: ";") ? 1 : 0
    let number = digits(of: characters, from: start)
    guard (1...PAN.digitCountMax).contains(number.count), number.upperBound < characters.count,
      isSeparator(characters[number.upperBound])
    else { return stars.hideAll() }
    stars.hideCardNumber(number)
    hideTail(of: characters, from: number.upperBound, &stars, upToEnd: true)
  }

  /// Track 1: the cardholder's name is starred too.
  static func hideTrack1(_ characters: [UInt8], _ stars: inout Stars) {
    let caret = UInt8(ascii: "^")
    let start = (characters.first == UInt8(ascii: "%") ? 1 : 0) + 1
    let number = digits(of: characters, from: start)
    guard (1...PAN.digitCountMax).contains(number.count), number.upperBound < characters.count,
      characters[number.upperBound] == caret,
      let name = characters[(number.upperBound + 1)...].firstIndex(of: caret)
    else { return stars.hideAll() }
    stars.hideCardNumber(number)
    stars.hide((number.upperBound + 1)..<name)
    hideAfterDates(of: characters, from: name + 1, separator: caret, end: characters.count, &stars)
  }

  /// Track 3: two digits of format, then the card number; only its last four digits are shown.
  static func hideTrack3(_ characters: [UInt8], _ stars: inout Stars) {
    let number = digits(of: characters, from: characters.first == UInt8(ascii: ";") ? 1 : 0)
    guard number.count > 6, number.upperBound < characters.count,
      isSeparator(characters[number.upperBound])
    else { return stars.hideAll() }
    stars.hide(0..<(number.upperBound - 4))
    stars.hide((number.upperBound + 1)..<characters.count)
  }

  /// Stars what follows expiry and service code, if a separator stands at `offset`.
  ///
  /// - Parameter upToEnd: Whether the track fills the text; else it ends with its digits.
  static func hideTail(
    of characters: [UInt8], from offset: Int, _ stars: inout Stars, upToEnd: Bool = false
  ) {
    guard offset < characters.count, isSeparator(characters[offset]) else { return }
    let start = offset + 1
    var end = characters.count
    if !upToEnd {
      end = start
      while end < characters.count,
        Digits.isDigit(characters[end]) || isSeparator(characters[end])
      { end += 1 }
    }
    hideAfterDates(of: characters, from: start, separator: characters[offset], end: end, &stars)
  }

  private static func hideAfterDates(
    of characters: [UInt8], from start: Int, separator: UInt8, end: Int, _ stars: inout Stars
  ) {
    var position = start
    for count in [4, 3] {
      if position < end, characters[position] == separator {
        position += 1
      } else if position + count <= end,
        characters[position..<(position + count)].allSatisfy(Digits.isDigit)
      {
        position += count
      } else {
        break
      }
    }
    stars.hide(position..<max(position, end))
  }

  private static func digits(of characters: [UInt8], from start: Int) -> Range<Int> {
    var end = start
    while end < characters.count, Digits.isDigit(characters[end]) { end += 1 }
    return start..<end
  }

  private static func isSeparator(_ character: UInt8) -> Bool {
    character == UInt8(ascii: "=") || character & 0xDF == UInt8(ascii: "D")
  }
}
