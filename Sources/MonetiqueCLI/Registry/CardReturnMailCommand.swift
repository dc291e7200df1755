import ArgumentParser
import CardRegistry

/// `monetique card return-mail`.
struct CardReturnMailCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "return-mail", abstract: "Record that a card came back by mail.",
    aliases: ["npai"])

  static let verb = Verb.returnMail

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
