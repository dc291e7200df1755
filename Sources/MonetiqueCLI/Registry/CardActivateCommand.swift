import ArgumentParser
import CardRegistry

/// `monetique card activate`.
struct CardActivateCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "activate", abstract: "Activate a card that was shipped.",
    discussion: """
      The holder, or the first use of the chip with the PIN, does the same. What the card \
      takes the place of is closed.
      """,
    aliases: ["activer"])

  static let verb = Verb.activate

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
