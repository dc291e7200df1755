/// What a reader's eye meets: lengths of lines, files and functions, and trailing blanks.
enum LayoutRules {
  static let columnMax = 100
  static let fileLineMax = 500
  static let functionLineMax = 70

  static func findings(in source: SourceText) -> [Finding] {
    lineFindings(path: source.path, lines: source.lines) + fileFindings(in: source)
      + functionFindings(in: source)
  }

  /// For any text file, not only Swift.
  static func lineFindings(path: String, lines: [Substring]) -> [Finding] {
    lines.enumerated().flatMap { index, line in
      var found: [Finding] = []
      if line.count > columnMax {
        let message = "\(line.count) columns, at most \(columnMax): break the line"
        found.append(Finding(path: path, line: index + 1, message: message))
      }
      if line.last?.isWhitespace == true {
        found.append(
          Finding(path: path, line: index + 1, message: "blanks at the end: remove them"))
      }
      return found
    }
  }

  private static func fileFindings(in source: SourceText) -> [Finding] {
    let count = source.lines.count - (source.lines.last?.isEmpty == true ? 1 : 0)
    guard count > fileLineMax else { return [] }
    let message = "\(count) lines, at most \(fileLineMax): give a part a file of its own"
    return [Finding(path: source.path, line: 0, message: message)]
  }

  private static func functionFindings(in source: SourceText) -> [Finding] {
    FunctionScan(source.code).functions.filter { $0.count > functionLineMax }.map { lines in
      let message =
        "a function of \(lines.count) lines, at most \(functionLineMax): name its parts"
      return Finding(path: source.path, line: lines.lowerBound + 1, message: message)
    }
  }
}
