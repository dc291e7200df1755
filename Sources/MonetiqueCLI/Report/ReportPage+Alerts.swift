import CardCore
import MonitorStreaming
import TransactionMonitor

extension ReportPage {
  /// Alerts by time, severity and rule.
  func alerts(_ page: inout HTMLText) {
    page.begin("section", ["id": "alerts"])
    page.element("h2", words("Alerts", "Alertes"))
    if facts.alertCount == 0 {
      page.element("p", words("No alert.", "Aucune alerte."))
    } else if let axis {
      severityChart(axis).write(to: &page)
    }
    ruleTable(onTrial: false, words("By rule", "Par règle"), &page)
    ruleTable(
      onTrial: true, words("Rules on trial, which alert nobody", "Règles à l'essai, sans effet"),
      &page)
    page.end()
  }

  private func severityChart(_ axis: TimeAxis) -> ReportChart {
    let columns = columns(of: axis)
    let layers = Severity.allCases.map { severity in
      ReportChart.Layer(
        name: words.severity(severity), style: severity.name,
        values: columns.map { Double($0.bySeverity[Int(severity.rawValue)]) })
    }.filter { $0.values.contains { $0 > 0 } }
    let width = words.duration(axis.widthMilliseconds)
    return ReportChart(
      id: "severity", title: words("Alerts per \(width)", "Alertes par tranche de \(width)"),
      axis: axis, words: words, layers: layers.reversed(),
      range: 0...ReportChart.roundedUp(columns.map { Double($0.count) }.max() ?? 0),
      format: { words.number(Int($0)) })
  }

  /// The alerts by the columns of an axis.
  func columns(of axis: TimeAxis) -> [AlertBucket] {
    var columns = [AlertBucket](repeating: AlertBucket(), count: axis.count)
    for (index, bucket) in facts.buckets.values.enumerated() {
      columns[axis.column(of: facts.buckets.start(of: index))].add(bucket)
    }
    return columns
  }

  private func ruleTable(onTrial: Bool, _ title: String, _ page: inout HTMLText) {
    let rules = facts.rules(onTrial: onTrial).filter { $0.facts.count > 0 }
    guard !rules.isEmpty else { return }
    var table = ReportTable(
      title: title,
      columns: [
        .init(name: words("Rule", "Règle")), .init(name: words("Severity", "Gravité")),
        .init(name: words("Alerts", "Alertes"), isNumber: true),
        .init(name: words("Kept quiet", "Tues"), isNumber: true, isOptional: true),
        .init(name: words("Proposes", "Propose"), isOptional: true),
      ])
    let most = Double(rules.map(\.facts.count).max() ?? 1)
    for (id, rule) in rules.prefix(40) {
      let name = rule.titles?[words.language.rawValue]?.string ?? id
      table.rows.append([
        .both(name, name == id ? "" : id),
        .severity(words.severity(rule.severity), style: rule.severity.name),
        .bar(words.number(rule.count), Double(rule.count) / most),
        .text(rule.suppressedCount > 0 ? words.number(rule.suppressedCount) : "\u{2013}"),
        .text(action(rule.action)),
      ])
    }
    if rules.count > 40 {
      table.note = words("\(rules.count - 40) more rules.", "\(rules.count - 40) autres règles.")
    }
    table.write(to: &page)
  }

  private func action(_ name: String?) -> String {
    switch name {
    case "propose lock": words("lock", "verrouillage")
    case "propose block": words("block", "blocage")
    case "propose oppose": words("opposition", "opposition")
    default: name ?? "\u{2013}"
    }
  }

  // MARK: - Who is in most alerts

  func tops(_ page: inout HTMLText) {
    guard facts.alertCount > 0 else { return }
    page.begin("section", ["id": "tops"])
    page.element("h2", words("Where alerts gather", "Où se concentrent les alertes"))
    page.begin("div", ["class": "pairs"])
    top(facts.cards, words("Cards", "Cartes"), words("Card", "Carte"), &page) { _, tally in
      let parts = tally.detail.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      let name = parts.count > 1 ? String(parts[1]) : ""
      return (String(parts.first ?? ""), words("card \(name)", "carte \(name)"))
    }
    let plain: (String, TopCounter.Tally) -> (String, String) = { ($0, $1.detail) }
    top(
      facts.terminals, words("Terminals", "Terminaux"), words("Terminal", "Terminal"), &page, plain)
    top(
      facts.merchants, words("Merchants", "Commerçants"), words("Merchant", "Commerçant"), &page,
      plain)
    top(
      facts.acquirers, words("Acquirers", "Acquéreurs"), words("Acquirer", "Acquéreur"), &page,
      plain)
    page.end()
    page.end()
  }

  private func top(
    _ counter: TopCounter, _ title: String, _ head: String, _ page: inout HTMLText,
    _ name: (String, TopCounter.Tally) -> (String, String)
  ) {
    let entries = counter.top(10)
    guard !entries.isEmpty else { return }
    var table = ReportTable(
      title: title,
      columns: [
        .init(name: head), .init(name: words("Alerts", "Alertes"), isNumber: true),
        .init(name: words("High or more", "Hautes ou plus"), isNumber: true),
      ])
    let most = Double(entries[0].tally.count)
    for (key, tally) in entries {
      let (text, below) = name(key, tally)
      table.rows.append([
        .both(text, below), .bar(words.number(tally.count), Double(tally.count) / most),
        .text(tally.severeCount > 0 ? words.number(tally.severeCount) : "\u{2013}"),
      ])
    }
    table.note = note(counter, entries.count)
    table.write(to: &page)
  }

  private func note(_ counter: TopCounter, _ shown: Int) -> String? {
    if counter.shortfallMaximum > 0 {
      let count = words.number(counter.shortfallMaximum)
      return words(
        "Counts may be up to \(count) too low.", "Les nombres peuvent être trop bas de \(count).")
    }
    guard counter.keyCount > shown else { return nil }
    let count = words.number(counter.keyCount - shown)
    return words("and \(count) more", "et \(count) autres")
  }
}
