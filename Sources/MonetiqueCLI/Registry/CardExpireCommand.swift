import ArgumentParser
import CardRegistry

/// `monetique card expire`.
struct CardExpireCommand: CardDueCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: "Record that cards are past their month.",
    discussion: """
      A card expires at the end of its month in Paris whether or not it is recorded. --due records \
      it of all cards; the system does it.
      """,
    aliases: ["expirer"])

  static let verb = Verb.expire

  @OptionGroup var selection: CardSelection

  @Flag(help: "All cards past their month.")
  var due = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func runDue(
    _ registry: Registry, _ context: ActContext, _ progress: (Int) -> Void
  ) throws(RegistryError) -> Registry.DueReport {
    try registry.expireDue(context, progress: progress)
  }
}
