/// Until when each rule keeps quiet about each subject, and how much it swallowed meanwhile.
///
/// Time is the greatest time so far, which never goes back: an entry that has run out and swallowed
/// nothing can go without changing anything.
struct QuietMap: Sendable {
  private var entries: [Key: Entry] = [:]
  /// Entries that have run out are looked for when there are so many.
  private var sweepCount = 4_096

  struct Key: Hashable, Comparable, Sendable {
    var rule: Int
    var subject: SubjectKey

    static func < (left: Key, right: Key) -> Bool {
      (left.rule, left.subject) < (right.rule, right.subject)
    }
  }

  struct Entry: Sendable {
    var until: Moment
    var suppressedCount: Int
    /// How the subject is printed.
    var name: String
  }

  /// Asks whether an alert may go out.
  ///
  /// - Returns: How many were swallowed since the one before; nil if this one is.
  mutating func pass(_ key: Key, now: Moment, quiet: UInt64, name: () -> String) -> Int? {
    if let entry = entries[key], now < entry.until {
      entries[key]?.suppressedCount += 1
      return nil
    }
    let swallowed = entries[key]?.suppressedCount ?? 0
    if quiet == 0 {
      entries[key] = nil
    } else {
      entries[key] = Entry(
        until: Moment(count: now.count &+ quiet), suppressedCount: 0, name: name())
      sweep(now: now)
    }
    return swallowed
  }

  private mutating func sweep(now: Moment) {
    guard entries.count >= sweepCount else { return }
    entries = entries.filter { $0.value.until > now || $0.value.suppressedCount > 0 }
    sweepCount = max(4_096, 2 * entries.count)
  }

  /// All that matters from `now` on, in the order of rules and keys.
  func sorted(now: Moment) -> [(key: Key, entry: Entry)] {
    entries.filter { $0.value.until > now || $0.value.suppressedCount > 0 }
      .map { (key: $0.key, entry: $0.value) }
      .sorted { $0.key < $1.key }
  }

  mutating func restore(_ key: Key, _ entry: Entry) { entries[key] = entry }
}
