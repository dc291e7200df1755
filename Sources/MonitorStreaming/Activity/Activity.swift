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
  /// Over all, strays included.
  public internal(set) var total = ActivityCounts()
  /// Answers by response code, in the order in which codes were first seen.
  public internal(set) var responses: [(code: ResponseCode, count: UInt64)] = []
  /// Rows at times that are not believed.
  public internal(set) var strayCount: UInt64 = 0

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
    var counts = ActivityCounts()
    Self.count(event, into: &counts)
    total.add(counts)
    if let code = event.transaction.responseCode, event.stage == .answer || event.stage == .whole {
      count(code)
    }
    let time = event.transaction.time
    guard let frontier else {
      believe(time, counts)
      return
    }
    if time < frontier.adding(milliseconds: -Self.gapMilliseconds) {
      strayCount += 1
    } else if time > frontier.adding(milliseconds: Self.gapMilliseconds) {
      waiting.append(Waiting(time: time, counts: counts))
      if waiting.count >= Self.strayCountMaximum { believeWaiting() }
    } else {
      believe(time, counts)
    }
  }

  private func believe(_ time: Instant, _ counts: ActivityCounts) {
    frontier = max(frontier ?? time, time)
    believedCount += 1
    buckets.update(at: time) { $0.add(counts) }
  }

  /// So many rows behind a gap cannot all be wrong; the few before it then may be.
  private func believeWaiting() {
    let rows = waiting
    waiting = []
    if believedCount < Self.strayCountMaximum {
      strayCount += believedCount
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
        believe(row.time, row.counts)
      }
    }
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

  private static func count(_ event: MonitorEvent, into counts: inout ActivityCounts) {
    let transaction = event.transaction
    switch event.stage {
    case .request, .whole:
      counts.requestCount = 1
      if let amount = transaction.amount {
        counts.add(amount.minorUnits, amount.currency, to: \.requestedMinor)
      }
    case .answer, .timeout: break
    case .reversal: counts.reversalCount = 1
    case .other: counts.otherCount = 1
    }
    guard event.stage == .answer || event.stage == .timeout || event.stage == .whole else { return }
    switch event.outcome {
    case .pending: break
    case .approved:
      counts.approvedCount = 1
      if let amount = transaction.amount {
        counts.add(amount.minorUnits, amount.currency, to: \.approvedMinor)
      }
    case .declined: counts.declinedCount = 1
    case .unanswered: counts.unansweredCount = 1
    }
  }
}
