import TransactionMonitor

/// How many alerts went out; those of rules on trial are counted apart.
struct AlertCounts {
  /// By severity, the gravest first.
  private(set) var bySeverity: [(severity: Severity, count: Int)]
  /// By rule, in the order of the rule file; rules on trial left out.
  private(set) var byRule: [(rule: String, count: Int)] = []
  /// By rule on trial.
  private(set) var byShadowRule: [(rule: String, count: Int)] = []
  private var places: [String: Int] = [:]
  private var shadowPlaces: [String: Int] = [:]
  private(set) var total = 0
  private(set) var shadowTotal = 0
  /// The gravest that went out and is not in the shadow.
  private(set) var severest: Severity?

  init(_ rules: RuleSet) {
    bySeverity = Severity.allCases.reversed().map { ($0, 0) }
    for rule in rules.rules {
      if rule.isShadow {
        shadowPlaces[rule.id] = byShadowRule.count
        byShadowRule.append((rule.id, 0))
      } else {
        places[rule.id] = byRule.count
        byRule.append((rule.id, 0))
      }
    }
  }

  mutating func add(_ alert: Alert) {
    guard !alert.isShadow else {
      shadowTotal += 1
      if let place = shadowPlaces[alert.rule] { byShadowRule[place].count += 1 }
      return
    }
    total += 1
    severest = max(severest ?? .info, alert.severity)
    if let place = bySeverity.firstIndex(where: { $0.severity == alert.severity }) {
      bySeverity[place].count += 1
    }
    if let place = places[alert.rule] { byRule[place].count += 1 }
  }

  func encode(to writer: inout StateWriter) {
    writer.section("ALRT", version: 2)
    writer.count(total)
    writer.count(shadowTotal)
    writer.bool(severest != nil)
    writer.integer((severest ?? .info).rawValue)
    writer.count(bySeverity.count)
    for (severity, count) in bySeverity {
      writer.integer(severity.rawValue)
      writer.count(count)
    }
    for counts in [byRule, byShadowRule] {
      writer.count(counts.count)
      for (rule, count) in counts {
        writer.text(rule)
        writer.count(count)
      }
    }
  }

  /// Rules that are no longer there keep their part of the total only.
  mutating func decode(from reader: inout StateReader) throws(StateError) {
    try reader.section("ALRT", version: 2)
    total = try reader.count("alerts", maximum: .max)
    shadowTotal = try reader.count("alerts of rules on trial", maximum: .max)
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
    for (rule, count) in try Self.counts(from: &reader) {
      if let place = places[rule] { byRule[place].count = count }
    }
    for (rule, count) in try Self.counts(from: &reader) {
      if let place = shadowPlaces[rule] { byShadowRule[place].count = count }
    }
  }

  private static func counts(
    from reader: inout StateReader
  ) throws(StateError) -> [(rule: String, count: Int)] {
    var counts: [(rule: String, count: Int)] = []
    for _ in 0..<(try reader.count("rules", maximum: 1 << 16)) {
      let rule = try reader.text("rule id", byteCountMaximum: 4_096)
      counts.append((rule, try reader.count("alerts", maximum: .max)))
    }
    return counts
  }
}
