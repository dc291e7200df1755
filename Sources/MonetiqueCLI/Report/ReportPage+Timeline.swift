import CardCore
import MonitorStreaming
import TransactionMonitor

extension ReportPage {
  private static let stripMaximum = 16
  private static let incidentMaximum = 12
  /// Cells of a strip: narrower ones cannot be told apart.
  private static let cellMaximum = 100

  /// Which rule fired when, and what went on for long about terminals, merchants and others.
  func timeline(_ page: inout HTMLText) {
    guard let axis, facts.alertCount > 0 else { return }
    page.begin("section", ["id": "timeline"])
    page.element("h2", words("Time line", "Chronologie"))
    strips(axis, &page)
    incidents(axis, &page)
    page.end()
  }

  private func strips(_ axis: TimeAxis, _ page: inout HTMLText) {
    let columns = columns(of: axis)
    let step = (axis.count + Self.cellMaximum - 1) / Self.cellMaximum
    let rules = facts.rules(onTrial: false).filter { $0.facts.count > 0 }
    page.begin("div", ["class": "block strips"])
    page.element("h3", words("Alerts of each rule", "Alertes de chaque règle"))
    for (id, rule) in rules.prefix(Self.stripMaximum) {
      var cells: [Int] = []
      for start in stride(from: 0, to: axis.count, by: step) {
        cells.append(
          columns[start..<min(axis.count, start + step)].reduce(0) { $0 + ($1.byRule[id] ?? 0) })
      }
      let name = rule.titles?[words.language.rawValue]?.string ?? id
      strip(name, rule.severity, cells, of: Double(axis.count) / Double(step), &page)
    }
    axisStrip(axis, &page)
    if rules.count > Self.stripMaximum {
      let count = rules.count - Self.stripMaximum
      page.element("p", ["class": "note"], words("\(count) more rules.", "\(count) autres règles."))
    }
    page.end()
  }

  /// The times under the strips of a block.
  private func axisStrip(_ axis: TimeAxis, _ page: inout HTMLText) {
    page.begin("div", ["class": "strip axis"])
    page.element("span", ["class": "name"], "")
    page.begin("div")
    axis.write(to: &page, words)
    page.end()
    page.end()
  }

  private func strip(
    _ name: String, _ severity: Severity, _ cells: [Int], of width: Double,
    _ page: inout HTMLText
  ) {
    page.begin("div", ["class": "strip"])
    page.element("span", ["class": "name"], name)
    page.begin(
      "svg",
      [
        "viewBox": "0 0 \(ReportChart.text(width)) 1", "preserveAspectRatio": "none",
        "role": "img",
      ])
    let total = words.number(cells.reduce(0, +))
    page.element("title", words("\(name): \(total) alerts", "\(name) : \(total) alertes"))
    page.raw("<path class=\"back\" d=\"M0 0H\(ReportChart.text(width))V1H0z\"/>")
    let most = Double(cells.max() ?? 1)
    for (index, count) in cells.enumerated() where count > 0 {
      // The square root keeps a cell of one alert to be seen beside one of a thousand.
      let strength = 0.3 + 0.7 * (Double(count) / most).squareRoot()
      let right = ReportChart.text(min(1, width - Double(index)))
      page.raw(
        "<path class=\"\(severity.name)\" opacity=\"\(ReportChart.text(strength))\" "
          + "d=\"M\(index) 0h\(right)v1h-\(right)z\"/>")
    }
    page.end()
    page.end()
  }

  // MARK: - Incidents

  private func incidents(_ axis: TimeAxis, _ page: inout HTMLText) {
    let found = facts.incidents.gravest(Self.incidentMaximum)
    guard !found.isEmpty else { return }
    page.begin("div", ["class": "block strips"])
    page.element(
      "h3",
      words(
        "Incidents: terminals, merchants, issuers", "Incidents : terminaux, commerçants, émetteurs")
    )
    for (key, tally) in found { incident(key, tally, axis, &page) }
    axisStrip(axis, &page)
    page.end()
    incidentTable(found, &page)
  }

  private func parts(_ key: String) -> (rule: String, title: String, subject: String) {
    let parts = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
    let title = facts.rules[parts[0]]?.titles?[words.language.rawValue]?.string ?? parts[0]
    return (parts[0], title, "\(words.subject(parts[1])) \(parts[2])")
  }

  private func incident(
    _ key: String, _ tally: TopCounter.Tally, _ axis: TimeAxis, _ page: inout HTMLText
  ) {
    let (_, title, subject) = parts(key)
    page.begin("div", ["class": "strip"])
    page.begin("span", ["class": "name"])
    page.write(subject)
    page.element("small", title)
    page.end()
    page.begin(
      "svg", ["viewBox": "0 0 1000 1", "preserveAspectRatio": "none", "role": "img"])
    page.element(
      "title", "\(title), \(subject): \(words.time(tally.first)) \u{2013} \(words.time(tally.last))"
    )
    page.raw("<path class=\"back\" d=\"M0 0H1000V1H0z\"/>")
    let left = min(1_000 * axis.share(of: tally.first), 992)
    let width = ReportChart.text(max(8, 1_000 * axis.share(of: tally.last) - left))
    let path = "M\(ReportChart.text(left)) 0h\(width)v1h-\(width)z"
    page.raw("<path class=\"\(tally.severity.name)\" d=\"\(path)\"/>")
    page.end()
    page.end()
  }

  private func incidentTable(
    _ found: [(key: String, tally: TopCounter.Tally)], _ page: inout HTMLText
  ) {
    var table = ReportTable(
      title: words("The same in figures", "Les mêmes en chiffres"),
      columns: [
        .init(name: words("Who", "Qui")),
        .init(name: words("Severity", "Gravité"), isOptional: true),
        .init(name: words("First alert", "Première alerte")),
        .init(name: words("Last alert", "Dernière alerte"), isOptional: true),
        .init(name: words("Alerts", "Alertes"), isNumber: true),
      ])
    for (key, tally) in found {
      let (_, title, subject) = parts(key)
      table.rows.append([
        .both(subject, title),
        .severity(words.severity(tally.severity), style: tally.severity.name),
        .text(words.time(tally.first)), .text(words.time(tally.last)),
        .text(words.number(tally.count)),
      ])
    }
    let more = facts.incidents.keyCount - found.count
    if more > 0 {
      table.note = words("and \(words.number(more)) more", "et \(words.number(more)) autres")
    }
    table.write(to: &page)
  }
}
