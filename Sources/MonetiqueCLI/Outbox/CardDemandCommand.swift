import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card demand`.
struct CardDemandCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demand",
    abstract: "Write to the holder that the card will be withdrawn unless what is owed is paid.",
    discussion: """
      The letter that has to come before card withdraw: incidents with day and amount, fees, and \
      the last day to pay. It goes into the outbox.
      """,
    aliases: ["mettre-en-demeure"])

  @OptionGroup var selection: CardSelection

  @Option(
    help: ArgumentHelp(
      "A payment without funds; may be given more than once.",
      valueName: "YYYY-MM-DD=AMOUNT CUR"))
  var incident: [String]

  @Option(help: ArgumentHelp("What the bank asks for itself.", valueName: "AMOUNT CUR"))
  var fees: String

  @Option(help: ArgumentHelp("The last day on which to pay.", valueName: "YYYY-MM-DD"))
  var deadline: String

  @Option(
    help: ArgumentHelp(
      "The same command under the same key is done once.", valueName: "key"))
  var idempotencyKey: String

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func run() throws {
    let demand = try demand()
    let session = try registry.open()
    let line = try session.card(selection, output.resolved)
    let item = try session.perform { registry throws(RegistryError) in
      try registry.demand(
        demand, ofCard: line.card, key: idempotencyKey,
        ActContext(person: session.person, time: session.time, isDryRun: dryRun))
    }
    try show(item, demand, line)
  }

  private func demand() throws(CommandError) -> RestitutionDemand {
    var incidents: [RestitutionDemand.Incident] = []
    for text in incident {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let day = Day(parts[0]) else {
        throw CommandError(
          "--incident: expected YYYY-MM-DD=AMOUNT CUR", .usage, code: "badIncident")
      }
      incidents.append(
        RestitutionDemand.Incident(day: day, amount: try amount(parts[1], "--incident")))
    }
    guard let deadline = Day(deadline) else {
      throw CommandError("--deadline: expected YYYY-MM-DD", .usage, code: "badDay")
    }
    let fees = try amount(fees, "--fees")
    return try RegistryNotice.mapping { () throws(RegistryError) in
      try RestitutionDemand(incidents: incidents, fees: fees, deadline: deadline)
    }
  }

  private func amount(_ text: String, _ option: String) throws(CommandError) -> Amount {
    do throws(AmountError) {
      return try Amount(text)
    } catch {
      throw CommandError("\(option): \(error)", .usage, code: "badAmount")
    }
  }

  private func show(
    _ item: Int64, _ demand: RestitutionDemand, _ line: CardLine
  ) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table:
      if dryRun { try console.line("dry run: nothing is changed") }
      try console.line("\(line.pan), card \(line.card): \(demand.total) by \(demand.deadline)")
      try console.line("item \(item) of the outbox")
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-card-demand/1")
      writer.field("dryRun", dryRun)
      writer.field("card", line.card)
      writer.field("item", item)
      writer.field("total", "\(demand.total)")
      writer.field("deadline", demand.deadline.description)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
