import CardCore
import TransactionMonitor

extension ReportPage {
  /// The alerts to look at first, each with its reasons.
  func first(_ page: inout HTMLText) {
    guard !facts.gravest.entries.isEmpty else { return }
    page.begin("section", ["id": "first"])
    page.element("h2", words("To look at first", "À regarder d'abord"))
    for entry in facts.gravest.entries {
      let lines = AlertText(entry.alert, in: words.language).lines
      page.begin("details", ["class": "alert"])
      page.begin("summary")
      page.element("i", ["class": "mark \(entry.severity.name)"], "")
      page.element("strong", lines.first ?? entry.rule)
      let card = entry.alert["card"]?["masked"]?.string ?? ""
      let amount = entry.alert["transaction"]?["amount"]?.string ?? ""
      let facts = [words.time(entry.time), card, amount].filter { !$0.isEmpty }
      page.element("span", facts.joined(separator: " · "))
      page.end()
      page.element("pre", lines.dropFirst(2).joined(separator: "\n"))
      page.end()
    }
    page.end()
  }

  /// What could not be read, and what the run says of itself.
  func quality(_ page: inout HTMLText) {
    guard facts.summary != nil || facts.quarantine?.isEmpty == false else { return }
    page.begin("section", ["id": "run"])
    page.element("h2", words("The run", "Le traitement"))
    page.begin("div", ["class": "pairs"])
    quarantine(&page)
    undecided(&page)
    runFacts(&page)
    page.end()
    page.end()
  }

  private func quarantine(_ page: inout HTMLText) {
    guard let reasons = facts.quarantine, !reasons.isEmpty else { return }
    var table = ReportTable(
      title: words("Records put aside", "Enregistrements mis à part"),
      columns: [
        .init(name: words("Reason", "Motif")),
        .init(name: words("Records", "Nombre"), isNumber: true),
      ])
    let ranked = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (reason, count) in ranked.prefix(12) {
      table.rows.append([.text(reason), .text(words.number(count))])
    }
    table.write(to: &page)
  }

  private func undecided(_ page: inout HTMLText) {
    let members = facts.summary?["undecided"]?.object?.members ?? []
    guard !members.isEmpty else { return }
    var table = ReportTable(
      title: words("Where rules could not decide", "Où les règles n'ont pu décider"),
      columns: [
        .init(name: words("Rule", "Règle")),
        .init(name: words("Transactions", "Transactions"), isNumber: true),
      ])
    for member in members.prefix(20) {
      let title = facts.rules[member.name]?.titles?[words.language.rawValue]?.string
      table.rows.append([
        .both(title ?? member.name, title == nil ? "" : member.name),
        .text(words.number(member.value.int ?? 0)),
      ])
    }
    table.note = words(
      "The log does not carry what these rules ask for.",
      "Le journal ne porte pas ce que ces règles demandent.")
    table.write(to: &page)
  }

  private func runFacts(_ page: inout HTMLText) {
    guard let summary = facts.summary else { return }
    func number(_ name: String) -> String? { summary[name]?.int.map { words.number($0) } }
    let snoozed = (summary["alerts"]?["snoozed"]?.object?.members ?? [])
      .reduce(0) { $0 + ($1.value.int ?? 0) }
    let rows: [(String, String?)] = [
      (words("messages", "messages"), number("messages")),
      (words("late messages", "messages en retard"), number("late")),
      (words("terminals", "terminaux"), number("terminals")),
      (
        words("alerts of rules on trial", "alertes de règles à l'essai"),
        facts.shadowCount > 0 ? words.number(facts.shadowCount) : nil
      ),
      (words("alerts snoozed", "alertes en sommeil"), snoozed > 0 ? words.number(snoozed) : nil),
      (words("clock jumps", "sauts d'horloge"), number("clockJumps")),
      (
        words("state", "état"), summary["stateBytes"]?.int.map { "\(words.number($0 / 1_024)) KiB" }
      ),
      (words("fingerprint of the state", "empreinte de l'état"), summary["stateHash"]?.string),
    ]
    var table = ReportTable(
      title: words("Facts", "Faits"),
      columns: [
        .init(name: words("What", "Quoi")), .init(name: words("Value", "Valeur"), isNumber: true),
      ])
    for case (let name, let value?) in rows { table.rows.append([.text(name), .text(value)]) }
    table.write(to: &page)
  }
}
