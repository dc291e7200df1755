import CardCore
import TransactionMonitor

/// What is named most often, counted in bounded memory.
///
/// Exact up to ``keyMaximum`` names. Beyond, the rarer half is forgotten, which is told: a count
/// may then be too low by ``shortfallMaximum``.
struct TopCounter {
  static let keyMaximum = 50_000

  /// What is known of one name.
  struct Tally: Equatable {
    var count = 0
    /// Those of severity high or critical.
    var severeCount = 0
    var severity = Severity.info
    var first: Instant
    var last: Instant
    /// What else is to be shown of it.
    var detail: String
  }

  private var tallies: [String: Tally] = [:]
  private(set) var shortfallMaximum = 0

  /// How many names there are, of those that were not forgotten.
  var keyCount: Int { tallies.count }

  mutating func add(
    _ key: String, at time: Instant, _ severity: Severity, detail: @autoclosure () -> String
  ) {
    var tally = tallies[key] ?? Tally(first: time, last: time, detail: detail())
    tally.count += 1
    if severity >= .high { tally.severeCount += 1 }
    tally.severity = max(tally.severity, severity)
    tally.first = min(tally.first, time)
    tally.last = max(tally.last, time)
    tallies[key] = tally
    if tallies.count > Self.keyMaximum { forget() }
  }

  private mutating func forget() {
    let ranked = tallies.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let kept = ranked.prefix(Self.keyMaximum / 2)
    shortfallMaximum += ranked.dropFirst(kept.count).first?.value.count ?? 0
    tallies = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
  }

  /// The most frequent, then by name.
  func top(_ count: Int) -> [(key: String, tally: Tally)] {
    tallies.map { (key: $0.key, tally: $0.value) }
      .sorted { ($1.tally.count, $0.key) < ($0.tally.count, $1.key) }
      .prefix(count).map { $0 }
  }

  /// The gravest, of equal ones the most frequent, then by name.
  func gravest(_ count: Int) -> [(key: String, tally: Tally)] {
    tallies.map { (key: $0.key, tally: $0.value) }
      .sorted {
        ($1.tally.severity, $1.tally.count, $0.key) < ($0.tally.severity, $0.tally.count, $1.key)
      }
      .prefix(count).map { $0 }
  }
}
