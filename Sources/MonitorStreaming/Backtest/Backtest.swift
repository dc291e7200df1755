public import CardCore
public import TransactionMonitor

/// Two rule sets over one stream: which alerts the second would have added, lost or left.
///
/// The history is read and put in order once. The first set is judged by the pipeline's own
/// monitor, the second by this observer's, each with its own state. Alerts are compared as they
/// come: beside the two states only those are held that may still find their counterpart, and the
/// counts.
public final class Backtest: RowObserver {
  /// The monitor of the new rules.
  public let monitor: Monitor
  private var found: [Alert] = []
  /// For how long each rule keeps quiet, in milliseconds: how far apart alerts may be moved.
  private let reach: [String: Int64]
  private var pending: [Key: Unmatched] = [:]
  private var sweepCount = 4_096
  private var now = Instant.earliest
  private var counts: [Place: BacktestCounts] = [:]
  private var byRule: [String: BacktestCounts] = [:]
  private var byDay: [Int64: BacktestCounts] = [:]
  /// Over all rules and days.
  public private(set) var total = BacktestCounts()
  private let exampleMaximum: Int
  private var newExamples: [String: [Alert]] = [:]
  private var lostExamples: [String: [Alert]] = [:]

  /// Which rule set raised an alert that the other did not.
  public enum Side: Hashable, Sendable {
    case new, lost
  }

  /// An alert that one side raised alone, told when that is certain.
  public struct Difference: Sendable {
    public var side: Side
    public var alert: Alert
  }

  private struct Key: Hashable {
    var rule: String
    var subject: AlertSubject
  }

  private struct Unmatched {
    var side: Side
    var alert: Alert
  }

  private struct Place: Hashable {
    var rule: String
    /// Days since 1970-01-01 in UTC.
    var day: Int64
  }

  /// - Parameters:
  ///   - monitor: Of the new rules, untouched.
  ///   - old: The old rules.
  ///   - new: The new rules.
  ///   - exampleMaximum: How many alerts of each rule are kept as examples, new and lost each.
  public init(_ monitor: Monitor, old: RuleSet, new: RuleSet, exampleMaximum: Int) {
    self.monitor = monitor
    self.exampleMaximum = exampleMaximum
    var reach: [String: Int64] = [:]
    for rule in old.rules + new.rules {
      reach[rule.id] = max(reach[rule.id] ?? 0, rule.quietMilliseconds)
    }
    self.reach = reach
  }

  public func see(_ rows: Span<MonitorEvent>) { monitor.judge(block: rows, into: &found) }

  /// Takes what the old rules raised on the rows seen since the last call, and gives what is now
  /// known to be new or lost.
  public func compare(_ old: [Alert], into differences: inout [Difference]) {
    let shared = Set(old.map(\.id)).intersection(found.map(\.id))
    for alert in found where shared.contains(alert.id) { count(alert, \.same) }
    let unmatched =
      old.filter { !shared.contains($0.id) }.map { Unmatched(side: .lost, alert: $0) }
      + found.filter { !shared.contains($0.id) }.map { Unmatched(side: .new, alert: $0) }
    found.removeAll(keepingCapacity: true)
    for one in unmatched.sorted(by: { Self.comes($0.alert, before: $1.alert) }) {
      take(one, into: &differences)
    }
    if pending.count >= sweepCount { sweep(into: &differences) }
  }

  /// The stream has ended: what found no counterpart has none.
  public func finish(into differences: inout [Difference]) {
    settle(pending.map(\.value), into: &differences)
    pending = [:]
  }

  private func take(_ one: Unmatched, into differences: inout [Difference]) {
    now = max(now, one.alert.time)
    let key = Key(rule: one.alert.rule, subject: one.alert.subject)
    guard let other = pending[key] else {
      pending[key] = one
      return
    }
    let distance = abs(one.alert.time - other.alert.time)
    if other.side != one.side, distance <= reach[one.alert.rule] ?? 0 {
      count(one.side == .new ? one.alert : other.alert, \.moved)
      pending[key] = nil
    } else {
      settle([other], into: &differences)
      pending[key] = one
    }
  }

  private func sweep(into differences: inout [Difference]) {
    let past = pending.filter { now - $0.value.alert.time > reach[$0.key.rule] ?? 0 }
    for key in past.keys { pending[key] = nil }
    settle(Array(past.values), into: &differences)
    sweepCount = max(4_096, 2 * pending.count)
  }

  private func settle(_ alone: [Unmatched], into differences: inout [Difference]) {
    for one in alone.sorted(by: { Self.comes($0.alert, before: $1.alert) }) {
      switch one.side {
      case .new:
        count(one.alert, \.new)
        keep(one.alert, in: &newExamples)
      case .lost:
        count(one.alert, \.lost)
        keep(one.alert, in: &lostExamples)
      }
      differences.append(Difference(side: one.side, alert: one.alert))
    }
  }

  private func count(_ alert: Alert, _ what: WritableKeyPath<BacktestCounts, Int>) {
    let milliseconds = alert.time.millisecondsSince1970
    let day = milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds + 1) / 86_400_000 - 1
    counts[Place(rule: alert.rule, day: day), default: BacktestCounts()][keyPath: what] += 1
    byRule[alert.rule, default: BacktestCounts()][keyPath: what] += 1
    byDay[day, default: BacktestCounts()][keyPath: what] += 1
    total[keyPath: what] += 1
  }

  /// Keeps the earliest of each rule.
  private func keep(_ alert: Alert, in examples: inout [String: [Alert]]) {
    var kept = examples[alert.rule] ?? []
    let place = kept.firstIndex { Self.comes(alert, before: $0) } ?? kept.count
    guard place < exampleMaximum else { return }
    kept.insert(alert, at: place)
    if kept.count > exampleMaximum { kept.removeLast() }
    examples[alert.rule] = kept
  }

  private static func comes(_ alert: Alert, before other: Alert) -> Bool {
    (alert.time, alert.rule, alert.id) < (other.time, other.rule, other.id)
  }

  // MARK: - What was found

  /// Of one rule over all days.
  public func counts(of rule: String) -> BacktestCounts {
    byRule[rule] ?? BacktestCounts()
  }

  /// Of each day on which any alert was raised, in UTC, beginning at its midnight.
  public var days: [Instant] {
    byDay.keys.sorted().map { Instant(millisecondsSince1970: $0 * 86_400_000) }
  }

  /// Of one day over all rules.
  public func counts(on day: Instant) -> BacktestCounts {
    byDay[day.millisecondsSince1970 / 86_400_000] ?? BacktestCounts()
  }

  /// Of one rule on one day; nil where it raised nothing.
  public func counts(of rule: String, on day: Instant) -> BacktestCounts? {
    counts[Place(rule: rule, day: day.millisecondsSince1970 / 86_400_000)]
  }

  /// The earliest alerts of a rule that one side raised alone.
  public func examples(_ side: Side, of rule: String) -> [Alert] {
    (side == .new ? newExamples : lostExamples)[rule] ?? []
  }
}
