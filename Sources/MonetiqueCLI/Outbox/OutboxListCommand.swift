import ArgumentParser
import CardCore
import CardRegistry

/// `monetique outbox list`.
struct OutboxListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what is still to be told, or was told.",
    aliases: ["lister"])

  @OptionGroup var selection: OutboxSelection

  @Option(
    help: ArgumentHelp(
      "Only those that are waiting, sent, refused or done; all but done if none is given.",
      valueName: "status"))
  var status: [String] = []

  @Flag(help: "List what is done too.")
  var all = false

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: TableOptions

  func run() throws {
    let session = try registry.open()
    var filter = try selection.filter(at: session.time)
    filter.statuses = all ? Set(OutboxItem.Status.allCases) : try statuses()
    var console = Console()
    var isFirst = true
    let report = OutboxReport(language: lang ?? .ofLocale)
    try report.begin(output.resolved, &console)
    // A page at a time: an outbox has no end.
    while true {
      let items = try session.perform { registry throws(RegistryError) in
        try registry.outbox(filter)
      }
      try report.show(items, as: output.resolved, isFirst: isFirst, &console)
      guard let last = items.last else { break }
      isFirst = false
      filter.after = last.number
    }
    try report.end(output.resolved, &console)
    try console.flush()
  }

  private func statuses() throws(CommandError) -> Set<OutboxItem.Status> {
    var statuses: Set<OutboxItem.Status> = []
    for name in status {
      guard let status = OutboxItem.Status(rawValue: name) else {
        let names = OutboxItem.Status.allCases.map(\.rawValue)
        throw CommandError(
          "no such status",
          hint: Suggestion.hint(for: name, among: names)
            ?? "it is one of " + names.joined(separator: ", "),
          .usage, code: "unknownStatus")
      }
      statuses.insert(status)
    }
    return statuses
  }
}
