public import ArgumentParser

/// The command `monetique`.
public struct Monetique: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "monetique",
    abstract: "Takes card messages apart, puts them together, and checks test vectors.",
    discussion: """
      Data go to standard output, everything else to standard error. Messages come by file, on \
      standard input (-) or as @FILE. Card numbers, tracks and PIN data are starred unless \
      --test-data says that they are no one's.
      """,
    version: "monetique 0.1.0",
    subcommands: [
      IsoCommand.self, KeyCommand.self, CryptoCommand.self, VectorsCommand.self,
      MonitorCommand.self, SimulateCommand.self, CardCommand.self, HolderCommand.self,
      ApproveCommand.self, OutboxCommand.self, RegistryCommand.self, OperatorCommand.self,
      ProductCommand.self,
      AuditCommand.self, HealthCommand.self, ExplainCommand.self,
    ])

  public init() {}

  /// Runs the command line `arguments` (without the program's name) and gives the exit code.
  public static func run(_ arguments: [String]) -> Int32 {
    POSIXFile.ignoreClosedPipes()
    let isJSON = ErrorNotice.isJSON(arguments)
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      return ExitStatus.done.rawValue
    } catch let error as CommandError {
      if let notice = ErrorNotice(error) { Console.report(notice, isJSON: isJSON) }
      return error.status.rawValue
    } catch {
      return finish(error, of: arguments, isJSON: isJSON)
    }
  }

  /// Says what the parser of arguments has to say: help and version are data, the rest are errors.
  private static func finish(
    _ error: any Error, of arguments: [String], isJSON: Bool
  ) -> Int32 {
    let text = fullMessage(for: error)
    if exitCode(for: error).isSuccess {
      var console = Console()
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      _ = try? console.line(TextColumns.withoutBlankEnd(lines).joined(separator: "\n"))
      _ = try? console.flush()
      return ExitStatus.done.rawValue
    }
    guard exitCode(for: error) == .validationFailure else {
      let notice = ErrorNotice(
        code: "unexpected", message: "\(error)", hint: "please report it with what you typed")
      Console.report(notice, isJSON: isJSON)
      return ExitStatus.unexpected.rawValue
    }
    let lines = text.split(separator: "\n").map(String.init)
    // What stands before the usage is the error; the way to the help is the hint.
    let problem = lines.prefix { !$0.hasPrefix("Usage:") && !$0.hasPrefix("Help:") }
    let help = lines.last { $0.contains("--help'") }?.split(separator: "'").dropFirst().first
    let notice = ErrorNotice(
      code: "usage", message: ArgumentText.withoutData(sentence(problem.joined(separator: " "))),
      hint: CommandNames.hint(for: arguments, under: Self.self) ?? help.map { "see \($0)" })
    Console.report(notice, isJSON: isJSON)
    return ExitStatus.usage.rawValue
  }

  /// The parser's sentence in the manner of the other errors.
  private static func sentence(_ text: String) -> String {
    var text = Substring(text)
    if text.hasPrefix("Error: ") { text = text.dropFirst("Error: ".count) }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
