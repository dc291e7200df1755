import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card produce`.
struct CardProduceCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "produce", abstract: "Take ordered cards into production.",
    discussion: """
      With --out, all cards that are ordered go into a batch, and their file is made: PAN, expiry, \
      tracks, verification values and PIN blocks, sealed under the transport key for those who \
      make the cards; nothing of it stays here but the number of records and their seal. The same \
      batch again writes the same records, or ends with 6. Without --out the act alone is done. \
      The system does it.
      """,
    aliases: ["produire"])

  static let verb = Verb.produce

  @Option(help: ArgumentHelp("The sealed file, of mode 0600.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("With --out: what the batch is known by.", valueName: "name"))
  var batchName: String?

  @Option(help: ArgumentHelp("With --out: only cards of this product.", valueName: "code"))
  var product: String?

  @OptionGroup var keys: ProductionKeyOptions

  @OptionGroup var selection: CardSelection
  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func validate() throws {
    guard (out == nil) == (batchName == nil) else {
      throw ValidationError("--out and --batch-name go together")
    }
    guard out == nil || (!selection.isGiven && batch.batch == nil) else {
      throw ValidationError("--out takes all cards that are ordered: no other option says which")
    }
  }

  func run() throws {
    guard let out, let batchName else { return try runAct() }
    let session = try act.registry.open()
    var file = try KeyFile(act.registry.file)
    let report = try CardProduction(
      session: session, batch: batchName, product: product, path: out,
      transportKey: keys.transportKey ?? "transport.cards", isDryRun: act.dryRun
    ).run(keys, &file)
    try report.show(as: act.output.resolved, isDryRun: act.dryRun)
  }
}
