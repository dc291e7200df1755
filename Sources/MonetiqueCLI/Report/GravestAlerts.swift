import CardCore
import TransactionMonitor

/// A few alerts to look at first: the gravest, of equal ones the earliest, at most two of a rule.
struct GravestAlerts {
  static let countMaximum = 10
  private static let perRuleMaximum = 2

  struct Entry {
    var alert: JSONValue
    var rule: String
    var severity: Severity
    var time: Instant
  }

  private(set) var entries: [Entry] = []

  mutating func add(_ alert: JSONValue, _ rule: String, _ severity: Severity, _ time: Instant) {
    let entry = Entry(alert: alert, rule: rule, severity: severity, time: time)
    guard
      entries.count < Self.countMaximum
        || entries.last.map({ Self.goes(entry, before: $0) })
          ?? true
    else { return }
    let place = entries.firstIndex { Self.goes(entry, before: $0) } ?? entries.count
    entries.insert(entry, at: place)
    let own = entries.indices.filter { entries[$0].rule == rule }
    if own.count > Self.perRuleMaximum, let last = own.last { entries.remove(at: last) }
    if entries.count > Self.countMaximum { entries.removeLast() }
  }

  private static func goes(_ entry: Entry, before other: Entry) -> Bool {
    (other.severity, entry.time) < (entry.severity, other.time)
  }
}
