import ArgumentParser
import CardRegistry

/// `monetique holder status`.
struct HolderStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Record what is true of a holder, an account or a contract.",
    discussion: """
      CHANGE is holder=active, protected, frozen or deceased; account=open, overdrawn or closed; \
      contract=inForce or ended; listed=true or false; fragile=true or false. It is recorded on \
      every card number of the holder, or on that of --card alone; all or none. A death stays.
      """, aliases: ["statut"])

  @Argument(help: ArgumentHelp("The bank's own reference of the customer.", valueName: "reference"))
  var reference: String

  @Argument(help: "What has become true.")
  var change: String

  @Option(help: ArgumentHelp("Only the number of this card.", valueName: "number"))
  var card: Int64?

  @OptionGroup var act: ActOptions

  func run() throws {
    guard let change = StandingChange(change) else {
      throw CommandError(
        "no such status", hint: "see monetique holder status --help", .usage,
        code: "unknownStatus")
    }
    let channel = try act.resolvedChannel()
    let session = try act.registry.open()
    let lines = try session.perform { registry throws(RegistryError) in
      try registry.cards(.holder(reference: reference))
    }.filter { card == nil || $0.card == card }
    var seen: Set<Int64> = []
    let targets = lines.filter { seen.insert($0.number).inserted }
    guard !targets.isEmpty else {
      throw CommandError("no card of that holder", .refused, code: "notFound")
    }
    let key = act.key()
    let acts = targets.map { line in
      Act(
        .setStanding, .card(line.card), detail: .standing(change), channel: channel,
        key: targets.count == 1 ? key : "\(key)/\(line.number)")
    }
    let outcomes = try session.perform { registry throws(RegistryError) in
      try registry.executeAll(acts, act.context(of: session))
    }
    try ActReport(language: act.language, isDryRun: act.dryRun)
      .show(outcomes, as: act.output.resolved)
  }
}
