import CardCore
import CardRegistry

/// A record of the audit trail as a line of a card's history.
struct HistoryText {
  private let record: AuditRecord
  private let language: Language

  init(_ record: AuditRecord, _ language: Language) {
    self.record = record
    self.language = language
  }

  /// When, who, what, why: the columns of a table.
  var row: [String] {
    guard let value = try? JSONReader().read(record.text) else {
      return [record.time.description, "", "?", ""]
    }
    let command = value["command"]
    let verb = command?["verb"]?.string.flatMap(Verb.init(rawValue:))
    let reason = command?["reason"]?.string.flatMap(Reason.init(rawValue:))
    let what = verb.map { said($0.labels) } ?? value["act"]?.string ?? ""
    let suffix: String =
      switch value["act"]?.string {
      case "request": language == .french ? " (demandé)" : " (asked for)"
      case "reject": language == .french ? " (refusé)" : " (rejected)"
      default: ""
      }
    return [
      record.time.description, TextColumns.printable(value["operator"]?.string ?? ""),
      what + suffix, reason.map { said($0.labels) } ?? "",
    ]
  }

  private func said(_ labels: Labels) -> String {
    language == .french ? labels.french : labels.english
  }
}
