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
      try console.write(reports, under: "keys", schema: "monetique-keys/1") { $0.write(to: &$1) }
    case .ndjson:
      try console.writeLines(reports) { $0.write(to: &$1) }
    }
    try console.flush()
  }
}
