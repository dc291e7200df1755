/// A Swift file as text, and as code alone: comments, strings and raw identifiers are blanked.
///
/// Line and column of a place are the same in both. Regex literals are read as code.
struct SourceText {
  /// The path relative to the repository.
  let path: String

  /// The lines as written.
  let lines: [Substring]

  /// The lines with blanks for whatever is not code; the delimiters of strings stay.
  let code: [Substring]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var lexer = CodeLexer(text)
    code = lexer.codeOnly().split(separator: "\n", omittingEmptySubsequences: false)
  }
}

/// Blanks comments, string contents and raw identifiers; interpolations stay code.
private struct CodeLexer {
  private let text: [Character]
  private var next = 0
  private var code = ""

  init(_ text: String) {
    self.text = Array(text)
    code.reserveCapacity(text.utf8.count)
  }

  mutating func codeOnly() -> String {
    while next < text.count { readCode() }
    return code
  }

  private func sees(_ token: String) -> Bool { text[next...].starts(with: token) }

  private mutating func keep(_ count: Int = 1) {
    for _ in 0..<min(count, text.count - next) {
      code.append(text[next])
      next += 1
    }
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<min(count, text.count - next) {
      code.append(text[next].isNewline ? text[next] : " ")
      next += 1
    }
  }

  private mutating func readCode() {
    switch text[next] {
    case "/" where sees("//"): while next < text.count, !text[next].isNewline { blank() }
    case "/" where sees("/*"): readBlockComment()
    case "\"": readString(hashes: 0)
    case "#": readHashes()
    case "`": readRawIdentifier()
    default: keep()
    }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if sees("/*") { depth += 1 }
      if sees("*/") { depth -= 1 }
      blank(sees("/*") || sees("*/") ? 2 : 1)
    } while depth > 0 && next < text.count
  }

  private mutating func readHashes() {
    let hashes = text[next...].prefix { $0 == "#" }.count
    keep(hashes)
    if next < text.count, text[next] == "\"" { readString(hashes: hashes) }
  }

  private mutating func readRawIdentifier() {
    keep()
    while next < text.count, text[next] != "`", !text[next].isNewline { blank() }
    keep()
  }

  private mutating func readString(hashes: Int) {
    let fence = String(repeating: "#", count: hashes)
    let quote = sees("\"\"\"") ? "\"\"\"" : "\""
    let ending = quote + fence
    keep(quote.count)
    while next < text.count, !sees(ending) {
      if sees("\\" + fence + "(") {
        keep(hashes + 2)
        readInterpolation()
      } else {
        blank(sees("\\" + fence) ? hashes + 2 : 1)
      }
    }
    keep(ending.count)
  }

  /// Reads up to the parenthesis that closes the one just read.
  private mutating func readInterpolation() {
    var depth = 1
    while next < text.count {
      if text[next] == "(" { depth += 1 }
      if text[next] == ")" { depth -= 1 }
      readCode()
      if depth == 0 { return }
    }
  }
}
