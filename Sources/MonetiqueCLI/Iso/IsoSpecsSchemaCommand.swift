import ArgumentParser
import SpecImport

/// `monetique iso specs schema`.
struct IsoSpecsSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of spec files.",
    discussion: """
      Editors check and complete a spec file by it. A key that it does not know is an error when \
      the file is read.
      """)

  func run() throws {
    var console = Console()
    try console.write(SpecFile.schema)
    if SpecFile.schema.last != 0x0A { try console.write([0x0A]) }
    try console.flush()
  }
}
