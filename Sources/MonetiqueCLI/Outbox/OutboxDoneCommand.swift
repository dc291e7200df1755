import ArgumentParser
import CardCore
import CardRegistry

/// `monetique outbox done`.
struct OutboxDoneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "done", abstract: "Record that items were taken by whoever was told.",
    discussion: """
      What is done already stays so and is no error.
      """,
    aliases: ["fait"])

  @Argument(help: "The numbers of the items.")
  var items: [Int64]

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func run() throws {
    let session = try registry.open()
    let before = try session.perform { registry throws(RegistryError) in
      try registry.finish(items, by: session.person, at: session.time, isDryRun: dryRun)
    }
    var console = Console()
    switch output.resolved {
    case .table:
      if dryRun { try console.line("dry run: nothing is changed") }
      try console.line("\(items.count - before.count) done, \(before.count) done before")
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-outbox-done/1")
      writer.field("dryRun", dryRun)
      writer.field("done", items.count - before.count)
      writer.field("doneBefore", before.count)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
