import ArgumentParser
import CardCore
import TransactionMonitor

/// `monetique monitor rules check`.
struct MonitorRulesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a rule file, and say what its rules cost.",
    discussion: """
      Every mistake is told with its line and column, rules that can never fire among them; the \
      exit code is then 78. Of a file without mistakes are told the bytes that the state of each \
      card, terminal … takes, the conditions that aggregates count by, lists that no rule reads \
      and, with --date, lists that no longer hold then.
      """)

  @Argument(help: "The rule file; - for standard input.")
  var file: String

  @Option(help: ArgumentHelp("Tell lists that no longer hold on this date.", valueName: "date"))
  var date: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let isJSON = output.resolved != .table
    let source = InputSource.file(named: file)
    let moment = try self.moment()
    let text = try source.read()
    var console = Console()
    let rules: RuleSet
    do throws(RuleErrors) {
      rules = try RuleSet(yaml: text)
    } catch {
      return try refuse(error, source, text, &console)
    }
    let report = RuleReport(rules, at: moment)
    if isJSON { try console.write(report.json) }
    if !isJSON { for line in report.lines { try console.line(line) } }
    try console.flush()
  }

  private func moment() throws(CommandError) -> Instant? {
    guard let date else { return nil }
    if let instant = try? Instant(rfc3339: date + "T00:00:00Z") { return instant }
    throw CommandError(
      "--date is not a date", hint: "write it as in 2027-12-31", .usage)
  }

  private func refuse(
    _ error: RuleErrors, _ source: InputSource, _ text: [UInt8], _ console: inout Console
  ) throws(CommandError) {
    RuleStore.report(error, source, text, isJSON: output.resolved != .table)
    if output.resolved != .table {
      try console.write(RuleReport.refusal(error))
      try console.flush()
    }
    throw .silent(.configuration)
  }
}
