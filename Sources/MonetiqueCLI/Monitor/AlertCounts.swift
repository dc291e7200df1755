import TransactionMonitor

/// How many alerts went out.
struct AlertCounts {
  /// By severity, the gravest first.
  private(set) var bySeverity: [(severity: Severity, count: Int)]
  /// By rule, in the order of the rule file.
  private(set) var byRule: [(rule: String, count: Int)]
  private var places: [String: Int] = [:]
  private(set) var total = 0

  init(_ rules: RuleSet) {
    bySeverity = Severity.allCases.reversed().map { ($0, 0) }
    byRule = rules.rules.map { ($0.id, 0) }
    for (place, rule) in rules.rules.enumerated() { places[rule.id] = place }
  }

  mutating func add(_ alert: Alert) {
    total += 1
    if let place = bySeverity.firstIndex(where: { $0.severity == alert.severity }) {
      bySeverity[place].count += 1
    }
    if let place = places[alert.rule] { byRule[place].count += 1 }
  }
}
