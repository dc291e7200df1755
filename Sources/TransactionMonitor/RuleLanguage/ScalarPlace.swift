/// Finds where the characters of a YAML scalar stand in the file.
///
/// YAML folds lines, drops indentation and resolves escapes, so that an offset into the value says
/// little. What is no blank stands in the file in the same order, though: file and value are walked
/// side by side.
struct ScalarPlace {
  private let text: [Unicode.Scalar]
  private let style: YAMLNode.Style
  private let lines: [[Unicode.Scalar]]
  private let start: TextPosition

  init(_ scalar: YAMLNode.Scalar, at start: TextPosition, in lines: [[Unicode.Scalar]]) {
    text = Array(scalar.text.unicodeScalars)
    style = scalar.style
    self.lines = lines
    self.start = start
  }

  /// The place of the character at `offset`, or of the end behind the last one.
  func position(at offset: Int) -> TextPosition {
    var place = firstPlace
    var last = place
    for index in text.indices where !Self.isBlank(text[index]) {
      guard let found = next(text[index], from: place) else { return last }
      if index >= offset { return found.at }
      last = found.end
      place = found.end
    }
    return last
  }

  /// Behind the opening quote, or in the line after a block's header.
  private var firstPlace: TextPosition {
    switch style {
    case .plain: start
    case .singleQuoted, .doubleQuoted: TextPosition(line: start.line, column: start.column + 1)
    case .block: TextPosition(line: start.line + 1, column: 1)
    }
  }

  /// Where `wanted` stands first, from `place` on, and where the text goes on behind it.
  private func next(
    _ wanted: Unicode.Scalar, from place: TextPosition
  ) -> (at: TextPosition, end: TextPosition)? {
    var place = place
    while place.line <= lines.count {
      let line = lines[place.line - 1]
      while place.column <= line.count {
        let found = line[place.column - 1]
        let end = TextPosition(line: place.line, column: place.column + 1)
        if found == wanted {
          let isDoubled = style == .singleQuoted && wanted == "'"
          return (place, isDoubled ? TextPosition(line: end.line, column: end.column + 1) : end)
        }
        place = end
      }
      place = TextPosition(line: place.line + 1, column: 1)
    }
    return nil
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace
  }
}
