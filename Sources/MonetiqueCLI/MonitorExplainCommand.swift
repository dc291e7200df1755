import ArgumentParser
import CardCore

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
    let wanted = id.uppercased()
    guard wanted.utf8.count >= 8, ArgumentText.isHexadecimal(wanted) else {
      throw CommandError(
        "an alert's id is 32 hexadecimal digits, of which 8 are enough", .usage)
    }
    let found = try alert(wanted)
    var console = Console()
    for line in AlertText(found, in: lang ?? .ofLocale).lines { try console.line(line) }
    try console.flush()
  }

  /// The one alert whose id begins so.
  private func alert(_ wanted: String) throws(CommandError) -> JSONValue {
    let source = InputSource.file(named: alerts)
    var found: [JSONValue] = []
    for line in try source.read().split(separator: 0x0A) {
      guard let value = try? JSONReader().read(Array(line)),
        let id = value["id"]?.string, id.hasPrefix(wanted)
      else { continue }
      found.append(value)
    }
    guard let first = found.first else {
      throw CommandError(
        "no alert of that id in \(source.name)", hint: "the ids are the `id` of each line",
        .badData, code: "noSuchAlert", path: source.name)
    }
    guard found.allSatisfy({ $0["id"] == first["id"] }) else {
      throw CommandError(
        "\(found.count) alerts begin so", hint: "give more digits", .usage)
    }
    return first
  }
}
