import ArgumentParser
import TransactionMonitor

/// `monetique monitor rules show`.
struct MonitorRulesShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the rules that ship with the program.",
    discussion: """
      They are printed as a rule file, with comments in English and French: a beginning for your \
      own.
      """)

  @Flag(name: .customLong("default"), help: "The rules that hold where no others are given.")
  var isDefault = false

  func validate() throws {
    guard isDefault else { throw ValidationError("give --default: there are no other rules") }
  }

  func run() throws {
    var console = Console()
    try console.write(RuleSet.defaultText)
    try console.flush()
  }
}
