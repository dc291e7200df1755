import ArgumentParser
import CardRegistry

/// `monetique card produce`.
struct CardProduceCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "produce", abstract: "Take ordered cards into production.",
    discussion: """
      The system does it, most often for a batch.
      """,
    aliases: ["produire"])

  static let verb = Verb.produce

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
