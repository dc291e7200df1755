import ArgumentParser
import CardCore
import CardOffice
import CardRegistry

/// `monetique outbox show`.
struct OutboxShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one item with all that became of it.",
    aliases: ["montrer"])

  @Argument(help: ArgumentHelp("The number of the item.", valueName: "item"))
  var number: Int64

  @Flag(help: "Print the letter that was written, and nothing else.")
  var letter = false

  @Flag(help: "Print the letter as the page of HTML.")
  var page = false

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    if letter || page { return try show(letterIn: session) }
    let item = try session.perform { registry throws(RegistryError) in
      try registry.outboxItem(number)
    }
    var console = Console()
    switch output.resolved {
    case .table: for line in lines(of: item) { try console.line(line) }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-outbox-item/1")
      item.write(to: &writer)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }

  private func show(letterIn session: RegistrySession) throws(CommandError) {
    guard let letter = try session.keptLetter(number) else {
      throw CommandError(
        "no letter of item \(number) was written yet",
        hint: "outbox export --kind letter writes it", .refused, code: "noLetter")
    }
    var console = Console()
    try console.write(Array((page ? letter.page : letter.text).utf8))
    try console.flush()
  }

  private func lines(of item: OutboxItem) -> [String] {
    let language = lang ?? .ofLocale
    var rows = [
      ["item", "\(item.number)"], ["kind", OutboxKinds.label(item.kind, language)],
      ["about", item.subject], ["due", "\(item.due)"],
      ["status", OutboxKinds.label(item.status, language)],
    ]
    if let sentAt = item.sentAt {
      rows.append(["handed over", "\(item.attemptCount) times, last at \(sentAt)"])
    }
    if let answer = item.answer { rows.append(["answer", answer]) }
    if let doneAt = item.doneAt { rows.append(["done", "\(doneAt)"]) }
    if let hash = item.letterHash { rows.append(["letter", HexText.text(of: hash)]) }
    rows.append(["record", "\(item.record)"])
    return TextColumns.lines(rows)
  }
}
