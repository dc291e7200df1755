import ArgumentParser
import CardRegistry

/// `monetique card renew`.
struct CardRenewCommand: CardDueCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew", abstract: "Order the successor of a card whose month comes.",
    discussion: """
      --due renews all cards whose term has come, 45 days before the end of their month; the \
      system does it, and a run that was broken off goes on where it was. Blocked cards wait.
      """,
    aliases: ["renouveler"])

  static let verb = Verb.renew

  @OptionGroup var selection: CardSelection

  @Flag(help: "All cards whose term has come.")
  var due = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func runDue(
    _ registry: Registry, _ context: ActContext, _ progress: (Int) -> Void
  ) throws(RegistryError) -> Registry.DueReport {
    try registry.renewDue(context, progress: progress)
  }
}
