/// A page being written: whatever comes from data is escaped on its way in.
struct HTMLText {
  private(set) var text = ""
  private var open: [String] = []

  /// Begins an element.
  mutating func begin(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    tag(name, attributes)
    open.append(name)
  }

  /// Ends the element begun last.
  mutating func end() {
    precondition(!open.isEmpty, "an element to end")
    text += "</\(open.removeLast())>\n"
  }

  /// An element without content.
  mutating func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    text += "<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
    text += ">"
  }

  /// An element with a text.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String
  ) {
    tag(name, attributes)
    text += Self.escaped(content) + "</\(name)>\n"
  }

  mutating func element(_ name: String, _ content: String) { element(name, [:], content) }

  mutating func write(_ content: String) { text += Self.escaped(content) }

  /// What is written by this program itself, without anything from data: style and drawings.
  mutating func raw(_ markup: String) { text += markup }

  /// `text` with what HTML reads as markup, and what would move or turn other text, made harmless.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n": result += "\n"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}", "\u{FEFF}":
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
