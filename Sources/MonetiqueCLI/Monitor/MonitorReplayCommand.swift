import ArgumentParser
import CardCore
import MonitorStreaming
import TransactionMonitor

/// `monetique monitor replay`.
struct MonitorReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Replay logs of card transactions and raise alerts.",
    discussion: """
      Logs are files in their order, or - for standard input. How they are written is found out \
      and said; CSV and NDJSON need --mapping. Alerts go to --alerts, else to standard output, as \
      they come. The same logs, rules and token key give the same alerts every time.

      What cannot be read is put aside and counted, and the run goes on. Without --token-key cards \
      have numbers of this run instead of tokens.

      With --checkpoint a run that was stopped or killed goes on where it was when the same \
      command is given again, and ends with the same alerts to the byte. SIGTERM stops it with a \
      checkpoint and 75. Standard input is fed again from its start.
      """)

  @Argument(help: "Files, or - for standard input.")
  var inputs: [String] = ["-"]

  @OptionGroup var reading: LogReadingOptions
  @OptionGroup var judging: JudgingOptions
  @OptionGroup var destinations: ReplayDestinations
  @OptionGroup var keeping: CheckpointOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The language of titles and of the summary.")
  var lang: Language?

  func run() throws {
    let plan = try ReplayPlan(self)
    try OutputPaths.check(
      outputs: [
        ("--alerts", destinations.alerts), ("--scores", destinations.scores),
        ("--quarantine", destinations.quarantine), ("--series", destinations.series),
      ],
      against: inputs.filter { $0 != "-" }
        + [
          reading.mapping, judging.rules, judging.snoozes, judging.tokenKey, judging.feedback,
        ].compactMap(\.self))
    var run = try ReplayRun(plan)
    try run.run()
  }
}

/// How logs are read.
struct LogReadingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What the columns of CSV or NDJSON logs mean.", valueName: "file"))
  var mapping: String?

  @Option(help: "auto, frames, hexlines, jpos, csv or ndjson.")
  var input = "auto"

  @Option(help: ArgumentHelp("Of messages: a built-in spec, FILE or FILE#NAME.", valueName: "spec"))
  var spec: String?

  @Option(help: SharedHelp.framing)
  var framing: String?

  @Option(help: "The day of the first message, such as 2026-11-23, where nothing tells the year.")
  var date: String?

  @Option(help: "The zone of DE 12 and 13, and of stamps without one.")
  var zone = "Europe/Paris"

  @Option(name: .customLong("de7-zone"), help: "The zone of DE 7.")
  var de7Zone = "UTC"

  @Option(help: "How much later than others a message may come, such as 60s.")
  var lateness = "60s"

  @Option(help: "When a request counts as unanswered.")
  var answerTimeout = "60s"

  @Option(help: "How far back a reversal finds its original.")
  var reversalHorizon = "7d"
}

/// How transactions are judged.
struct JudgingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Instead of the rules that ship.", valueName: "file"))
  var rules: String?

  @Option(
    help: ArgumentHelp(
      "Rules and subjects that are silent for a time: who said so, why, until when.",
      valueName: "file"))
  var snoozes: String?

  @Option(
    help: ArgumentHelp(
      "Confirmed frauds for the score to learn from: CSV with knownAt and rrn, or token with stan "
        + "or time.", valueName: "file"))
  var feedback: String?

  @Option(
    help: ArgumentHelp(
      "32 bytes, or 64 hexadecimal digits, mode 0600: what tokens are made with.",
      valueName: "file"))
  var tokenKey: String?

  @Option(help: "Threads that share the work of judging, 1 to 64; the result is the same.")
  var threads = 1

  @Option(
    help: "Parts that the state is held in, 1 to 64, one a thread; the result is the same.")
  var shards: Int?

  @Option(help: "Exit with 5 after an alert of this severity or a higher one.")
  var failOn: String?
}

/// Where the results go.
struct ReplayDestinations: ParsableArguments {
  @Option(help: ArgumentHelp("Alerts, an object a line.", valueName: "file"))
  var alerts: String?

  @Option(
    help: ArgumentHelp(
      "The chance of fraud of each transaction, as CSV in the order of the input.",
      valueName: "file"))
  var scores: String?

  @Option(help: ArgumentHelp("What could not be read, an object a line.", valueName: "file"))
  var quarantine: String?

  @Option(
    help: ArgumentHelp(
      "How much went on over time and how it was answered, an object a line.", valueName: "file"))
  var series: String?

  @Flag(help: "Put the bytes of what could not be read into --quarantine: they may hold card data.")
  var quarantineRaw = false

  @Option(help: "Stop with 65 when more records than this could not be read.")
  var maxQuarantined: UInt64?
}
