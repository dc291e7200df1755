import ArgumentParser
import MonitorStreaming
import PaymentCrypto
import TransactionMonitor

/// `monetique monitor backtest`.
struct MonitorBacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Tell what other rules would have found in the same logs.",
    discussion: """
      The logs are read and put in order once and judged by both rule files side by side, each \
      with its own state. An alert is the same where both rules of that id raise it on the same \
      message; moved where the other raises it about the same subject within the rule's quiet \
      time; else it is new or lost. Days are UTC.

      --new and --lost write those alerts in full, so that monitor explain and monitor report can \
      read them.
      """)

  @Argument(help: "Files, or - for standard input.")
  var inputs: [String] = ["-"]

  @Option(
    help: ArgumentHelp("The rules of today; without it, those that ship.", valueName: "file"))
  var rules: String?

  @Option(help: ArgumentHelp("The rules to be tried.", valueName: "file"))
  var against: String

  @Option(help: ArgumentHelp("Snoozes, for both rule files.", valueName: "file"))
  var snoozes: String?

  @OptionGroup var reading: LogReadingOptions

  @Option(
    help: ArgumentHelp(
      "32 bytes, or 64 hexadecimal digits, mode 0600: what tokens are made with.",
      valueName: "file"))
  var tokenKey: String?

  @Option(help: "Parts that each state is held in, 1 to 64; the result is the same.")
  var shards = 1

  @Option(help: "How many alerts of each rule are shown as examples, 0 to 100, new and lost each.")
  var examples = 3

  @Option(help: ArgumentHelp("Where alerts go that only the new rules raise.", valueName: "file"))
  var new: String?

  @Option(help: ArgumentHelp("Where alerts go that only the old rules raise.", valueName: "file"))
  var lost: String?

  @OptionGroup var output: OutputOptions

  @Option(help: "The language of titles.")
  var lang: Language?

  func validate() throws {
    guard 0...100 ~= examples else { throw ValidationError("--examples takes 0 to 100") }
  }

  func run() throws {
    try OutputPaths.check(
      outputs: [("--new", new), ("--lost", lost)],
      against: inputs.filter { $0 != "-" }
        + [rules, against, snoozes, tokenKey, reading.mapping].compactMap(\.self))
    let plan = try plan()
    let other = try ReplayPlan.rules(against, snoozes: snoozes, scoring: plan.scoring)
    let difference = RuleSetDifference(old: plan.rules, new: other)
    var run = try ReplayRun(plan)
    let session = try session(other, plan, differing: difference)
    run.comparison = session
    run.pipeline.observers.append(session.backtest)
    let summary = try run.replay()
    try session.finish()
    let report = BacktestReport(
      backtest: session.backtest, difference: difference, summary: summary,
      language: plan.language)
    var console = Console()
    if plan.format == .table {
      for line in report.lines { try console.line(line) }
    } else {
      try console.write(report.json)
    }
    try console.flush()
  }

  /// The plan of a replay of the same logs under the old rules.
  private func plan() throws -> ReplayPlan {
    var replay = try MonitorReplayCommand.parse([])
    replay.inputs = inputs
    replay.reading = reading
    replay.judging.rules = rules
    replay.judging.snoozes = snoozes
    replay.judging.tokenKey = tokenKey
    replay.judging.shards = shards
    replay.output = output
    replay.lang = lang
    return try ReplayPlan(replay)
  }

  private func session(
    _ other: RuleSet, _ plan: ReplayPlan, differing difference: RuleSetDifference
  ) throws(CommandError) -> BacktestSession {
    let (gone, come) = (difference.oldLayout.count, difference.newLayout.count)
    if gone + come > 0 {
      Console.note(
        "the rules keep different state (\(gone) parts only in the old, \(come) only in the new): "
          + "each has its own, and what it finds is what a replay under it would find")
    }
    let monitor = try ReplayRun.monitor(other, ReplayRun.options(plan, other))
    return try BacktestSession(
      Backtest(monitor, old: plan.rules, new: other, exampleMaximum: examples), newPath: new,
      lostPath: lost)
  }
}
