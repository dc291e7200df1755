import CardCore
import MonitorStreaming
import TransactionMonitor

/// What a report tells, gathered line by line from what a replay wrote.
struct ReportFacts {
  /// Base names of the files of alerts.
  var names: [String] = []
  private(set) var alertCount = 0
  private(set) var shadowCount = 0
  private(set) var bySeverity = [Int](repeating: 0, count: Severity.allCases.count)
  private(set) var rules: [String: RuleFacts] = [:]
  private(set) var buckets = AdaptiveBuckets<AlertBucket>()
  private(set) var cards = TopCounter()
  private(set) var terminals = TopCounter()
  private(set) var merchants = TopCounter()
  private(set) var acquirers = TopCounter()
  /// Of rules about anything but cards, by rule and subject.
  private(set) var incidents = TopCounter()
  private(set) var gravest = GravestAlerts()
  /// What the replay said at its end.
  var summary: JSONValue?
  var series: ReportSeries?
  /// Records put aside, by reason.
  var quarantine: [String: Int]?

  /// What is known of one rule.
  struct RuleFacts {
    var titles: JSONValue?
    var severity = Severity.info
    var isShadow = false
    var count = 0
    var suppressedCount = 0
    var action: String?
  }

  /// Takes a line of a file of alerts; whoever wrote alerts to standard output has the summary
  /// there too.
  ///
  /// - Returns: False for a line that is none of what a replay writes.
  mutating func take(_ line: JSONValue) -> Bool {
    switch line["schema"]?.string {
    case "monetique-alert/1": return alert(line)
    case "monetique-suppressed/1":
      let rule = line["rule"]?.string ?? ""
      rules[rule, default: RuleFacts()].suppressedCount += line["count"]?.int ?? 0
    case "monetique-replay/1": summary = line
    default: return false
    }
    return true
  }

  private mutating func alert(_ alert: JSONValue) -> Bool {
    guard let rule = alert["rule"]?.string, let at = alert["at"]?.string,
      let time = try? Instant(rfc3339: at),
      let severity = alert["severity"]?.string.flatMap({ Severity(name: $0) })
    else { return false }
    let isShadow = alert["shadow"]?.bool == true
    var facts = rules[rule] ?? RuleFacts()
    facts.titles = facts.titles ?? alert["title"]
    facts.severity = max(facts.severity, severity)
    facts.isShadow = isShadow
    facts.action = facts.action ?? alert["action"]?.string
    facts.count += 1
    facts.suppressedCount += alert["suppressed"]?.int ?? 0
    rules[rule] = facts
    guard !isShadow else {
      shadowCount += 1
      return true
    }
    alertCount += 1
    bySeverity[Int(severity.rawValue)] += 1
    buckets.update(at: time) { $0.add(severity, rule: rule) }
    gravest.add(alert, rule, severity, time)
    count(alert, rule, severity, time)
    return true
  }

  private mutating func count(
    _ alert: JSONValue, _ rule: String, _ severity: Severity, _ time: Instant
  ) {
    if let card = alert["card"], let masked = card["masked"]?.string {
      let token = card["token"]?.string.map { String($0.prefix(8)) }
      let name = token ?? card["ordinal"]?.int.map { "\($0)" } ?? ""
      cards.add(card["token"]?.string ?? name, at: time, severity, detail: "\(masked)\u{1F}\(name)")
    }
    let place = alert["transaction"]
    let acquirer = place?["acquirer"]?.string
    let owner = acquirer.map { $0 + "/" } ?? ""
    if let acquirer { acquirers.add(acquirer, at: time, severity, detail: "") }
    if let name = place?["terminal"]?.string {
      terminals.add(owner + name, at: time, severity, detail: "")
    }
    if let name = place?["merchant"]?.string {
      let category = place?["mcc"]?.string.flatMap { MCC($0)?.name } ?? ""
      merchants.add(owner + name, at: time, severity, detail: category)
    }
    let kind = alert["subject"]?["kind"]?.string ?? ""
    guard kind != Subject.card.name else { return }
    let key = alert["subject"]?["key"]?.string ?? ""
    incidents.add("\(rule)\u{1F}\(kind)\u{1F}\(key)", at: time, severity, detail: "")
  }

  /// Rules by severity, then by count; those on trial apart.
  func rules(onTrial: Bool) -> [(id: String, facts: RuleFacts)] {
    rules.filter { $0.value.isShadow == onTrial }
      .sorted {
        ($1.value.severity, $1.value.count, $0.key) < ($0.value.severity, $0.value.count, $1.key)
      }
      .map { (id: $0.key, facts: $0.value) }
  }
}
