import ArgumentParser
import CardRegistry

/// `monetique card block`.
struct CardBlockCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "block", abstract: "Block a card for a cause, as its issuer.",
    discussion: """
      One person does it. A card may be blocked for several causes, each with its own notice, \
      review and who may lift it. The holder's own word is an opposition, which is for ever.
      """,
    aliases: ["bloquer"])

  static let verb = Verb.block

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}

/// `monetique card unblock`.
struct CardUnblockCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblock", abstract: "Lift a cause for which a card is blocked.",
    discussion: """
      It takes two persons: this asks, and approve accept does it. The card goes back to the state \
      that it was blocked in, once no cause is left.
      """,
    aliases: ["debloquer"])

  static let verb = Verb.unblock

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("The cause to lift, if there are several.", valueName: "reason"))
  var cause: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail {
    guard let cause else { return .none }
    let causes = Reason.all(of: .block) + Reason.all(of: .returnMail)
    return .cause(try ReasonWords.reason(cause, among: causes))
  }
}
