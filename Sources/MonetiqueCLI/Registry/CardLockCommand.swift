import ArgumentParser
import CardRegistry

/// `monetique card lock`.
struct CardLockCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Lock a card for its holder, who may unlock it.",
    aliases: ["verrouiller"])

  static let verb = Verb.lock

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
