import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card list`.
struct CardListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the cards of a holder, a name or a PAN.",
    aliases: ["lister"])

  @OptionGroup var selection: CardSelection

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: TableOptions

  /// As many cards are listed at most.
  private static let countMax = 10_000

  func run() throws {
    let query = try selection.query()
    let session = try registry.open()
    let lines = try session.perform { registry throws(RegistryError) in
      try registry.cards(query, countMax: Self.countMax)
    }
    var console = Console()
    switch output.resolved {
    case .table:
      for line in Self.table(lines) { try console.line(line) }
    case .csv:
      try console.line(CSVText.line(Self.columns))
      for line in lines { try console.line(CSVText.line(Self.fields(line))) }
    case .json:
      try console.write(lines, under: "cards", schema: "monetique-cards/1") { $0.write(to: &$1) }
    case .ndjson:
      try console.writeLines(lines) { $0.write(to: &$1) }
    }
    try console.flush()
  }

  private static let columns = [
    "card", "pan", "sequenceNumber", "expiry", "state", "product", "reference", "name",
  ]

  private static func fields(_ line: CardLine) -> [String] {
    [
      "\(line.card)", line.pan, "\(line.sequenceNumber)", "\(line.expiry)", line.state.rawValue,
      line.product, line.holder.reference, line.holder.name,
    ]
  }

  /// Within 80 columns: names are cut.
  private static func table(_ lines: [CardLine]) -> [String] {
    let rows = lines.map { line in
      [
        "\(line.card)", line.pan, "\(line.expiry)", line.state.rawValue,
        String(TextColumns.printable(line.holder.name).prefix(24)),
      ]
    }
    return TextColumns.lines([["card", "PAN", "expiry", "state", "holder"]] + rows)
  }
}
