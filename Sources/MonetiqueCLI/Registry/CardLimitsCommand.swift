import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card limits`.
struct CardLimitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits", abstract: "What a card may be used for, and up to which amount.",
    subcommands: [CardLimitsShowCommand.self, CardLimitsSetCommand.self], aliases: ["plafonds"])
}

/// `monetique card limits show`.
struct CardLimitsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the limits that hold today.", aliases: ["afficher"])

  @OptionGroup var selection: CardSelection
  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    let line = try session.card(selection, output.resolved)
    let (file, product) = try session.fileAndProduct(of: line.card)
    let day = Day(of: session.time)
    let limits = Usage.allCases.flatMap {
      file.state.limits(of: $0, product: product, on: day)
    }
    let report = LimitReport(
      limits: limits, product: product, overrides: file.state.overrides, day: day,
      isFrench: (lang ?? .ofLocale) == .french)
    var console = Console()
    switch output.resolved {
    case .table: for text in report.lines { try console.line(text) }
    case .json, .ndjson: try console.write(report.json)
    }
    try console.flush()
  }
}

/// `monetique card limits set`.
struct CardLimitsSetCommand: CardActCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Give a card another limit between two days.",
    discussion: """
      Zero means none at all. Over what the product gives it takes two persons.
      """, aliases: ["fixer"])

  static let verb = Verb.setLimit

  @OptionGroup var selection: CardSelection

  @Option(
    help: ArgumentHelp(
      "payment, withdrawal, remote, contactless or quasiCash.", valueName: "usage"))
  var usage: String

  @Option(help: ArgumentHelp("How many days count together.", valueName: "number"))
  var days: Int

  @Option(help: ArgumentHelp("The most, as 500.00 EUR.", valueName: "amount"))
  var amount: String?

  @Option(help: ArgumentHelp("The most times.", valueName: "number"))
  var count: Int?

  @Option(help: ArgumentHelp("The first day; today if left out.", valueName: "YYYY-MM-DD"))
  var from: String?

  @Option(
    help: ArgumentHelp("The first day on which it no longer holds.", valueName: "YYYY-MM-DD"))
  var until: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func validate() throws {
    guard amount != nil || count != nil else { throw ValidationError("give --amount or --count") }
  }

  func detail() throws(CommandError) -> CommandDetail {
    guard let usage = Usage(named: usage) else {
      let names = Usage.allCases.map(\.rawValue)
      throw CommandError(
        "no such usage",
        hint: Suggestion.hint(for: self.usage, among: names)
          ?? "usages are " + names.joined(separator: ", "), .usage, code: "unknownUsage")
    }
    let today = Day(of: try act.registry.time())
    let start = try from.map { text throws(CommandError) in try DayText.day(text, "--from") }
    let end = try until.map { text throws(CommandError) in try DayText.day(text, "--until") }
    guard
      let limit = Limit(usage, days: days, amountMinor: try minorUnits(), countMax: count),
      let override = LimitOverride(limit, from: start ?? today, until: end)
    else {
      throw CommandError(
        "no such limit", hint: "1 to 366 days, nothing negative, an end after the start", .usage,
        code: "badLimit")
    }
    return .limit(override)
  }

  private func minorUnits() throws(CommandError) -> Int64? {
    guard let amount else { return nil }
    do throws(AmountError) {
      return try Amount(amount).minorUnits
    } catch {
      throw CommandError("--amount: \(error)", .usage, code: "badAmount")
    }
  }
}

/// Limits as they are printed.
struct LimitReport {
  let limits: [Limit]
  let product: Product
  let overrides: [LimitOverride]
  let day: Day
  let isFrench: Bool

  var lines: [String] {
    let head =
      isFrench
      ? ["usage", "jours", "montant", "nombre", "jusqu'au"]
      : ["usage", "days", "amount", "count", "until"]
    let rows = limits.map { limit in
      [
        isFrench ? limit.usage.labels.french : limit.usage.labels.english, "\(limit.days)",
        limit.amountMinor.map { "\(Amount(minorUnits: $0, currency: product.currency))" } ?? "-",
        limit.countMax.map(String.init) ?? "-", end(of: limit).map { "\($0)" } ?? "-",
      ]
    }
    return TextColumns.lines([head] + rows)
  }

  /// The end of the override that it is, if it is one.
  private func end(of limit: Limit) -> Day? {
    overrides.last { $0.limit == limit && $0.holds(on: day) }?.until
  }

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-limits/1")
    writer.field("day", "\(day)")
    writer.field("currency", "\(product.currency)")
    writer.beginArray("limits")
    for limit in limits {
      writer.beginObject()
      writer.field("usage", limit.usage.rawValue)
      writer.field("days", limit.days)
      if let amount = limit.amountMinor { writer.field("amountMinor", amount) }
      if let count = limit.countMax { writer.field("count", count) }
      if let end = end(of: limit) { writer.field("until", "\(end)") }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}

/// Days as options give them.
enum DayText {
  /// - Throws: 64 for a text that is no day.
  static func day(_ text: String, _ option: String) throws(CommandError) -> Day {
    guard let day = Day(text) else {
      throw CommandError("\(option): expected YYYY-MM-DD", .usage, code: "badDay")
    }
    return day
  }
}

extension RegistrySession {
  func fileAndProduct(of card: Int64) throws(CommandError) -> (CardFile, Product) {
    try perform { registry throws(RegistryError) in
      let file = try registry.file(of: card)
      guard let product = try registry.products().first(where: { $0.code == file.state.product })
      else { throw RegistryError(.damaged, "the product of card \(card) is not there") }
      return (file, product)
    }
  }
}
