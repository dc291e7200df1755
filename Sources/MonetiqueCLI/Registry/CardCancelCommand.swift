import ArgumentParser
import CardRegistry

/// `monetique card cancel`.
struct CardCancelCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel a card that was never delivered.",
    aliases: ["annuler"])

  static let verb = Verb.cancel

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
