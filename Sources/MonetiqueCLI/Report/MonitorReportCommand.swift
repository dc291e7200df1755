import ArgumentParser
import CardCore

/// `monetique monitor report`.
struct MonitorReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make one page of what a replay found.",
    discussion: """
      The page is one HTML file without scripts, that loads nothing: it can be sent, kept and \
      printed. Alerts are what monitor replay wrote with --alerts; with --series it has volumes \
      and the approval rate too, with --summary (the last line of replay --json) the facts of the \
      run, with --quarantine what could not be read. Card numbers stay masked.
      """)

  @Argument(help: ArgumentHelp("Files of alerts, or - for standard input.", valueName: "alerts"))
  var inputs: [String] = ["-"]

  @Option(
    help: ArgumentHelp("What went on over time, from replay --series.", valueName: "file"))
  var series: String?

  @Option(help: ArgumentHelp("What replay --json ended with.", valueName: "file"))
  var summary: String?

  @Option(help: ArgumentHelp("What could not be read.", valueName: "file"))
  var quarantine: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the page goes.", valueName: "file"))
  var output: String

  @Option(help: "The zone of times; where a page counts by days, it is UTC.")
  var zone = "Europe/Paris"

  @Option(help: "The language of the page.")
  var lang: Language?

  func run() throws {
    try OutputPaths.check(
      outputs: [("--output", output)],
      against: inputs.filter { $0 != "-" } + [series, summary, quarantine].compactMap(\.self))
    let facts = try ReportGathering.facts(
      inputs: inputs, series: series, summary: summary, quarantine: quarantine)
    let page = ReportPage(
      facts, in: lang ?? .ofLocale, zone: (try ReplayPlan.zone(zone, "--zone"), zone))
    var stream = try OutputStream(output)
    try stream.write(page.html)
    try stream.flush()
  }
}

/// Reads the files that a report is made of.
enum ReportGathering {
  /// - Throws: ``CommandError``: 66 where a file is missing, 65 where one is not what it should be.
  static func facts(
    inputs: [String], series: String?, summary: String?, quarantine: String?
  ) throws(CommandError) -> ReportFacts {
    var facts = ReportFacts()
    facts.names = inputs.map { $0 == "-" ? "-" : baseName($0) }
    for input in inputs {
      try JSONLines.forEach(of: input) { line, number throws(CommandError) in
        guard facts.take(line) else {
          throw refusal(input, number, "no alert", hint: "give what replay --alerts wrote")
        }
      }
    }
    if let summary {
      try JSONLines.forEach(of: summary) { line, _ throws(CommandError) in
        if line["schema"]?.string == "monetique-replay/1" { facts.summary = line }
      }
      guard facts.summary != nil else {
        throw CommandError(
          "\(summary): no summary is in it", hint: "give what replay --json wrote last", .badData,
          code: "notSummary", path: summary)
      }
    }
    facts.series = try series.map { path throws(CommandError) in try ReportSeries(path: path) }
    facts.quarantine = try quarantine.map { path throws(CommandError) in try reasons(path) }
    return facts
  }

  private static func reasons(_ path: String) throws(CommandError) -> [String: Int] {
    var reasons: [String: Int] = [:]
    try JSONLines.forEach(of: path) { line, number throws(CommandError) in
      guard line["schema"]?.string == "monetique-quarantine/1" else {
        throw refusal(
          path, number, "no record put aside", hint: "give what replay --quarantine wrote")
      }
      // By place and code: the words may tell lengths, which differ from record to record.
      let place = line["path"]?.string ?? ""
      let code = line["code"]?.string ?? ""
      let key = place.isEmpty ? code : "\(place): \(code)"
      if reasons.count < 1_000 || reasons[key] != nil { reasons[key, default: 0] += 1 }
    }
    return reasons
  }

  private static func refusal(
    _ path: String, _ line: Int, _ what: String, hint: String
  ) -> CommandError {
    let name = InputSource.file(named: path).name
    return CommandError(
      "\(name): line \(line) is \(what)", hint: hint, .badData, code: "badLine", path: name)
  }

  private static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
