import ArgumentParser
import CardCore
import CardRegistry

/// `monetique holder`.
struct HolderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holder", abstract: "Whom the cards are for.",
    subcommands: [HolderSetCommand.self, HolderListCommand.self, HolderStatusCommand.self],
    aliases: ["porteur"])
}

/// `monetique holder set`.
struct HolderSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Add a holder, or take a new name, date or branch of one.")

  @Argument(help: "The bank's own reference of the customer.")
  var reference: String

  @Option(help: ArgumentHelp("Family name first, as on the account.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("Of a person.", valueName: "YYYY-MM-DD"))
  var birthDate: String = ""

  @Option(help: ArgumentHelp("That keeps the account.", valueName: "branch"))
  var branch: String = ""

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    let holder = try RegistryNotice.mapping { () throws(RegistryError) in
      try Holder(reference: reference, name: name, birthDate: birthDate, branch: branch)
    }
    let session = try options.open()
    try session.perform { registry throws(RegistryError) in
      try registry.set(holder, by: session.person, at: session.time, isDryRun: dryRun)
    }
    try HolderReport(holders: [holder]).show(as: output.resolved, isDryRun: dryRun)
  }
}

/// `monetique holder list`.
struct HolderListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the holders of a name: homonyms with what tells them apart.")

  @Argument(help: "The name; accents, case and punctuation do not matter.")
  var name: String

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try options.open()
    let holders = try session.perform { registry throws(RegistryError) in
      try registry.holders(named: name)
    }
    try HolderReport(holders: holders).show(as: output.resolved, isDryRun: nil)
  }
}

/// Holders as they are printed.
struct HolderReport {
  let holders: [Holder]

  func show(as format: OutputFormat, isDryRun: Bool?) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      let rows = holders.map { holder in
        [holder.reference, holder.name, holder.birthDate, holder.branch]
          .map { String(TextColumns.printable($0).prefix(32)) }
      }
      for line in TextColumns.lines([["reference", "name", "born", "branch"]] + rows) {
        try console.line(line)
      }
    case .json, .ndjson:
      try console.write(
        holders, under: "holders", schema: "monetique-holders/1", isDryRun: isDryRun
      ) { holder, writer in
        writer.beginObject()
        writer.field("reference", holder.reference)
        writer.field("name", holder.name)
        writer.field("birthDate", holder.birthDate)
        writer.field("branch", holder.branch)
        writer.endObject()
      }
    }
    try console.flush()
  }
}
