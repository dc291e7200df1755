import CardCore

/// Counts what alerts found and what they did not.
struct Tally {
  private let truth: Truth
  /// For each episode the alert that found it first.
  private var finds: [Int: Find] = [:]
  private var falseAlarms: [TruthKind: Int] = [:]
  private var byRule: [String: RuleResult] = [:]

  private struct Find {
    var time: Instant
    var messageCount: Int
  }

  init(_ truth: Truth) { self.truth = truth }

  mutating func add(
    _ alert: RaisedAlert, hits: [Int], isExplained: Bool, kinds: [TruthKind]
  ) {
    var rule = byRule[alert.rule] ?? RuleResult(rule: alert.rule, kinds: kinds)
    rule.alerts += 1
    if !isExplained {
      rule.falseAlarms += 1
      for kind in kinds { falseAlarms[kind, default: 0] += 1 }
    }
    for episode in hits where kinds.contains(truth.episodes[episode].kind) {
      rule.found.insert(episode)
      let last = alert.sequences.max() ?? 0
      let passed = truth.episodes[episode].sequences.count { $0 <= last }
      let find = Find(time: alert.time, messageCount: passed)
      if let first = finds[episode], first.time <= find.time { continue }
      finds[episode] = find
    }
    byRule[alert.rule] = rule
  }

  /// nil where nothing of the kind was put in and no alert was meant for it.
  func result(_ kind: TruthKind) -> KindResult? {
    let numbers = truth.episodes.indices.filter { truth.episodes[$0].kind == kind }
    let wrong = falseAlarms[kind] ?? 0
    guard !numbers.isEmpty || wrong > 0 else { return nil }
    let detectable = numbers.filter { truth.episodes[$0].isDetectable }
    let found = detectable.filter { finds[$0] != nil }
    var result = KindResult(kind: kind)
    result.injected = numbers.count
    result.detectable = detectable.count
    result.found = found.count
    result.falseAlarms = wrong
    result.falseAlarmsPerSubject30d =
      Double(wrong) / Double(truth.subjectCount(kind)) / truth.days * 30
    guard !found.isEmpty else { return result }
    var (milliseconds, messages): (Int64, Int) = (0, 0)
    for number in found {
      guard let find = finds[number] else { continue }
      milliseconds += max(0, find.time - truth.episodes[number].from)
      messages += find.messageCount
    }
    result.meanDelaySeconds = Double(milliseconds) / 1_000 / Double(found.count)
    // A transaction is a request and its answer.
    result.meanDelayTransactions = Double(messages) / 2 / Double(found.count)
    return result
  }

  var ruleResults: [RuleResult] { byRule.values.sorted { $0.rule < $1.rule } }
}
