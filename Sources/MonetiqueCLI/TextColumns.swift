/// Columns of text without a tab.
enum TextColumns {
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// `lines` up to the last one that is not empty.
  static func withoutBlankEnd(_ lines: [Substring]) -> ArraySlice<Substring> {
    lines[..<(lines.lastIndex { !$0.isEmpty } ?? -1).advanced(by: 1)]
  }

  /// Rows with every column but the last as wide as its widest cell.
  static func lines(_ rows: [[String]]) -> [String] {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      trimmed(row.enumerated().map { padded($1, to: widths[$0]) }.joined(separator: "  "))
    }
  }

  /// Control characters would move the cursor or worse: they are shown as `\x1B`.
  static func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
        shown += "\\x" + HexText.text(of: [UInt8(truncatingIfNeeded: scalar.value)])
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
