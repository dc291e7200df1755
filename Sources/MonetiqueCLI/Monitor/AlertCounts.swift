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

  /// The gravest that went out and is not in the shadow.
  private(set) var severest: Severity?

  mutating func add(_ alert: Alert) {
    total += 1
    if !alert.isShadow { severest = max(severest ?? .info, alert.severity) }
    if let place = bySeverity.firstIndex(where: { $0.severity == alert.severity }) {
      bySeverity[place].count += 1
    }
    if let place = places[alert.rule] { byRule[place].count += 1 }
  }

  func encode(to writer: inout StateWriter) {
    writer.section("ALRT", version: 1)
    writer.count(total)
    writer.bool(severest != nil)
    writer.integer((severest ?? .info).rawValue)
    writer.count(bySeverity.count)
    for (severity, count) in bySeverity {
      writer.integer(severity.rawValue)
      writer.count(count)
    }
    writer.count(byRule.count)
    for (rule, count) in byRule {
      writer.text(rule)
      writer.count(count)
    }
  }

  /// Rules that are no longer there keep their part of the total only.
  mutating func decode(from reader: inout StateReader) throws(StateError) {
    try reader.section("ALRT", version: 1)
    total = try reader.count("alerts", maximum: .max)
    let hasSeverest = try reader.bool("severity")
    let severity = try reader.value(Severity.self, "severity")
    severest = hasSeverest ? severity : nil
    for _ in 0..<(try reader.count("severities", maximum: Severity.allCases.count)) {
      let severity = try reader.value(Severity.self, "severity")
      let count = try reader.count("alerts", maximum: .max)
      if let place = bySeverity.firstIndex(where: { $0.severity == severity }) {
        bySeverity[place].count = count
      }
    }
    for _ in 0..<(try reader.count("rules", maximum: 1 << 16)) {
      let rule = try reader.text("rule id", byteCountMaximum: 4_096)
      let count = try reader.count("alerts", maximum: .max)
      if let place = places[rule] { byRule[place].count = count }
    }
  }
}
