import ArgumentParser
import CardRegistry

/// `monetique card ship`.
struct CardShipCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "ship", abstract: "Record that produced cards were sent.",
    discussion: """
      The system does it, most often for a batch. The PIN letter goes on another day.
      """,
    aliases: ["expedier"])

  static let verb = Verb.ship

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("The carrier's number, up to 64 characters.", valueName: "number"))
  var tracking: String = ""

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail { .shipment(tracking: tracking) }
}
