import ArgumentParser
import CardRegistry

/// `monetique card close`.
struct CardCloseCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close a card for good.",
    discussion: """
      An account that is overdrawn takes a second person.
      """,
    aliases: ["resilier"])

  static let verb = Verb.close

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
