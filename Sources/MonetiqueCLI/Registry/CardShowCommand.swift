import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card show`.
struct CardShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a card, its PAN and its holder.",
    discussion: """
      With --as-of the card is shown as it was then, made again from the audit trail; with \
      --known-at, by what the registry had been told by that time. A loss that is told on Tuesday \
      for Monday shows as of Monday, but not as known on Monday. The holder is always today's.
      """,
    aliases: ["afficher"])

  @OptionGroup var selection: CardSelection

  @Option(help: ArgumentHelp("What had taken effect by then.", valueName: "RFC 3339 time"))
  var asOf: String?

  @Option(help: ArgumentHelp("What was known by then.", valueName: "RFC 3339 time"))
  var knownAt: String?

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    let line = try session.card(selection, output.resolved)
    let asOf = try asOf.map { text throws(CommandError) in try TimeText.instant(text, "--as-of") }
    let knownAt = try knownAt.map { text throws(CommandError) in
      try TimeText.instant(text, "--known-at")
    }
    let isPast = asOf != nil || knownAt != nil
    let file = try session.perform { registry throws(RegistryError) in
      guard isPast else { return try registry.file(of: line.card) }
      return try registry.file(
        of: line.card, asOf: asOf ?? session.time, knownAt: knownAt ?? session.time)
    }
    let report = CardReport(
      line: line, file: file, time: asOf ?? knownAt ?? session.time, isPast: isPast,
      language: lang ?? .ofLocale)
    var console = Console()
    switch output.resolved {
    case .table: for text in report.lines { try console.line(text) }
    case .json, .ndjson: try console.write(report.json)
    }
    try console.flush()
  }
}

/// A card as it is shown to people and to programs.
struct CardReport {
  let line: CardLine
  let file: CardFile
  let time: Instant
  /// Whether it is shown as it was.
  let isPast: Bool
  let language: Language

  // MARK: - For people

  var lines: [String] {
    let state = file.state.state(of: file.card, at: time)
    var rows = [
      [said("card", "carte"), "\(line.card)"],
      ["PAN", line.pan],
      [said("state", "état"), said(state.labels)],
      [said("product", "produit"), line.product],
      [said("expiry", "expiration"), "\(file.card.key.expiry)"],
      [said("sequence number", "numéro de séquence"), "\(file.card.key.sequenceNumber)"],
    ]
    if isPast { rows.insert([said("as of", "au"), "\(time)"], at: 0) }
    rows += oppositionRows + blockRows + endRows
    rows += [
      [said("plastic", "support"), said(file.card.support.labels)],
      ["PIN", said(file.state.pin.labels)],
      [said("renewal", "renouvellement"), said(file.card.renewal.labels)],
      [said("account", "compte"), said(file.state.standing.account.labels)],
    ]
    rows += holderRows
    return TextColumns.lines(rows)
  }

  private var oppositionRows: [[String]] {
    guard let opposition = file.state.opposition else { return [] }
    return [
      [
        "opposition",
        "\(opposition.number), \(said(opposition.motive.labels)), \(opposition.recorded)",
      ]
    ]
  }

  private var blockRows: [[String]] {
    file.card.blocks.map { block in
      let due = block.reviewDue.map { said(", review by \($0)", ", revue avant le \($0)") } ?? ""
      return [
        said("blocked for", "bloquée pour"),
        said(block.reason.labels) + said(" since ", " depuis ") + "\(block.since)" + due,
      ]
    }
  }

  private var endRows: [[String]] {
    guard let end = file.card.end else { return [] }
    let reason = end.reason.map { said($0.labels) + ", " } ?? ""
    return [[said("ended", "terminée"), reason + "\(end.since)"]]
  }

  private var holderRows: [[String]] {
    [
      [said("holder", "porteur"), TextColumns.printable(line.holder.name)],
      [said("reference", "référence"), TextColumns.printable(line.holder.reference)],
      [said("born", "né le"), line.holder.birthDate],
      [said("branch", "agence"), TextColumns.printable(line.holder.branch)],
    ].filter { !$0[1].isEmpty }
  }

  private func said(_ english: String, _ french: String) -> String {
    language == .french ? french : english
  }

  private func said(_ labels: Labels) -> String { said(labels.english, labels.french) }

  // MARK: - For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-card/1")
    writer.key("summary")
    line.write(to: &writer)
    if isPast { writer.field("asOf", time.description) }
    writer.field(
      isPast ? "stateThen" : "stateNow", file.state.state(of: file.card, at: time).rawValue)
    write(file.card.json, as: "card", to: &writer)
    write(file.state.json, as: "number", to: &writer)
    writer.beginArray("cards")
    for (row, card) in file.cards {
      writer.beginObject()
      writer.field("card", row)
      writer.field("key", card.key.description)
      writer.field("state", file.state.state(of: card).rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private func write(_ text: String, as name: String, to writer: inout JSONWriter) {
    writer.key(name)
    if let value = try? JSONReader().read(text) { writer.value(value) } else { writer.null() }
  }
}
