public import CardCore
public import TransactionMonitor

/// How much went on over the time of a replay, and how it was answered.
///
/// Takes bounded memory, and says the same wherever blocks are cut: rows come in the order of their
/// time. A few rows whose clock is far ahead of all others, or far behind, would spread the picture
/// over years: what lies beyond a gap of ``gapMilliseconds`` counts only once
/// ``strayCountMaximum`` rows lie there, and is told apart until then.
public final class Activity: RowObserver {
  /// A gap that is not believed at once: 7 days.
  public static let gapMilliseconds: Int64 = 7 * 86_400_000
  /// How many rows behind a gap are not believed.
  public static let strayCountMaximum = 100

  /// Over time.
  public internal(set) var buckets = AdaptiveBuckets<ActivityCounts>()
  /// Answers by response code, in the order in which codes were first seen.
  public internal(set) var responses: [(code: ResponseCode, count: UInt64)] = []
  /// Rows at times that are not believed, for good.
  var strayCount: UInt64 = 0
  var strays = ActivityCounts()

  /// The greatest time that is believed.
  var frontier: Instant?
  /// How many rows are before the frontier.
  var believedCount: UInt64 = 0
  /// Rows behind a gap, not believed so far.
  var waiting: [Waiting] = []

  struct Waiting: Hashable, Sendable {
    var time: Instant
    var counts: ActivityCounts
  }

  private static let responseMaximum = 128

  public init() {}

  public func see(_ rows: Span<MonitorEvent>) {
    for index in rows.indices { see(rows[index]) }
  }

  private func see(_ event: MonitorEvent) {
    if let code = event.transaction.responseCode, event.stage == .answer || event.stage == .whole {
      count(code)
    }
    let time = event.transaction.time
    let distance = frontier.map { time - $0 } ?? 0
    if distance < -Self.gapMilliseconds {
      strayCount += 1
      strays.count(event)
    } else if distance > Self.gapMilliseconds {
      var counts = ActivityCounts()
      counts.count(event)
      waiting.append(Waiting(time: time, counts: counts))
      if waiting.count >= Self.strayCountMaximum { believeWaiting() }
    } else {
      believe(time) { $0.count(event) }
    }
  }

  private func believe(_ time: Instant, _ count: (inout ActivityCounts) -> Void) {
    frontier = max(frontier ?? time, time)
    believedCount += 1
    buckets.update(at: time, count)
  }

  /// So many rows behind a gap cannot all be wrong; the few before it then may be.
  private func believeWaiting() {
    let rows = waiting
    waiting = []
    if believedCount < Self.strayCountMaximum {
      strayCount += believedCount
      for counts in buckets.values { strays.add(counts) }
      buckets = AdaptiveBuckets()
      believedCount = 0
    }
    // Among them may be a gap again: the least of them is where the stream goes on.
    frontier = rows.map(\.time).min()
    for row in rows {
      guard let frontier else { return }
      if row.time > frontier.adding(milliseconds: Self.gapMilliseconds) {
        waiting.append(row)
      } else {
        believe(row.time) { $0.add(row.counts) }
      }
    }
  }

  /// Over all, rows that are not believed included.
  public var total: ActivityCounts {
    var total = strays
    for row in waiting { total.add(row.counts) }
    for counts in buckets.values { total.add(counts) }
    return total
  }

  /// Rows at times that are not believed, those that still wait included.
  public var unbelievedCount: UInt64 { strayCount + UInt64(waiting.count) }

  private func count(_ code: ResponseCode) {
    if let place = responses.firstIndex(where: { $0.code == code }) {
      responses[place].count += 1
    } else if responses.count < Self.responseMaximum {
      responses.append((code, 1))
    }
  }
}
