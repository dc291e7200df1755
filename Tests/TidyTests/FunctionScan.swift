/// Finds the bodies of functions by counting braces.
///
/// A block is a function if the last telling word before its opening brace is one that begins a
/// function: `func`, `init`, `deinit`, `subscript`, or the `var` of a computed property, if on the
/// same line. Closures belong to the function around them.
struct FunctionScan {
  /// The lines of each function, from 0, its heading and closing brace included.
  private(set) var functions: [Range<Int>] = []

  private static let functionWords: Set<Substring> = ["func", "init", "deinit", "subscript"]

  private static let otherWords: Set<Substring> = [
    "struct", "class", "enum", "actor", "extension", "protocol", "let", "case", "if", "else", "for",
    "while", "repeat", "guard", "switch", "do", "catch", "defer", "return", "import",
  ]

  /// The lines where the functions still open begin; `nil` for a block that is none.
  private var open: [Int?] = []

  /// Where the function begins that the next brace would open.
  private var heading: Int?

  /// Where the property begins that the next brace of its line would compute.
  private var property: Int?

  /// Scans code whose comments and strings are blanked.
  init(_ code: [Substring]) {
    for (number, line) in code.enumerated() {
      property = nil
      var rest = line[...]
      while let character = rest.first {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if word.isEmpty {
          readMark(character, line: number)
          rest.removeFirst()
        } else {
          readWord(
            word,
            isMember: word.startIndex > line.startIndex
              && line[line.index(before: word.startIndex)] == ".", line: number)
          rest.removeFirst(word.count)
        }
      }
    }
  }

  private mutating func readWord(_ word: Substring, isMember: Bool, line: Int) {
    guard !isMember else { return }
    if Self.functionWords.contains(word) {
      heading = line
    } else if word == "var" {
      property = line
    } else if Self.otherWords.contains(word) {
      forget()
    }
  }

  private mutating func forget() {
    heading = nil
    property = nil
  }

  private mutating func readMark(_ mark: Character, line: Int) {
    switch mark {
    case "{":
      open.append(heading ?? property)
      forget()
    case "}":
      if let start = open.popLast(), let start { functions.append(start..<(line + 1)) }
      forget()
    case ";":
      forget()
    default:
      break
    }
  }
}
