import ArgumentParser
import CardCore
import PaymentCrypto
import TransactionMonitor

/// `monetique monitor rules test`.
struct MonitorRulesTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run a table of transactions through a rule file.",
    discussion: """
      The first line of the table names its columns, of \(RuleTable.columnText). Each other line \
      is a transaction in their order, - for what it does not say, then => (or an arrow) and the \
      ids of the rules whose alerts it must raise. A time is 2026-03-01T10:00:00Z, or +10m after \
      the line before; a card is any name, or a test card number. A line with a response is \
      request and answer at once. # begins a comment.

      Lines that raise other alerts are shown, and the exit code is 6.
      """)

  @Argument(help: "The rule file; - for standard input.")
  var file: String

  @Option(help: ArgumentHelp("The table.", valueName: "file"))
  var table: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let isJSON = output.resolved != .table
    let rules = try RuleStore.rules(.file(named: file), isJSON: isJSON)
    let table = try RuleTable(try POSIXFile.read(table), named: table)
    try table.check(against: rules)
    let outcome = try RuleTableRun.run(table, rules)
    var console = Console()
    if isJSON {
      try console.write(outcome.json)
    } else {
      for line in outcome.lines { try console.line(line) }
    }
    try console.flush()
    if outcome.failures.count > 0 { throw CommandError.silent(.integrityBroken) }
  }
}
