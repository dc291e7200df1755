import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card order`.
struct CardOrderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order", abstract: "Order a card for a holder, under a new PAN.",
    discussion: """
      The PAN is drawn from the ranges of the product and was never anyone's. A holder who is \
      protected, listed or fragile takes a second person.
      """,
    aliases: ["commander"])

  @Option(help: ArgumentHelp("The bank's reference of the holder.", valueName: "reference"))
  var holder: String

  @Option(help: ArgumentHelp("The code of the product.", valueName: "code"))
  var product: String

  @OptionGroup var act: ActOptions

  func run() throws {
    let reason = try act.resolvedReason(of: .order) ?? .firstCard
    let order = Order(
      holder: holder, product: product, reason: reason, channel: try act.resolvedChannel(),
      key: act.key())
    let session = try act.registry.open()
    let outcome = try session.perform { registry throws(RegistryError) in
      try registry.order(order, act.context(of: session))
    }
    try ActReport(language: act.language, isDryRun: act.dryRun)
      .show([outcome], as: act.output.resolved)
  }
}
