import ArgumentParser
import CardRegistry

/// `monetique card unlock`.
struct CardUnlockCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Unlock a card that its holder locked.",
    aliases: ["deverrouiller"])

  static let verb = Verb.unlock

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
