import ArgumentParser
import CardCore

/// `monetique monitor snooze`.
struct MonitorSnoozeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze",
    abstract: "Have a rule keep silent about an alert's subject until a date.",
    discussion: """
      The alert is looked up by its ID, of which the first eight digits are enough, in the file \
      that the monitor wrote. An entry with its rule and subject, who decided and why is added to \
      the file of snoozes, which is made if it is not there and is given to monitor replay \
      --snoozes.
      """)

  @Argument(help: "The id of the alert.")
  var id: String

  @Option(help: ArgumentHelp("The alerts, one JSON object a line.", valueName: "file"))
  var alerts: String

  @Option(help: "A date, to the end of it, or a time such as 2027-01-15T08:00:00Z.")
  var until: String

  @Option(help: "Who decided it.")
  var by: String

  @Option(help: "Why.")
  var reason: String

  @Option(name: .customLong("into"), help: ArgumentHelp("The file of snoozes.", valueName: "file"))
  var file: String

  @Flag(help: "Every rule about that kind of subject, not the alert's alone.")
  var everyRule = false

  @Flag(name: [.customShort("n"), .long], help: "Print the entry, write nothing.")
  var dryRun = false

  func run() throws {
    try check()
    let entry = try entry(AlertLookup.alert(id, in: alerts))
    let content = try SnoozeFile(file).adding(entry)
    guard !dryRun else {
      var console = Console()
      try console.line(entry.text)
      return try console.flush()
    }
    try content.write(to: file)
  }

  private func check() throws(CommandError) {
    let moment = (try? Instant(rfc3339: until)) ?? (try? Instant(rfc3339: until + "T00:00:00Z"))
    guard moment != nil else {
      throw CommandError(
        "--until takes a date or a time", hint: "such as 2027-12-31", .usage, code: "badOption")
    }
    for (name, value) in [("--by", by), ("--reason", reason)] where value.isEmpty {
      throw CommandError("\(name) is empty", .usage, code: "badOption")
    }
  }

  private func entry(_ alert: JSONValue) throws(CommandError) -> SnoozeEntry {
    guard let rule = alert["rule"]?.string, let kind = alert["subject"]?["kind"]?.string,
      let key = alert["subject"]?["key"]?.string
    else {
      throw CommandError("the alert has no rule and subject", .badData, code: "badAlert")
    }
    guard kind != "card" || alert["card"]?["token"]?.string != nil else {
      throw CommandError(
        "the alert's card has a number of its run only, no token",
        hint: "replay with --token-key: the card then has the same token in every run", .badData,
        code: "noToken")
    }
    return SnoozeEntry(
      rule: everyRule ? nil : rule, kind: kind, key: kind == "all" ? "all" : key, until: until,
      author: by, reason: reason)
  }
}
