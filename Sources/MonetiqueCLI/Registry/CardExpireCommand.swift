import ArgumentParser
import CardRegistry

/// `monetique card expire`.
struct CardExpireCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: "Record that cards are past their month.",
    discussion: """
      A card expires at the end of its month in Paris whether or not it is recorded. --due records \
      it of all cards; the system does it.
      """,
    aliases: ["expirer"])

  static let verb = Verb.expire

  @OptionGroup var selection: CardSelection

  @Flag(help: "All cards past their month.")
  var due = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func validate() throws {
    guard !due || (!selection.isGiven && batch.batch == nil) else {
      throw ValidationError("--due finds its cards itself")
    }
  }

  func run() throws {
    guard due else { return try runAct() }
    let session = try act.registry.open()
    try DueRun(verb: .expire, act: act).run(in: session) {
      registry, context, progress throws(RegistryError) in
      try registry.expireDue(context, progress: progress)
    }
  }
}
