import ArgumentParser

/// How data are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// Columns for people.
  case table
  /// JSON; messages one object a line.
  case json
  /// One JSON object a line.
  case ndjson
}

/// `--format` and its short form `--json`, the same in every command.
struct OutputOptions: ParsableArguments {
  @Option(help: "How to print the result.")
  var format: OutputFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  var resolved: OutputFormat { json ? .json : format ?? .table }

  func validate() throws {
    if json, let format, format == .table {
      throw ValidationError("--json and --format \(format.rawValue) contradict each other")
    }
  }
}
