import ArgumentParser

/// How rows are printed: as ``OutputFormat``, and as comma-separated values for other programs.
enum TableFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// Columns for people.
  case table
  /// JSON; messages one object a line.
  case json
  /// One JSON object a line.
  case ndjson
  /// A line of names, then a line for each row.
  case csv

  /// Whether errors are said in JSON too.
  var isJSON: Bool { self == .json || self == .ndjson }
}

/// `--format` and its short form `--json` of commands whose result is rows.
struct TableOptions: ParsableArguments {
  @Option(help: "How to print the result.")
  var format: TableFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  var resolved: TableFormat { json ? .json : format ?? .table }

  func validate() throws {
    if json, let format, !format.isJSON {
      throw ValidationError("--json and --format \(format.rawValue) contradict each other")
    }
  }
}

/// Comma-separated values: a field with a comma, a quotation mark or a line break stands in
/// quotation marks.
///
/// Source: RFC 4180, except that lines end with a line feed alone, as all our output does.
enum CSVText {
  static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",")
  }

  private static func quoted(_ field: String) -> String {
    let isPlain = field.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
