import ArgumentParser
import CardRegistry

/// `monetique card set-renewal`.
struct CardSetRenewalCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-renewal", abstract: "Say whether and when a card is to be renewed.",
    discussion: """
      POLICY is automatic, refusedByHolder, refusedByIssuer(nonPaymentRisk), \
      refusedByIssuer(unsuitableProduct), advanced(2027-05), suspended(estate) or \
      suspended(guardianship).
      """, aliases: ["decider-renouvellement"])

  static let verb = Verb.setRenewal

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("What is to happen.", valueName: "policy"))
  var policy: String

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail {
    guard let policy = RenewalPolicy(policy) else {
      throw CommandError(
        "no such policy", hint: "see monetique card set-renewal --help", .usage,
        code: "unknownPolicy")
    }
    return .renewal(policy)
  }
}
