import CardRegistry

/// Reads a file of letters line by line.
struct LetterTemplateReading {
  private(set) var frame: [String: [LetterTemplates.Piece]] = [:]
  private(set) var letters: [LetterKind: LetterTemplates.Template] = [:]
  private var line = 0
  private var sectionLine = 0
  private var isFrame = false
  private var kind: LetterKind?
  private var subject: [LetterTemplates.Piece]?
  private var paragraphs: [LetterTemplates.Paragraph] = []
  private var block: [Substring] = []

  private typealias FormError = LetterTemplates.FormError

  mutating func take(_ text: Substring) throws(LetterTemplates.FormError) {
    line += 1
    guard !text.hasPrefix("#") else { return }
    if text.hasPrefix("["), text.hasSuffix("]") {
      try endSection()
      try begin(String(text.dropFirst().dropLast()))
    } else if text.allSatisfy(\.isWhitespace) {
      try endParagraph()
    } else if isFrame {
      let (name, rest) = try member(text)
      guard LetterTemplates.frameNames.contains(name), frame[name] == nil else {
        throw FormError(line: line, message: "not a line of the frame, or a second one")
      }
      frame[name] = try pieces(rest)
    } else if kind != nil, subject == nil {
      let (name, rest) = try member(text)
      guard name == "subject" else {
        throw FormError(line: line, message: "a letter begins with subject:")
      }
      subject = try pieces(rest)
    } else if kind != nil {
      block.append(text)
    } else {
      throw FormError(line: line, message: "expected a section, such as [block]")
    }
  }

  mutating func finish() throws(LetterTemplates.FormError) {
    try endSection()
    for name in LetterTemplates.frameNames where frame[name] == nil {
      throw FormError(line: line, message: "[frame] has no line \(name)")
    }
    for kind in LetterKind.allCases where letters[kind] == nil {
      throw FormError(line: line, message: "there is no letter [\(kind.rawValue)]")
    }
  }

  private mutating func begin(_ name: String) throws(LetterTemplates.FormError) {
    sectionLine = line
    isFrame = name == "frame"
    kind = LetterKind(rawValue: name)
    guard isFrame || kind != nil else {
      throw FormError(line: line, message: "there is no letter of that name")
    }
    if let kind, letters[kind] != nil {
      throw FormError(line: line, message: "a second letter [\(name)]")
    }
  }

  private mutating func endSection() throws(LetterTemplates.FormError) {
    try endParagraph()
    guard let kind else { return }
    let template = LetterTemplates.Template(subject: subject ?? [], paragraphs: paragraphs)
    let unsaid = kind.required.filter { !template.said.contains($0) }
    guard unsaid.isEmpty else {
      let names = unsaid.map(\.rawValue).joined(separator: ", ")
      throw FormError(
        line: sectionLine, message: "[\(kind.rawValue)] does not say what it has to: \(names)")
    }
    guard template.mentioned.isDisjoint(with: kind.forbidden) else {
      throw FormError(
        line: sectionLine, message: "[\(kind.rawValue)] says what it must not: a card or its expiry"
      )
    }
    letters[kind] = template
    self.kind = nil
    subject = nil
    paragraphs = []
  }

  private mutating func endParagraph() throws(LetterTemplates.FormError) {
    guard !block.isEmpty else { return }
    var text = Substring(block.joined(separator: " "))
    block = []
    var condition: LetterFact?
    if text.hasPrefix("?"), let colon = text.firstIndex(of: ":") {
      condition = LetterFact(rawValue: String(text[..<colon].dropFirst()))
      guard condition != nil else {
        throw FormError(line: line, message: "no fact has the name before the colon")
      }
      text = text[text.index(after: colon)...].drop { $0 == " " }
    }
    paragraphs.append(LetterTemplates.Paragraph(condition: condition, pieces: try pieces(text)))
  }

  private func member(
    _ text: Substring
  ) throws(LetterTemplates.FormError) -> (name: String, rest: Substring) {
    guard let colon = text.firstIndex(of: ":") else {
      throw FormError(line: line, message: "expected a name and a colon")
    }
    return (String(text[..<colon]), text[text.index(after: colon)...].drop { $0 == " " })
  }

  private func pieces(
    _ text: Substring
  ) throws(LetterTemplates.FormError) -> [LetterTemplates.Piece] {
    var pieces: [LetterTemplates.Piece] = []
    var rest = text
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}"),
        let fact = LetterFact(rawValue: String(rest[rest.index(after: open)..<close]))
      else { throw FormError(line: line, message: "no fact has the name between the braces") }
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(.fact(fact))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }
}
