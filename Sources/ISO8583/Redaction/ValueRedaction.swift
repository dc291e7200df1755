import CardCore

/// Redacts the value of one element: what would be starred and what proves something goes, the card
/// number is replaced, and the length stays.
struct ValueRedaction {
  let element: Int
  let numbers: RedactedNumbers

  private enum Rule {
    /// The first digits are a card number.
    case number
    case zeros
    case name
    /// A script command: its five bytes of header stay.
    case script
    case other
  }

  /// - Parameters:
  ///   - full: The value as text, nothing starred.
  ///   - shown: The same with stars.
  func redact(
    _ value: FieldValue, _ full: ShownValue, _ shown: ShownValue, tag: String? = nil
  ) -> FieldValue {
    switch (value, full, shown) {
    case (.fields(let members), .fields(let fulls), .fields(let showns)):
      return .fields(
        zip(members, zip(fulls, showns)).map { member, pair in
          FieldValue.Member(
            member.key, redact(member.value, pair.0.value, pair.1.value, tag: member.key))
        })
    case (.text(let text), _, .text(let shown)):
      return .text(self.text(text, shown.text, rule(tag)))
    case (.bytes(let bytes), _, .hex(let shown)):
      return .bytes(self.bytes(bytes, shown.text, tag))
    default:
      // Shown in another form than it has: nothing of it may leave.
      return zeros(value)
    }
  }

  private func zeros(_ value: FieldValue) -> FieldValue {
    switch value {
    case .text(let text): .text(String(repeating: "0", count: text.unicodeScalars.count))
    case .bytes(let bytes): .bytes(Array(repeating: 0, count: bytes.count))
    case .undecoded(let bytes): .undecoded(Array(repeating: 0, count: bytes.count))
    case .fields(let members):
      .fields(members.map { FieldValue.Member($0.key, zeros($0.value)) })
    }
  }

  private func rule(_ tag: String?) -> Rule {
    if element == 55, let tag {
      return switch tag.uppercased() {
      case "5A", "57", "56", "9F6B": .number
      // Cryptograms, signed data, PIN data, discretionary data.
      case "9F26", "91", "93", "9F4B", "99", "9F1F", "9F20": .zeros
      case "5F20", "9F0B": .name
      case "86": .script
      default: .other
      }
    }
    return switch element {
    case 2, 34, 35, 36, 45: .number
    case 52, 64, 128: .zeros
    default: .other
    }
  }

  // MARK: - Characters

  private func text(_ text: String, _ shown: String, _ rule: Rule) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.allSatisfy(\.isASCII) else { return starred(scalars, shown) }
    var characters = scalars.map { UInt8(truncatingIfNeeded: $0.value) }
    redact(&characters, Array(shown.utf8), rule)
    return String(decoding: characters, as: UTF8.self)
  }

  /// Text beyond ASCII holds no digits that belong to a number.
  private func starred(_ scalars: [Unicode.Scalar], _ shown: String) -> String {
    var text = String.UnicodeScalarView()
    for (scalar, star) in zip(scalars, shown.unicodeScalars) {
      text.append(star == "*" ? "0" : scalar)
    }
    return String(text)
  }

  private func redact(_ characters: inout [UInt8], _ shown: [UInt8], _ rule: Rule) {
    var replaced: [Range<Int>] = []
    switch rule {
    case .zeros: return fill(&characters, characters.indices)
    case .script: return fill(&characters, min(10, characters.count)..<characters.count)
    case .name: return hideName(&characters)
    case .number: if let range = replaceNumber(in: &characters) { replaced = [range] }
    case .other: replaced = numbers.replace(in: &characters)
    }
    guard shown.count == characters.count else {
      return fill(&characters, characters.indices)
    }
    for index in characters.indices
    where shown[index] == UInt8(ascii: "*") && !replaced.contains(where: { $0.contains(index) }) {
      characters[index] = Self.blank(of: characters[index])
    }
  }

  /// A digit becomes zero, a letter X, so that the character class stays.
  private static func blank(of character: UInt8) -> UInt8 {
    switch character {
    case 0x41...0x5A, 0x61...0x7A: UInt8(ascii: "X")
    case 0x30...0x39: UInt8(ascii: "0")
    default: character
    }
  }

  private func fill(_ characters: inout [UInt8], _ range: Range<Int>) {
    for index in range { characters[index] = UInt8(ascii: "0") }
  }

  private func hideName(_ characters: inout [UInt8]) {
    for index in characters.indices where ![0x20, 0x2F].contains(characters[index]) {
      characters[index] = UInt8(ascii: "X")
    }
  }

  /// Replaces the first run of digits, which begins a PAN or a track.
  private func replaceNumber(in characters: inout [UInt8]) -> Range<Int>? {
    guard let start = characters.firstIndex(where: Digits.isDigit) else { return nil }
    let end = characters[start...].firstIndex { !Digits.isDigit($0) } ?? characters.count
    let skipped = element == 36 ? min(2, end - start) : 0
    let range = start + skipped..<end
    guard !range.isEmpty else { return nil }
    characters.replaceSubrange(range, with: numbers.substitute(for: characters[range]))
    return range
  }

  // MARK: - Bytes

  private func bytes(_ bytes: [UInt8], _ shown: String, _ tag: String?) -> [UInt8] {
    if element == 55, tag == nil, let objects = objects(bytes, shown) { return objects }
    switch rule(tag) {
    case .zeros: return Array(repeating: 0, count: bytes.count)
    case .script:
      return Array(bytes.prefix(5)) + Array(repeating: 0, count: max(0, bytes.count - 5))
    case .name:
      return bytes.map { [0x20, 0x2F].contains($0) ? $0 : UInt8(ascii: "X") }
    case .number, .other: break
    }
    var digits = Array(MessageParser.hexadecimal(bytes.span).utf8)
    redact(&digits, Array(shown.utf8), rule(tag))
    return Self.bytes(ofDigits: digits)
  }

  /// Chip data that the spec leaves as bytes: redacted object by object.
  private func objects(_ bytes: [UInt8], _ shown: String) -> [UInt8]? {
    var redacted = bytes
    let digits = Array(shown.utf8)
    guard digits.count == 2 * bytes.count else { return nil }
    do throws(ParseError) {
      try BERObject.walk(bytes.span) { object, _ in
        guard !object.tag.isConstructed else { return }
        let part = digits[2 * object.range.lowerBound..<2 * object.range.upperBound]
        redacted.replaceSubrange(
          object.range,
          with: self.bytes(
            Array(bytes[object.range]), String(decoding: part, as: UTF8.self), object.tag.key))
      }
    } catch {
      return nil
    }
    return redacted
  }

  /// - Precondition: An even number of characters; one that is no digit becomes a zero.
  private static func bytes(ofDigits digits: [UInt8]) -> [UInt8] {
    stride(from: 0, to: digits.count, by: 2).map { index in
      let high = HexadecimalDigit.value(of: digits[index]) ?? 0
      let low = HexadecimalDigit.value(of: digits[index + 1]) ?? 0
      return high << 4 | low
    }
  }
}
