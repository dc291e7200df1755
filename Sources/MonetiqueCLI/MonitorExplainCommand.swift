import ArgumentParser

/// `monetique monitor explain`.
struct MonitorExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell a person why an alert was raised.",
    discussion: """
      The alert is looked up by its ID, of which the first eight digits are enough, in the file \
      that the monitor wrote.
      """)

  @Argument(help: "The id of the alert.")
  var id: String

  @Option(help: ArgumentHelp("The alerts, one JSON object a line.", valueName: "file"))
  var alerts: String

  @Option(help: "The language of the explanation.")
  var lang: Language?

  func run() throws {
    let found = try AlertLookup.alert(id, in: alerts)
    var console = Console()
    for line in AlertText(found, in: lang ?? .ofLocale).lines { try console.line(line) }
    try console.flush()
  }
}
