import ArgumentParser
import CardRegistry

/// `monetique card oppose-payment`.
struct CardOpposePaymentCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "oppose-payment",
    abstract: "Oppose one payment, because its payee is insolvent; the card stays as it is.",
    discussion: """
      Possible until the account of the payee is credited (article L133-17 II of the Code \
      monétaire et financier).
      """, aliases: ["opposer-paiement"])

  static let verb = Verb.opposePayment

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("Which payment, no card number.", valueName: "reference"))
  var payment: String

  @Flag(help: "The payee's account was credited already.")
  var credited = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail {
    .payment(reference: payment, isCredited: credited)
  }
}

/// `monetique card revoke-recurring`.
struct CardRevokeRecurringCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke-recurring",
    abstract: "No longer allow recurring payments of a merchant, a line of business, or all.",
    aliases: ["revoquer-recurrents"])

  static let verb = Verb.revokeRecurring

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("The merchant's identifier (DE 42).", valueName: "identifier"))
  var merchant: String?

  @Option(help: ArgumentHelp("The merchant category.", valueName: "four digits"))
  var mcc: String?

  @Flag(help: "All recurring payments.")
  var all = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func validate() throws {
    guard (merchant == nil ? 0 : 1) + (mcc == nil ? 0 : 1) + (all ? 1 : 0) == 1 else {
      throw ValidationError("give one of --merchant, --mcc and --all")
    }
  }

  func detail() throws(CommandError) -> CommandDetail {
    let text = merchant.map { "merchant(\($0))" } ?? mcc.map { "mcc(\($0))" } ?? "all"
    guard let scope = RecurringScope(text) else {
      throw CommandError(
        "a merchant has 1 to 15 characters, a category four digits", .usage, code: "badScope")
    }
    return .recurring(scope)
  }
}
