import ArgumentParser

/// `monetique outbox`, in French `monetique courrier`.
struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "What holders and other systems are still to be told.",
    discussion: """
      Every act writes what is to be said with itself; it leaves afterwards, and stays here until \
      somebody says that it was taken.
      """,
    subcommands: [
      OutboxListCommand.self, OutboxShowCommand.self, OutboxExportCommand.self,
      OutboxAnswersCommand.self, OutboxDoneCommand.self,
    ],
    aliases: ["courrier"])
}
