import ArgumentParser
import CardRegistry

/// `monetique card replace`.
struct CardReplaceCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "replace", abstract: "Order a card in the place of one.",
    discussion: """
      damaged and demagnetized: the same PAN, expiry and PIN under the next sequence number; the \
      old card is good until the new one is activated. afterOpposition: another PAN and another \
      PIN; limits and revoked payments go over.
      """,
    aliases: ["remplacer"])

  static let verb = Verb.replace

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
