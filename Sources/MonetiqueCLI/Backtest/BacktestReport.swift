import CardCore
import MonitorStreaming
import TransactionMonitor

/// What a backtest found, for people and for programs.
struct BacktestReport {
  let backtest: Backtest
  let difference: RuleSetDifference
  let summary: ReplaySummary
  let language: Language

  private func word(_ english: String, _ french: String) -> String {
    language == .french ? french : english
  }

  // MARK: - For people

  var lines: [String] {
    var lines = TextColumns.lines([
      [word("transactions", "transactions"), "\(summary.transactions)"],
      [word("alerts before", "alertes avant"), "\(backtest.total.before)"],
      [word("alerts after", "alertes après"), "\(backtest.total.after)"],
    ])
    if difference.settingsDiffer {
      lines.append(
        word(
          "note: zone or rates differ, which any rule may depend on",
          "note : le fuseau ou les cours diffèrent, dont toute règle peut dépendre"))
    }
    lines += [""] + ruleLines
    let days = backtest.days
    if !days.isEmpty {
      let rows = days.map { [String("\($0)".prefix(10))] + figures(backtest.counts(on: $0)) }
      lines += [""] + columns([[word("day", "jour")] + head] + rows, textCount: 1)
    }
    for (side, name) in [
      (Backtest.Side.new, word("new", "nouvelle")), (.lost, word("lost", "perdue")),
    ] {
      for (rule, _) in difference.rules {
        for alert in backtest.examples(side, of: rule) { lines += example(alert, name, lines) }
      }
    }
    return lines
  }

  private var head: [String] {
    [
      word("before", "avant"), word("after", "après"), word("same", "mêmes"),
      word("moved", "déplacées"), word("new", "nouvelles"), word("lost", "perdues"),
    ]
  }

  private func figures(_ counts: BacktestCounts) -> [String] {
    [counts.before, counts.after, counts.same, counts.moved, counts.new, counts.lost].map {
      "\($0)"
    }
  }

  private var ruleLines: [String] {
    let rows = difference.rules.map { rule, status in
      [rule, status == .same ? "" : self.status(status)] + figures(backtest.counts(of: rule))
    }
    let total = [word("all", "toutes"), ""] + figures(backtest.total)
    return columns(
      [[word("rule", "règle"), word("change", "changement")] + head] + rows + [total],
      textCount: 2)
  }

  private func status(_ status: RuleSetDifference.Status) -> String {
    switch status {
    case .same: word("same", "même")
    case .changed: word("changed", "changée")
    case .added: word("added", "ajoutée")
    case .removed: word("removed", "retirée")
    }
  }

  /// Columns of text to the left, of numbers to the right.
  private func columns(_ rows: [[String]], textCount: Int) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        index < textCount
          ? TextColumns.padded(cell, to: widths[index])
          : String(repeating: " ", count: widths[index] - cell.count) + cell
      }
      return TextColumns.trimmed(cells.joined(separator: "  "))
    }
  }

  private func example(_ alert: Alert, _ name: String, _ before: [String]) -> [String] {
    let isFirst = before.last.map { !$0.hasPrefix(name + " ") } ?? true
    let title = alert.titles.first { $0.language == language.rawValue }?.text ?? ""
    let parts = [
      name, "\(alert.time)", alert.rule, String(alert.id.prefix(8)), alert.card?.masked ?? "-",
      alert.transaction.amount?.description ?? "-", title,
    ]
    return (isFirst ? [""] : []) + [TextColumns.printable(parts.joined(separator: "  "))]
  }

  // MARK: - For programs

  /// One object of schema `monetique-backtest/1`.
  var json: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", "monetique-backtest/1")
    json.field("messages", summary.messages)
    json.field("transactions", summary.transactions)
    json.field("quarantined", summary.quarantined)
    json.beginObject("alerts")
    write(backtest.total, to: &json)
    json.endObject()
    json.field("settingsDiffer", difference.settingsDiffer)
    json.beginObject("layout")
    json.field("same", difference.oldLayout.isEmpty && difference.newLayout.isEmpty)
    for (name, parts) in [("old", difference.oldLayout), ("new", difference.newLayout)] {
      json.beginArray(name)
      for part in parts { json.string(part) }
      json.endArray()
    }
    json.endObject()
    json.beginArray("rules")
    for (rule, status) in difference.rules { write(rule, status, to: &json) }
    json.endArray()
    json.beginArray("days")
    for day in backtest.days { write(day, to: &json) }
    json.endArray()
    json.field("seconds", (summary.seconds * 1_000).rounded() / 1_000)
    json.endObject()
    json.endLine()
    return json.bytes
  }

  private func write(_ counts: BacktestCounts, to json: inout JSONWriter) {
    json.field("before", counts.before)
    json.field("after", counts.after)
    json.field("same", counts.same)
    json.field("moved", counts.moved)
    json.field("new", counts.new)
    json.field("lost", counts.lost)
  }

  private func write(
    _ rule: String, _ status: RuleSetDifference.Status, to json: inout JSONWriter
  ) {
    json.beginObject()
    json.field("rule", rule)
    json.field("change", status.rawValue)
    write(backtest.counts(of: rule), to: &json)
    json.beginObject("examples")
    for (name, side) in [("new", Backtest.Side.new), ("lost", .lost)] {
      json.beginArray(name)
      for alert in backtest.examples(side, of: rule) { alert.write(to: &json) }
      json.endArray()
    }
    json.endObject()
    json.endObject()
  }

  private func write(_ day: Instant, to json: inout JSONWriter) {
    json.beginObject()
    json.field("day", String("\(day)".prefix(10)))
    write(backtest.counts(on: day), to: &json)
    json.beginObject("rules")
    for (rule, _) in difference.rules {
      guard let counts = backtest.counts(of: rule, on: day) else { continue }
      json.beginObject(rule)
      write(counts, to: &json)
      json.endObject()
    }
    json.endObject()
    json.endObject()
  }

  /// The JSON Schema of what `--json` prints.
  static var schema: [UInt8] { PackageResources.backtest_schema_json }
}
