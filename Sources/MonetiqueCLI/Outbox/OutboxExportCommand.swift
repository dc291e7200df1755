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

  @Option(help: ArgumentHelp("Letters: who writes them.", valueName: "file"))
  var sender: String?

  @Option(help: ArgumentHelp("Letters: other words than the built-in ones.", valueName: "file"))
  var frenchLetters: String?

  @Option(help: ArgumentHelp("Letters: other words than the built-in ones.", valueName: "file"))
  var englishLetters: String?

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
    if filter.kinds.allSatisfy(LetterKind.itemKinds.contains) {
      let run = LetterExport(
        session: session, writer: try writer(), folder: out, isDryRun: dryRun)
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

  private func writer() throws(CommandError) -> LetterWriter {
    guard let sender else {
      throw CommandError(
        "nobody is named who writes the letters", hint: "add --sender FILE", .usage,
        code: "noSender")
    }
    let bytes = try InputSource.file(named: sender).read()
    let from: LetterSender
    do throws(LetterSender.FormError) {
      from = try LetterSender(json: bytes.span)
    } catch {
      throw CommandError("\(sender): \(error)", .badData, code: "badSender", path: sender)
    }
    var templates: [LetterTemplates] = []
    if let frenchLetters { templates.append(try self.templates(frenchLetters, .french)) }
    if let englishLetters { templates.append(try self.templates(englishLetters, .english)) }
    return LetterWriter(sender: from, templates: templates)
  }

  private func templates(
    _ path: String, _ language: HolderLanguage
  ) throws(CommandError) -> LetterTemplates {
    let text = String(decoding: try InputSource.file(named: path).read(), as: UTF8.self)
    do throws(LetterTemplates.FormError) {
      return try LetterTemplates(text, language)
    } catch {
      throw CommandError(
        "\(path), \(error)", .configuration, code: "badTemplates", path: path)
    }
  }
}
