import ArgumentParser
import CardCore
import ISO8583
import SpecImport

/// `monetique iso specs`.
struct IsoSpecsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "specs", abstract: "The specs that messages are read by.",
    subcommands: [
      IsoSpecsListCommand.self, IsoSpecsShowCommand.self, IsoSpecsSchemaCommand.self,
      IsoSpecsImportCommand.self,
    ])
}

/// `monetique iso specs list`.
struct IsoSpecsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the specs that come with the program.")

  @OptionGroup var output: TableOptions

  func run() throws {
    var console = Console()
    switch output.resolved {
    case .table:
      let rows = BuiltInSpec.all.map { [$0.name, $0.summary] }
      for line in TextColumns.lines(rows) { try console.line(line) }
    case .csv:
      try console.line(CSVText.line(["name", "summary"]))
      for spec in BuiltInSpec.all { try console.line(CSVText.line([spec.name, spec.summary])) }
    case .json:
      try console.write(BuiltInSpec.all, under: "specs", schema: "monetique-specs/1") {
        Self.write($0, to: &$1)
      }
    case .ndjson:
      try console.writeLines(BuiltInSpec.all) { Self.write($0, to: &$1) }
    }
    try console.flush()
  }

  private static func write(_ spec: BuiltInSpec, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("name", spec.name)
    writer.field("summary", spec.summary)
    writer.endObject()
  }
}

/// `monetique iso specs show`.
struct IsoSpecsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the elements of a spec, or the whole of it in JSON.")

  @Argument(help: SharedHelp.spec)
  var spec: String

  @OptionGroup var output: TableOptions

  func run() throws {
    // Compiled first: what decode would refuse is not shown as if it were good.
    let spec = try SpecStore.parser(self.spec).spec
    var console = Console()
    switch output.resolved {
    case .table:
      for line in SpecTable(spec: spec).lines { try console.line(line) }
    case .csv:
      try console.line(CSVText.line(["path", "name", "format"]))
      for row in SpecTable(spec: spec).rows { try console.line(CSVText.line(row)) }
    case .json, .ndjson:
      try console.write(Array(SpecFile.json(of: spec).utf8))
    }
    try console.flush()
  }
}
