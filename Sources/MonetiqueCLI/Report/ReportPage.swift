import CardCore
import MonitorStreaming
import TransactionMonitor

/// The page that `monitor report` writes: one file, no script, nothing loaded.
struct ReportPage {
  let facts: ReportFacts
  let words: ReportWords
  /// nil where there is neither a series nor an alert.
  let axis: TimeAxis?

  /// - Parameter zone: What clocks show; buckets of days and more begin at midnight UTC, and then
  ///   all is told in UTC.
  init(_ facts: ReportFacts, in language: Language, zone: (rule: ZoneRule, name: String)) {
    self.facts = facts
    axis = Self.axis(facts)
    let isDaily = axis.map { $0.widthMilliseconds >= 86_400_000 } ?? false
    words = ReportWords(
      language: language, zone: isDaily ? .utc : zone.rule, zoneName: isDaily ? "UTC" : zone.name)
  }

  private static func axis(_ facts: ReportFacts) -> TimeAxis? {
    if let series = facts.series, !series.buckets.isEmpty {
      return TimeAxis(
        from: series.from, widthMilliseconds: series.widthMilliseconds,
        count: series.buckets.count)
    }
    let buckets = facts.buckets
    guard !buckets.values.isEmpty else { return nil }
    return TimeAxis(
      from: buckets.start(of: 0), widthMilliseconds: buckets.widthMilliseconds,
      count: buckets.values.count)
  }

  /// The whole page, in UTF-8.
  var html: [UInt8] {
    var page = HTMLText()
    page.raw("<!DOCTYPE html>\n")
    page.begin("html", ["lang": words.language.rawValue])
    page.begin("head")
    page.raw("<meta charset=\"utf-8\">\n")
    page.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
    page.element("title", "\(title) · \(period)")
    page.raw("<style>\n\(Self.style)</style>\n")
    page.end()
    page.begin("body")
    header(&page)
    page.begin("main")
    volumes(&page)
    alerts(&page)
    timeline(&page)
    tops(&page)
    first(&page)
    quality(&page)
    page.end()
    footer(&page)
    page.end()
    page.end()
    return Array(page.text.utf8)
  }

  static var style: String { String(decoding: PackageResources.report_css, as: UTF8.self) }

  private var title: String { words("Card monitoring", "Surveillance des cartes") }

  private var period: String {
    guard let axis else { return words("no activity", "aucune activité") }
    let last = axis.to.adding(milliseconds: -1)
    let (first, end) = (words.day(axis.from), words.day(last))
    return first == end ? first : words("\(first) to \(end)", "du \(first) au \(end)")
  }

  private func header(_ page: inout HTMLText) {
    page.begin("header")
    page.element("p", ["class": "over"], title)
    page.element("h1", period)
    page.begin("dl", ["class": "tiles"])
    for tile in tiles { tile.write(to: &page) }
    page.end()
    page.end()
  }

  private func footer(_ page: inout HTMLText) {
    page.begin("footer")
    let sources = facts.names.joined(separator: ", ")
    page.element(
      "p",
      words(
        "From \(sources). Times are those of \(words.zoneName). Card numbers are masked.",
        "D'après \(sources). Heures de \(words.zoneName). Numéros de carte masqués."))
    page.end()
  }

  // MARK: - The first figures

  /// One figure with its name.
  struct Tile {
    var name: String
    var value: String
    var detail: String
    var style = ""

    func write(to page: inout HTMLText) {
      page.begin("div", ["class": "tile \(style)"])
      page.element("dt", name)
      page.element("dd", value)
      page.element("dd", ["class": "detail"], detail)
      page.end()
    }
  }

  private var tiles: [Tile] {
    var tiles: [Tile] = []
    if let series = facts.series {
      tiles.append(
        Tile(
          name: words("Transactions", "Transactions"), value: words.number(series.total.requests),
          detail: money(series.total)))
      if series.hasOutcomes, let rate = series.total.approvalRate {
        tiles.append(
          Tile(
            name: words("Approval rate", "Taux d'acceptation"), value: words.percent(rate),
            detail: words(
              "\(words.number(series.total.declined)) declined",
              "\(words.number(series.total.declined)) refusées")))
      }
    } else if let count = facts.summary?["transactions"]?.int {
      tiles.append(
        Tile(name: words("Transactions", "Transactions"), value: words.number(count), detail: ""))
    }
    tiles.append(alertTile)
    if let cards = facts.summary?["cards"]?.int {
      let withAlerts = words.number(facts.cards.keyCount)
      tiles.append(
        Tile(
          name: words("Cards", "Cartes"), value: words.number(cards),
          detail: words("\(withAlerts) with alerts", "\(withAlerts) en alerte")))
    }
    if let count = quarantinedCount {
      tiles.append(
        Tile(
          name: words("Unreadable records", "Enregistrements illisibles"),
          value: words.number(count),
          detail: words("put aside, the run went on", "mis à part, sans arrêt"),
          style: count > 0 ? "warning" : ""))
    }
    return tiles
  }

  private var alertTile: Tile {
    let severe = [Severity.critical, .high].reduce(0) { $0 + facts.bySeverity[Int($1.rawValue)] }
    return Tile(
      name: words("Alerts", "Alertes"), value: words.number(facts.alertCount),
      detail: words(
        "\(words.number(severe)) high or critical", "\(words.number(severe)) hautes ou critiques"),
      style: severe > 0 ? "severe" : "")
  }

  /// The sum in the currency of most transactions.
  private func money(_ counts: ReportSeries.Counts) -> String {
    guard
      let first = counts.money.max(by: { ($0.requests, $1.currency) < ($1.requests, $0.currency) })
    else { return "" }
    let sum = words.money(first.requested, first.currency)
    let more = counts.money.count - 1
    switch more {
    case 0: return sum
    case 1: return sum + words(" and 1 more currency", " et 1 autre devise")
    default: return sum + words(" and \(more) more currencies", " et \(more) autres devises")
    }
  }

  /// Of the quarantine file, else of the summary.
  var quarantinedCount: Int? {
    facts.quarantine.map { $0.values.reduce(0, +) } ?? facts.summary?["quarantined"]?.int
  }
}
