import ArgumentParser
import CardRegistry

/// `monetique card expire`.
struct CardExpireCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: "Record that cards are past their month.",
    discussion: """
      A card expires at the end of its month in Paris whether or not it is recorded.
      """,
    aliases: ["expirer"])

  static let verb = Verb.expire

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
