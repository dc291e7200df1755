import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card import`.
struct CardImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in the cards of an existing portfolio.",
    discussion: """
      FILE is CSV; its first line names the columns: pan, sequenceNumber, expiry (YYYY-MM), state, \
      product, holder, name, and perhaps birthDate, branch, address (lines with | between them), \
      language (fr or en), pinReference, reason, since. A card that is there already is left as \
      it is, so that an import can be done again. Rows that are \
      refused go to --rejects with their line and the reason, without the PAN, and end the command \
      with 3.
      """,
    aliases: ["importer"])

  @Argument(help: ArgumentHelp("The portfolio; - for standard input.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Where the refused rows are listed.", valueName: "file"))
  var rejects: String?

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    let session = try options.open()
    var run = PortfolioImport(session: session, isDryRun: dryRun)
    var table = CSVTable(
      .file(named: file), required: PortfolioRow.required, optional: PortfolioRow.optional)
    _ = try table.forEachRow { row throws(CommandError) in
      try run.take(row)
      return true
    }
    try run.finish()
    if let rejects { try POSIXFile.replacePrivate(rejects, with: run.rejectFile) }
    try show(run)
    if !run.rejected.isEmpty { throw CommandError.silent(.refused) }
  }

  private func show(_ run: PortfolioImport) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table:
      if dryRun { try console.line("dry run: nothing is changed") }
      try console.line(
        "\(run.added) cards added, \(run.known) known, \(run.rejected.count) refused")
      for reject in run.rejected.prefix(5) {
        Console.note("line \(reject.line): \(reject.message)")
      }
      if run.rejected.count > 5, rejects == nil {
        Console.note("hint: --rejects FILE lists all refused rows")
      }
      let isUnknown = run.rejected.contains {
        $0.code == RegistryError.Code.unknownProduct.rawValue
      }
      if isUnknown, let hint = RegistryNotice.hint(for: .unknownProduct) {
        Console.note("hint: \(hint)")
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-card-import/1")
      writer.field("dryRun", dryRun)
      writer.field("added", run.added)
      writer.field("known", run.known)
      writer.field("rejected", run.rejected.count)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}

/// An import as it goes: rows are gathered, and written some hundred thousand at a time.
struct PortfolioImport {
  /// A row that was refused; never with a value of it.
  struct Reject {
    let line: Int
    let code: String
    let message: String
  }

  let session: RegistrySession
  let isDryRun: Bool
  private(set) var added = 0
  private(set) var known = 0
  private(set) var rejected: [Reject] = []
  private var cards: [PortfolioCard] = []
  private var lines: [Int] = []

  /// As many are written in one transaction.
  private static let cardsPerTransaction = 250_000

  init(session: RegistrySession, isDryRun: Bool) {
    self.session = session
    self.isDryRun = isDryRun
  }

  mutating func take(_ row: CSVTable.Row) throws(CommandError) {
    do throws(RegistryError) {
      cards.append(try PortfolioRow.card(row))
      lines.append(row.line)
    } catch {
      rejected.append(
        Reject(line: row.line, code: error.code.rawValue, message: error.message))
    }
    if cards.count >= Self.cardsPerTransaction { try write() }
  }

  mutating func finish() throws(CommandError) {
    try write()
    rejected.sort { $0.line < $1.line }
  }

  /// The refused rows as CSV, without anything of what stood in them.
  var rejectFile: [UInt8] {
    var text = "line,code,message\n"
    for reject in rejected {
      text += CSVText.line(["\(reject.line)", reject.code, reject.message]) + "\n"
    }
    return Array(text.utf8)
  }

  private mutating func write() throws(CommandError) {
    guard !cards.isEmpty else { return }
    let cards = self.cards
    let report = try session.perform { registry throws(RegistryError) in
      try registry.importCards(
        cards, by: session.person, at: session.time, isDryRun: isDryRun)
    }
    added += report.added
    known += report.known
    for reject in report.rejected {
      rejected.append(
        Reject(line: lines[reject.index], code: reject.code, message: reject.message))
    }
    self.cards.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }
}

/// A row of a portfolio as a card.
enum PortfolioRow {
  static let required = ["pan", "sequenceNumber", "expiry", "state", "product", "holder", "name"]
  static let optional = [
    "birthDate", "branch", "address", "language", "pinReference", "reason", "since",
  ]

  static func card(_ row: CSVTable.Row) throws(RegistryError) -> PortfolioCard {
    guard row.fields != nil else {
      throw bad("the row", "as many UTF-8 fields as the first line names")
    }
    guard let pan = PAN(row["pan"]) else { throw bad("pan", "12 to 19 digits") }
    guard let key = CardKey(row["expiry"] + "/" + twoDigits(row["sequenceNumber"])) else {
      throw bad("expiry or sequenceNumber", "YYYY-MM and 0 to 99")
    }
    guard let state = CardState(named: row["state"]) else {
      throw bad("state", "one of " + CardState.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let holder = try Holder(
      reference: row["holder"], name: row["name"], birthDate: row["birthDate"],
      branch: row["branch"], address: address(row["address"]),
      language: try language(row["language"]))
    return try PortfolioCard(
      pan: pan, key: key, state: state, product: row["product"], holder: holder,
      pinReference: row["pinReference"], reason: try reason(row["reason"]),
      since: try since(row["since"]))
  }

  private static func address(_ text: String) -> [String] {
    text.split(separator: "|").map { line in
      String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  private static func language(_ text: String) throws(RegistryError) -> HolderLanguage {
    guard !text.isEmpty else { return .french }
    guard let language = HolderLanguage(named: text) else { throw bad("language", "fr or en") }
    return language
  }

  private static func twoDigits(_ text: String) -> String {
    text.utf8.count == 1 ? "0" + text : text
  }

  private static func reason(_ text: String) throws(RegistryError) -> Reason? {
    guard !text.isEmpty else { return nil }
    guard let reason = Reason(named: text) else { throw bad("reason", "a reason") }
    return reason
  }

  /// A day, or a time.
  private static func since(_ text: String) throws(RegistryError) -> Instant? {
    guard !text.isEmpty else { return nil }
    if let day = Day(text) { return day.start() }
    guard let time = try? Instant(rfc3339: text) else {
      throw bad("since", "YYYY-MM-DD, or a time of RFC 3339")
    }
    return time
  }

  private static func bad(_ column: String, _ expected: String) -> RegistryError {
    RegistryError(.badValue, "\(column): expected \(expected)")
  }
}
