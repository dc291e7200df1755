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
    commandName: "set", abstract: "Add a holder, or take a new name, date or branch of one.",
    discussion: """
      Address and language stay as they are unless they are given; letters need an address.
      """)

  @Argument(help: "The bank's own reference of the customer.")
  var reference: String

  @Option(help: ArgumentHelp("Family name first, as on the account.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("Of a person.", valueName: "YYYY-MM-DD"))
  var birthDate: String = ""

  @Option(help: ArgumentHelp("That keeps the account.", valueName: "branch"))
  var branch: String = ""

  @Option(
    help: ArgumentHelp(
      "A line under the name on an envelope; up to five of them, in order.", valueName: "line"))
  var address: [String] = []

  @Flag(help: "Take the address away: mail comes back from there.")
  var noAddress = false

  @Option(help: ArgumentHelp("In which letters are written to the holder.", valueName: "fr|en"))
  var language: String?

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func validate() throws {
    guard !noAddress || address.isEmpty else {
      throw ValidationError("--address and --no-address contradict each other")
    }
  }

  func run() throws {
    let session = try options.open()
    let known = try session.perform { registry throws(RegistryError) in
      try registry.holder(reference)
    }
    let language = try language.map(HolderWords.language) ?? known?.language ?? .french
    let holder = try RegistryNotice.mapping { () throws(RegistryError) in
      try Holder(
        reference: reference, name: name, birthDate: birthDate, branch: branch,
        address: noAddress || !address.isEmpty ? address : known?.address ?? [],
        language: language)
    }
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
        [
          holder.reference, holder.name, holder.birthDate, holder.branch,
          holder.language.rawValue, holder.address.joined(separator: ", "),
        ].map { String(TextColumns.printable($0).prefix(32)) }
      }
      for line in TextColumns.lines(
        [["reference", "name", "born", "branch", "in", "address"]] + rows)
      {
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
        writer.beginArray("address")
        for line in holder.address { writer.string(line) }
        writer.endArray()
        writer.field("language", holder.language.rawValue)
        writer.endObject()
      }
    }
    try console.flush()
  }
}

/// What is typed of a holder.
enum HolderWords {
  /// - Throws: 64 for another word.
  static func language(_ text: String) throws(CommandError) -> HolderLanguage {
    guard let language = HolderLanguage(named: text) else {
      throw CommandError("letters are in fr or en", .usage, code: "unknownLanguage")
    }
    return language
  }
}
