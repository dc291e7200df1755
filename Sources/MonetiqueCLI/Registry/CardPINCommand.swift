import ArgumentParser
import CardRegistry

/// `monetique card pin`.
struct CardPINCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "The PIN of a card; none is ever shown.",
    subcommands: [
      CardPINReissueCommand.self, CardPINUnblockCommand.self, CardPINScriptDoneCommand.self,
      CardPINPrintCommand.self,
    ],
    aliases: ["code"])
}

/// `monetique card pin reissue`.
struct CardPINReissueCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "reissue", abstract: "Send the PIN again, or a new one.",
    discussion: """
      A forgotten PIN is sent again, where the product can make it again; a compromised one is \
      replaced. The letter never leaves on the day of a card.
      """, aliases: ["reediter"])

  static let verb = Verb.reissuePIN

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}

/// `monetique card pin unblock`.
struct CardPINUnblockCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblock", abstract: "Give the tries of a PIN back, once the holder is known.",
    discussion: """
      It takes two persons. The chip learns it by a script with a later payment.
      """, aliases: ["debloquer"])

  static let verb = Verb.unblockPIN

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}

/// `monetique card pin script-done`.
struct CardPINScriptDoneCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "script-done", abstract: "Record that the chip has taken its script.",
    aliases: ["script-fait"])

  static let verb = Verb.confirmScript

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
