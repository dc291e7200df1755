import ArgumentParser
import CardCore
import CardOffice
import CardRegistry

/// `monetique outbox export`.
struct OutboxExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Make what is due of one kind, and record that it leaves.",
    discussion: """
      Letters go into the folder --out, one file each, as text and as a page to print. --sender \
      names a JSON file: name, address (lines), city, phone, mediator. What a letter has to say \
      and is not known is listed, the letter is not written, and the command ends with 3.

      File actions (0302, 1304 or 2304) go into the file --out, of mode 0600, under --spec and \
      --framing: it holds card numbers. outbox answers reads what comes back.

      What was handed over and not heard of since leaves again only with --again.
      """,
    aliases: ["exporter"])

  @OptionGroup var selection: OutboxSelection

  @Option(help: ArgumentHelp("Where it goes.", valueName: "path"))
  var out: String

  @OptionGroup var letters: LetterOptions

  @Option(help: ArgumentHelp("File actions: the spec of the messages.", valueName: "spec"))
  var spec = "iso8583-1987-ascii"

  @Option(
    help: ArgumentHelp("File actions: how messages follow one another.", valueName: "framing"))
  var framing = "binary2"

  @Option(help: ArgumentHelp("File actions: the file of the network, DE 101.", valueName: "name"))
  var fileName = "OPPOSITIONS"

  @Flag(help: "Hand over again what was handed over and not heard of.")
  var again = false

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func validate() throws {
    guard !selection.kind.isEmpty else {
      throw ValidationError("--kind says what is made: letter, or a kind of letters")
    }
  }

  func run() throws {
    let session = try registry.open()
    var filter = try selection.filter(at: session.time)
    filter.dueBy = session.time
    filter.statuses = again ? [.waiting, .refused, .sent] : [.waiting, .refused]
    let report: ExportReport
    if filter.kinds.allSatisfy(OutboxKinds.letters.contains) {
      let run = LetterExport(
        session: session, writer: try letters.writer(), folder: out, isDryRun: dryRun)
      report = try run.run(filter)
    } else if filter.kinds.allSatisfy(OutboxKinds.fileActions.contains) {
      report = try FileActionExport(
        session: session, parser: try SpecStore.parser(spec), framing: framing,
        fileName: fileName, path: out, isDryRun: dryRun
      ).run(filter)
    } else {
      throw CommandError(
        "no file is made of these kinds together",
        hint: "--kind letter makes letters, --kind fileAction messages", .usage,
        code: "kindNotExported")
    }
    try report.show(as: output.resolved, isDryRun: dryRun)
    if !report.failed.isEmpty { throw CommandError.silent(.refused) }
  }
}
