import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key check`.
struct KeyCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Open the key file, its seal, and every key block in it.",
    discussion: """
      Exit codes: 6 if the file was changed or cut, 78 if others may open it or the master key is \
      another one.
      """)

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    var keys = try KeyFile(file)
    let summaries = keys.store.summaries
    for summary in summaries { _ = try keys.report(summary) }
    let whole = summaries.count { $0.missing.isEmpty }
    var console = Console()
    switch output.resolved {
    case .table:
      try console.line(
        "\(keys.path): whole; keys: \(whole), without all components: \(summaries.count - whole)")
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-key-check/1")
      writer.field("file", keys.path)
      writer.field("keys", whole)
      writer.field("incomplete", summaries.count - whole)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
