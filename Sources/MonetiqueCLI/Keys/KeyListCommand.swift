import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key list`.
struct KeyListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the keys by name, with their check values.")

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    var keys = try KeyFile(file)
    var reports: [KeyReport] = []
    for summary in keys.store.summaries { reports.append(try keys.report(summary)) }
    var console = Console()
    switch output.resolved {
    case .table:
      for line in TextColumns.lines([KeyReport.columns] + reports.map(\.row)) {
        try console.line(line)
      }
    case .json:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-keys/1")
      writer.beginArray("keys")
      for report in reports { report.write(to: &writer) }
      writer.endArray()
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    case .ndjson:
      var writer = JSONWriter()
      for report in reports {
        report.write(to: &writer)
        writer.endLine()
      }
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
