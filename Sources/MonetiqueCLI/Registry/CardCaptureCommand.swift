import ArgumentParser
import CardRegistry

/// `monetique card capture`.
struct CardCaptureCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture", abstract: "Record that a machine or a merchant kept a card.",
    aliases: ["capturer"])

  static let verb = Verb.capture

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions
}
