import ArgumentParser
import CardRegistry

/// `monetique card resend`.
struct CardResendCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "resend", abstract: "Send a card again that came back by mail.",
    aliases: ["renvoyer"])

  static let verb = Verb.resend

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
