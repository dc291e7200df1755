/// The names of the language as the documentation lists them: made from what the checker knows, so
/// that neither can have a name that the other lacks.
enum RuleReference {
  /// The table of facts, in Markdown.
  static var facts: [String] {
    let head = [
      "| name | type | may be missing | in `where` | what it is |", "|---|---|---|---|---|",
    ]
    return head
      + Fact.allCases.map { fact in
        let entry = fact.entry
        let moment = entry.isOutcome ? ", on answer" : ""
        return row([
          "`\(entry.name)`", typeName(entry.type), entry.canBeMissing ? "yes" : "",
          entry.isHistorical ? "yes" : "", entry.summary + moment,
        ])
      }
      + ProfileFact.allCases.map { fact in
        row(["`\(fact.name)`", typeName(fact.type), "yes", "", fact.summary])
      }
  }

  /// The table of aggregates, in Markdown.
  static var aggregates: [String] {
    ["| name | looks at | gives | example |", "|---|---|---|---|"]
      + Aggregate.Operation.allCases.map { operation in
        let values = operation.values.map(\.name).joined(separator: ", ")
        return row([
          "`\(operation.name)`", values.isEmpty ? "events" : values, operation.summary,
          "`\(operation.example)`",
        ])
      }
  }

  /// The table of units, in Markdown.
  static var units: [String] {
    ["| unit | makes |", "|---|---|"]
      + Unit.allCases.map { row(["`\($0.rawValue)`", $0.type.named]) }
      + [row(["`EUR`, `USD` \u{2026}", RuleType.amount.named])]
  }

  /// The table of codes, in Markdown.
  static var codes: [String] {
    ["| code | written | names |", "|---|---|---|"]
      + RuleType.CodeKind.allCases.map { kind in
        let names = CodeReader(kind: kind).named.map { "`\($0.name)`" }
        return row(["\(kind.rawValue)", "`\(kind.example)`", names.joined(separator: " ")])
      }
  }

  /// The table of names that are kept for later, in Markdown.
  static var reserved: [String] {
    ["| name | why it is refused |", "|---|---|"]
      + Fact.reserved.map { row(["`\($0.name)`", $0.reason]) }
  }

  private static func typeName(_ type: RuleType) -> String {
    if case .code(let kind) = type { kind.rawValue } else { type.name }
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
