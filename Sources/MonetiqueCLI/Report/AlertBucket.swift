import MonitorStreaming
import TransactionMonitor

/// The alerts of a stretch of time, by severity and by rule.
struct AlertBucket: BucketValue {
  /// By ``Severity/rawValue``.
  private(set) var bySeverity = [Int](repeating: 0, count: Severity.allCases.count)
  private(set) var byRule: [String: Int] = [:]

  init() {}

  var count: Int { bySeverity.reduce(0, +) }

  mutating func add(_ severity: Severity, rule: String) {
    bySeverity[Int(severity.rawValue)] += 1
    byRule[rule, default: 0] += 1
  }

  mutating func add(_ other: AlertBucket) {
    for index in bySeverity.indices { bySeverity[index] += other.bySeverity[index] }
    byRule.merge(other.byRule, uniquingKeysWith: +)
  }
}
