import ArgumentParser
import CardRegistry

/// `monetique card withdraw`.
struct CardWithdrawCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take a card back for abusive use, after a letter.",
    discussion: """
      It takes two persons. The holder is written to before, and the Banque de France is told after.
      """,
    aliases: ["retirer"])

  static let verb = Verb.withdraw

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("The day of the letter.", valueName: "YYYY-MM-DD"))
  var letterSentOn: String

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail {
    guard let day = Day(letterSentOn) else {
      throw CommandError("--letter-sent-on: expected YYYY-MM-DD", .usage, code: "badDay")
    }
    return .letter(sentOn: day)
  }
}
