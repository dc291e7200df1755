import ArgumentParser
import CardRegistry

/// `monetique card receive`.
struct CardReceiveCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "receive", abstract: "Record that the plastic has come to the branch.",
    aliases: ["recevoir"])

  static let verb = Verb.receive

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}

/// `monetique card hand-over`.
struct CardHandOverCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "hand-over",
    abstract: "Give the plastic to its holder, whose identity is checked.",
    aliases: ["remettre"])

  static let verb = Verb.handOver

  @OptionGroup var selection: CardSelection

  @Flag(help: "The identity of the holder was checked.")
  var identityChecked = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail { .identity(isChecked: identityChecked) }
}

/// `monetique card give-back`.
struct CardGiveBackCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "give-back", abstract: "Give a card that was forgotten in a machine back.",
    aliases: ["rendre"])

  static let verb = Verb.giveBack

  @OptionGroup var selection: CardSelection

  @Flag(help: "The identity of the holder was checked.")
  var identityChecked = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func detail() throws(CommandError) -> CommandDetail { .identity(isChecked: identityChecked) }
}

/// `monetique card surrender`.
struct CardSurrenderCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "surrender", abstract: "Record that the holder gave the plastic back.",
    aliases: ["restituer"])

  static let verb = Verb.surrender

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}

/// `monetique card destroy`.
struct CardDestroyCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "destroy", abstract: "Record that the plastic was destroyed.",
    discussion: """
      A card that nobody collected is cancelled with it, once the product has waited long enough.
      """, aliases: ["detruire"])

  static let verb = Verb.destroy

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}

/// `monetique card regularize`.
struct CardRegularizeCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "regularize",
    abstract: "Record that the debt behind a withdrawal was paid, and have it struck off.",
    aliases: ["regulariser"])

  static let verb = Verb.regularize

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
