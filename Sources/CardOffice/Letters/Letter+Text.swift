extension Letter {
  private static let width = 76
  /// Where the address stands, as in the window of an envelope.
  private static let addressColumn = 40

  /// The letter as text within 76 columns; lines end with LF.
  public var text: String {
    let margin = String(repeating: " ", count: Self.addressColumn)
    var lines = sender + [""] + recipient.map { margin + $0 }
    lines += ["", margin + date, "", reference, ""]
    lines += Self.wrapped(subject) + [""]
    for paragraph in paragraphs { lines += Self.wrapped(paragraph) + [""] }
    lines.removeLast()
    return lines.joined(separator: "\n") + "\n"
  }

  /// Lines of whole words; a word longer than a line has one of its own.
  static func wrapped(_ paragraph: String) -> [String] {
    var lines: [String] = []
    var line = ""
    var width = 0
    for word in words(of: paragraph) {
      let count = word.count
      if width > 0, width + 1 + count > Self.width {
        lines.append(line)
        line = ""
        width = 0
      }
      line += width == 0 ? word : " " + word
      width += width == 0 ? count : 1 + count
    }
    return lines + [line]
  }

  /// What stays together on a line: French sets a blank before some marks.
  private static func words(of paragraph: String) -> [String] {
    var words: [String] = []
    for word in paragraph.split(separator: " ") {
      let isMark = [":", ";", "?", "!", "»"].contains(word)
      if let last = words.last, isMark || last == "«" {
        words[words.count - 1] = last + " " + word
      } else {
        words.append(String(word))
      }
    }
    return words
  }
}
