import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card history`.
struct CardHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Say what was done to a card: when, by whom, why.",
    aliases: ["historique"])

  @OptionGroup var selection: CardSelection

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    let line = try session.card(selection, output.resolved)
    var records: [AuditRecord] = []
    try session.perform { registry throws(RegistryError) in
      try registry.forEachRecord(ofCard: line.card) { records.append($0) }
    }
    var console = Console()
    switch output.resolved {
    case .table:
      let rows = records.map { HistoryText($0, lang ?? .ofLocale).row }
      for line in TextColumns.lines(rows) { try console.line(line) }
    case .json:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-card-history/1")
      writer.key("card")
      line.write(to: &writer)
      writer.beginArray("records")
      for record in records { writer.value(try Self.value(record)) }
      writer.endArray()
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    case .ndjson:
      for record in records { try console.line(record.text) }
    }
    try console.flush()
  }

  static func value(_ record: AuditRecord) throws(CommandError) -> JSONValue {
    guard let value = try? JSONReader().read(record.text) else {
      throw CommandError(
        "record \(record.sequence) cannot be read", .integrityBroken, code: "damaged")
    }
    return value
  }
}
