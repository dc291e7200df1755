import ArgumentParser

/// `monetique monitor`.
struct MonitorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor", abstract: "Find what is wrong in a log of card transactions.",
    subcommands: [
      MonitorReplayCommand.self, MonitorReportCommand.self, MonitorBacktestCommand.self,
      MonitorRulesCommand.self, MonitorExplainCommand.self, MonitorSnoozeCommand.self,
      MonitorEvaluateCommand.self,
    ])
}

/// `monetique monitor rules`.
struct MonitorRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "The rules that transactions are judged by.",
    subcommands: [
      MonitorRulesCheckCommand.self, MonitorRulesTestCommand.self, MonitorRulesShowCommand.self,
    ])
}
