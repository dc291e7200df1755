import ArgumentParser

/// `monetique card`, in French `monetique carte`.
struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "What is done to cards, one at a time or by the batch.",
    discussion: """
      A card number comes by file or on standard input, never as an argument. Who acts is the user \
      of the system; what each role may do is on the audit trail, and refused acts change nothing.
      """,
    subcommands: [
      CardImportCommand.self, CardOpposeCommand.self, CardBlockCommand.self,
      CardUnblockCommand.self, CardListCommand.self, CardHistoryCommand.self,
    ],
    aliases: ["carte"])
}
