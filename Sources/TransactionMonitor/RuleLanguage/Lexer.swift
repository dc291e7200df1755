/// Cuts an expression into tokens.
struct Lexer {
  private let text: [Unicode.Scalar]
  private var offset = 0

  static let characterCountMax = 4_096

  /// A mistake at an offset of the expression, in Unicode scalars.
  struct Mistake: Error {
    var message: String
    var offset: Int
    var suggestion: String
  }

  init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  /// All tokens, the last one being the end.
  mutating func tokens() throws(Mistake) -> [Token] {
    guard text.count <= Self.characterCountMax else {
      throw Mistake(
        message: "an expression of \(text.count) characters, more than \(Self.characterCountMax)",
        offset: 0, suggestion: "move values to lists or segments, or make two rules of it")
    }
    var tokens: [Token] = []
    while let token = try next() { tokens.append(token) }
    tokens.append(Token(kind: .end, offset: text.count, endOffset: text.count))
    return tokens
  }

  private mutating func next() throws(Mistake) -> Token? {
    while offset < text.count, text[offset].properties.isWhitespace { offset += 1 }
    guard offset < text.count else { return nil }
    let start = offset
    let kind = try kind(startingWith: text[offset])
    return Token(kind: kind, offset: start, endOffset: offset)
  }

  private mutating func kind(startingWith first: Unicode.Scalar) throws(Mistake) -> Token.Kind {
    if Self.isLetter(first) { return .name(name()) }
    if Self.isDigit(first) { return try number() }
    if first == "\"" || first == "'" { return .text(try quoted(first)) }
    for symbol in Token.Symbol.allCases where stands(symbol.rawValue) {
      offset += symbol.rawValue.utf8.count
      return .symbol(symbol)
    }
    throw unexpected(first)
  }

  private func unexpected(_ found: Unicode.Scalar) -> Mistake {
    let suggestion =
      switch found {
      case "=": "compare with =="
      case "&": "write and"
      case "|": "write or"
      case "!": "write not, or != to compare"
      case "\u{2264}": "write <="
      case "\u{2265}": "write >="
      default: "see the grammar in the documentation of TransactionMonitor"
      }
    return Mistake(
      message: "\"\(found)\" has no place in an expression", offset: offset, suggestion: suggestion)
  }

  private mutating func name() -> String {
    let start = offset
    while offset < text.count, isNamePart(at: offset) { offset += 1 }
    return String(String.UnicodeScalarView(text[start..<offset]))
  }

  /// A dot belongs to a name if a letter follows.
  private func isNamePart(at index: Int) -> Bool {
    if Self.isLetter(text[index]) || Self.isDigit(text[index]) { return true }
    return text[index] == "." && index + 1 < text.count && Self.isLetter(text[index + 1])
  }

  private mutating func number() throws(Mistake) -> Token.Kind {
    let start = offset
    skipDigits()
    if offset + 1 < text.count, text[offset] == ":", Self.isDigit(text[offset + 1]) {
      return try timeOfDay(from: start)
    }
    if offset + 1 < text.count, text[offset] == ".", Self.isDigit(text[offset + 1]) {
      offset += 1
      skipDigits()
    }
    return .number(String(String.UnicodeScalarView(text[start..<offset])))
  }

  private mutating func timeOfDay(from start: Int) throws(Mistake) -> Token.Kind {
    let hourEnd = offset
    offset += 1
    skipDigits()
    let hour = Int(String(String.UnicodeScalarView(text[start..<hourEnd]))) ?? 99
    let minuteText = text[hourEnd + 1..<offset]
    let minute = Int(String(String.UnicodeScalarView(minuteText))) ?? 99
    guard minuteText.count == 2, (0...59).contains(minute),
      (0...23).contains(hour) || hour == 24 && minute == 0
    else {
      throw Mistake(
        message: "not a time of day", offset: start,
        suggestion: "write hours and minutes, such as 07:30 or 22:00")
    }
    return .timeOfDay(minutes: hour * 60 + minute)
  }

  private mutating func skipDigits() {
    while offset < text.count, Self.isDigit(text[offset]) { offset += 1 }
  }

  private mutating func quoted(_ quote: Unicode.Scalar) throws(Mistake) -> String {
    let start = offset
    offset += 1
    while offset < text.count, text[offset] != quote { offset += 1 }
    guard offset < text.count else {
      throw Mistake(
        message: "a text that begins here has no end", offset: start,
        suggestion: "close it with \(quote)")
    }
    offset += 1
    return String(String.UnicodeScalarView(text[start + 1..<offset - 1]))
  }

  private func stands(_ symbol: String) -> Bool {
    let scalars = Array(symbol.unicodeScalars)
    return text[offset...].starts(with: scalars)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
