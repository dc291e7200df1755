import CardCore
import TransactionMonitor

/// A table of transactions and of the alerts that they must raise, as an analyst writes it.
struct RuleTable {
  private(set) var rows: [Row] = []

  /// One transaction.
  struct Row {
    var event: MonitorEvent
    /// In alphabetical order.
    var expected: [String]
    /// The number of the line, from 1, and its text.
    var line: Int
    var text: String
  }

  /// What a column says of a transaction.
  enum Column: String, CaseIterable {
    case time, card, amount, merchant, terminal, acquirer, country, mcc, entryMode, cardPresent
    case operation, response, stage, expiry
  }

  static let columnText = Column.allCases.map(\.rawValue).joined(separator: " ")

  private let name: String
  private var columns: [Column] = []

  /// - Throws: ``CommandError`` 65 that names the line.
  init(_ bytes: [UInt8], named name: String) throws(CommandError) {
    self.name = name
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError("\(name): not UTF-8", .badData, code: "badTable", path: name)
    }
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = Self.withoutComment(line)
      guard !content.allSatisfy(\.isWhitespace) else { continue }
      try read(content, line: index + 1)
    }
    guard !rows.isEmpty else {
      throw CommandError(
        "\(name): no transaction in the table", hint: "the first line names the columns",
        .badData, code: "badTable", path: name)
    }
  }

  /// Refuses names of rules that do not exist: such a line could never fail.
  func check(against rules: RuleSet) throws(CommandError) {
    let ids = rules.rules.map(\.id)
    for row in rows {
      for id in row.expected where !ids.contains(id) {
        throw error("there is no rule \"\(id)\"", Suggestion.hint(for: id, among: ids), row.line)
      }
    }
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    // A # inside a word is part of it.
    var isStart = true
    for index in line.indices {
      if line[index] == "#", isStart { return line[..<index] }
      isStart = line[index].isWhitespace
    }
    return line
  }

  private func error(_ message: String, _ hint: String?, _ line: Int) -> CommandError {
    CommandError(
      "\(name): line \(line): \(message)", hint: hint, .badData, code: "badTable", path: name)
  }

  // MARK: - Lines

  private mutating func read(_ content: Substring, line: Int) throws(CommandError) {
    guard !columns.isEmpty else { return try readHead(content, line) }
    let (left, right) = Self.sides(content)
    let words = Self.words(left)
    guard words.count == columns.count else {
      throw error(
        "\(words.count) values, \(columns.count) columns", "write - for what is not said", line)
    }
    var row = RuleTableRow(previous: rows.last?.event, sequence: rows.count)
    for (column, word) in zip(columns, words) where word != "-" {
      guard row.set(column, to: word) else {
        throw error("not a value of \(column.rawValue)", Self.hint(for: column), line)
      }
    }
    guard let event = row.event(answering: rows.map(\.event)) else {
      throw error("an answer without a request", "write the request on a line before", line)
    }
    let expected = Self.words(right).flatMap { $0.split(separator: ",").map(String.init) }
      .filter { $0 != "-" }.sorted()
    rows.append(
      Row(event: event, expected: expected, line: line, text: TextColumns.trimmed(String(left))))
  }

  private mutating func readHead(_ content: Substring, _ line: Int) throws(CommandError) {
    for word in Self.words(Self.sides(content).0) {
      guard let column = Column(rawValue: word) else {
        let names = Column.allCases.map(\.rawValue)
        throw error(
          "there is no column \"\(word)\"",
          Suggestion.hint(for: word, among: names) ?? "columns are \(Self.columnText)", line)
      }
      columns.append(column)
    }
    guard columns.contains(.time), columns.contains(.card) else {
      throw error("the columns time and card are missing", "name the columns first", line)
    }
  }

  /// What stands before `=>` or an arrow, and what stands behind it.
  private static func sides(_ content: Substring) -> (Substring, Substring) {
    for arrow in ["=>", "\u{2192}"] {
      if let mark = content.firstRange(of: arrow) {
        return (content[..<mark.lowerBound], content[mark.upperBound...])
      }
    }
    return (content, "")
  }

  /// Words between blanks; `5.00 EUR` is one, and so is what stands in quotes.
  private static func words(_ content: Substring) -> [String] {
    var words: [String] = []
    var rest = content.drop(while: \.isWhitespace)
    while let first = rest.first {
      let word: Substring
      if first == "\"" {
        word = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest.dropFirst(word.count + 2)
      } else {
        word = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(word.count)
      }
      rest = rest.drop(while: \.isWhitespace)
      if let last = words.last, Currency(alphabetic: word) != nil, Double(last) != nil {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
    }
    return words
  }

  private static func hint(for column: Column) -> String {
    switch column {
    case .time: "write it as in 2026-03-01T10:00:00Z, or +10m after the line before"
    case .card: "write a name, or a test card number"
    case .amount: "write it as in 5.00 EUR"
    case .merchant: "up to 15 characters"
    case .terminal: "up to 8 characters"
    case .acquirer: "up to 11 digits"
    case .country: "two or three letters, such as FR"
    case .mcc: "four digits, such as 5411"
    case .entryMode:
      "one of " + EntryMode.allCases.map(\.name).joined(separator: ", ")
    case .cardPresent: "yes or no"
    case .operation: "two digits, such as 01 for a withdrawal"
    case .response: "one to four letters or digits, such as 51"
    case .stage: "request, answer, timeout, whole or reversal"
    case .expiry: "year and month, as in 2027-09"
    }
  }
}
