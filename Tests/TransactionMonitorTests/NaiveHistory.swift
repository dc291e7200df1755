import CardCore
import Foundation

@testable import TransactionMonitor

/// What the monitor should say, found the slow way: every event is kept for ever in an array, and
/// each window is a filter over it.
struct NaiveHistory {
  typealias Condition = HandMadeJudge.Condition

  struct Event {
    var row: MonitorEvent
    var outcome: MonitorEvent.Outcome
    var responseCode: ResponseCode?
    var time: Int64 { row.requestTime.millisecondsSince1970 }
    var isReversal: Bool { row.stage == .reversal }
    var amount: Int64 { row.transaction.amountMinor ?? 0 }
  }

  struct Past {
    var newest: Int64 = .min
    /// In the order in which they came.
    var events: [Event] = []
  }

  let horizon: Int64
  private var pasts: [Subject: [SubjectKey: Past]] = [:]
  private var now = Int64.min

  init(horizon: Int64) { self.horizon = horizon }

  /// What is known of a row's subject at that row.
  struct Answer {
    var row: MonitorEvent
    var past: Past
    var end: Int64
    /// The events before the row's own was added.
    var earlier: [Event]
  }

  mutating func take(_ row: MonitorEvent) {
    now = max(now, row.transaction.time.millisecondsSince1970)
  }

  /// Takes the row into the past of one of its subjects; nil if it names none.
  mutating func enter(_ row: MonitorEvent, _ subject: Subject) -> Answer? {
    let key = SubjectKey(subject, of: row.transaction)
    guard key != .none else { return nil }
    let time = row.transaction.time.millisecondsSince1970
    var past = pasts[subject]?[key]
    if let known = past, now - known.newest > horizon { past = nil }
    let isCounted = row.transaction.kind == .authorization || row.transaction.kind == .financial
    let isNew = row.stage == .reversal || isCounted && [.request, .whole].contains(row.stage)
    let earlier = past?.events ?? []
    if isNew {
      past = past ?? Past()
      past?.events.append(
        Event(row: row, outcome: row.outcome, responseCode: row.transaction.responseCode))
    } else if [.answer, .timeout].contains(row.stage), isCounted,
      let place = past?.events.firstIndex(where: {
        $0.row.requestSequence == row.requestSequence
      })
    {
      past?.events[place].outcome = row.outcome
      past?.events[place].responseCode = row.transaction.responseCode
    }
    if let newest = past?.newest { past?.newest = max(newest, time) }
    pasts[subject, default: [:]][key] = past
    return Answer(row: row, past: past ?? Past(), end: time, earlier: earlier)
  }
}

extension NaiveHistory.Answer {
  typealias Event = NaiveHistory.Event

  /// The events of a window, in the order of their times and of coming.
  func window(_ aggregate: Aggregate) -> [Event] {
    let inside = past.events.filter {
      $0.time > end - aggregate.windowMilliseconds && $0.time <= end
        && (aggregate.countsReversals || !$0.isReversal)
    }
    return inside.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    .map(\.element)
  }

  func counted(_ aggregate: Aggregate) -> [Event] {
    window(aggregate).filter { meets($0, aggregate) }
  }

  private func meets(_ event: Event, _ aggregate: Aggregate) -> Bool {
    guard let index = aggregate.predicate, let condition = HandMadeJudge.Condition(rawValue: index)
    else { return true }
    return condition.holds(event.row, outcome: event.outcome)
  }

  func code(_ event: Event, _ value: Aggregate.Value) -> Int64? {
    switch value {
    case .amount: event.amount
    case .time: event.time
    case .responseCode: event.responseCode.map { Int64($0.bits) }
    default: value.code(in: event.row.transaction)
    }
  }

  /// The true value of an aggregate with a whole result; nil where there is none.
  func integer(_ aggregate: Aggregate) -> Int64? {
    let events = counted(aggregate)
    switch aggregate.operation {
    case .count: return Int64(events.count)
    case .sum: return events.reduce(0) { $0 + ($1.isReversal ? -$1.amount : $1.amount) }
    case .max: return events.map(\.amount).max()
    case .min: return events.map(\.amount).min()
    case .distinct:
      return Int64(Set(events.compactMap { code($0, aggregate.value ?? .card) }).count)
    case .last: return last(events, aggregate)
    default: return nil
    }
  }

  private func last(_ events: [Event], _ aggregate: Aggregate) -> Int64? {
    guard let value = aggregate.value else { return nil }
    let all = window(aggregate)
    let own = all.firstIndex { $0.row.requestSequence == row.requestSequence }
    let start = row.requestTime.millisecondsSince1970
    let before = own.map { all[..<$0] } ?? all.filter { $0.time <= start }[...]
    return before.last(where: { meets($0, aggregate) }).flatMap { code($0, value) }
  }

  /// The true value of an aggregate with a real result; nil where there is none.
  func real(_ aggregate: Aggregate) -> Double? {
    let events = counted(aggregate)
    let amounts = events.map { Double($0.isReversal ? -$0.amount : $0.amount) }
    switch aggregate.operation {
    case .mean:
      return amounts.isEmpty ? nil : amounts.reduce(0, +) / Double(amounts.count)
    case .stddev: return amounts.isEmpty ? nil : Self.spread(amounts)
    case .rate:
      let all = window(aggregate).count
      return all == 0 ? nil : Double(events.count) / Double(all)
    default: return nil
    }
  }

  static func spread(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }
    return (squares.reduce(0, +) / Double(values.count)).squareRoot()
  }

  /// Whether a card's window of a day or less must be answered exactly: nothing undecided takes
  /// part, and no more than sixteen events lie in it.
  func mustBeExact(_ aggregate: Aggregate) -> Bool {
    guard aggregate.subject == .card, aggregate.windowMilliseconds <= 86_400_000,
      end == past.newest
    else { return false }
    // Reversals take room in the ring where any aggregate counts them.
    let held = past.events.filter {
      $0.time > end - aggregate.windowMilliseconds && $0.time <= end
    }
    let isDecided = held.allSatisfy {
      HandMadeJudge.isAmountKnown($0.row) && $0.amount < 1 << 31
    }
    let needsAmounts =
      aggregate.value == .amount
      || aggregate.predicate == HandMadeJudge.Condition.isSmall.rawValue
    return held.count <= 16 && (isDecided || !needsAmounts)
  }
}

// MARK: - The profile

extension NaiveHistory.Answer {
  /// Events of an earlier time than the row's exchange, reversals left out.
  private var before: [Event] {
    let start = row.requestTime.millisecondsSince1970
    return past.events.filter {
      !$0.isReversal && $0.time < start && $0.row.requestSequence != row.requestSequence
    }
  }

  func truth(_ fact: ProfileFact) -> Bool? {
    switch fact {
    case .isFirstUse: before.isEmpty
    case .isFirstUseOfCountry:
      row.transaction.country.map { country in
        !before.contains { $0.row.transaction.country == country }
      }
    case .isFirstUseOfMerchant:
      row.transaction.merchant.map { merchant in
        !before.contains { $0.row.transaction.merchant == merchant }
      }
    default: nil
    }
  }

  func integer(_ fact: ProfileFact) -> Int64? {
    let start = row.requestTime.millisecondsSince1970
    switch fact {
    case .timeSinceLast: return before.map(\.time).max().map { start - $0 }
    case .age:
      let events = row.stage == .answer || row.stage == .timeout ? past.events : earlier
      let first = events.filter { !$0.isReversal }.map(\.time).min()
      return first.map { max(0, start - $0) } ?? 0
    case .distance: return metres.map { Int64($0.metres) }
    case .speed:
      return metres.map { Int64($0.metres * 3_600_000 / Double(start - $0.since)) }
    default: return nil
    }
  }

  /// How far the last card-present place lies, and when the card was there.
  private var metres: (metres: Double, since: Int64)? {
    let places = before.filter {
      $0.row.transaction.isCardPresent == true && $0.row.transaction.country != nil
    }
    guard let newest = places.map(\.time).max(),
      let last = places.last(where: { $0.time == newest }),
      let from = last.row.transaction.country, let to = row.transaction.country, from != to,
      let first = from.centroid, let second = to.centroid
    else { return nil }
    return (Self.greatCircle(first, second), newest)
  }

  /// By the haversine formula with the C library's functions.
  static func greatCircle(_ first: Country.Place, _ second: Country.Place) -> Double {
    let radians = Double.pi / 180
    let latitude = sin((second.latitude - first.latitude) * radians / 2)
    let longitude = sin((second.longitude - first.longitude) * radians / 2)
    let square =
      latitude * latitude
      + cos(first.latitude * radians) * cos(second.latitude * radians) * longitude * longitude
    return 2 * 6_371_008.8 * asin(square.squareRoot())
  }

  func real(_ fact: ProfileFact) -> Double? {
    let isAnswer = row.stage == .answer || row.stage == .timeout
    let events = isAnswer ? past.events : earlier
    let amounts = events.filter {
      !$0.isReversal && HandMadeJudge.isAmountKnown($0.row)
        && $0.row.requestSequence != row.requestSequence
    }.map { Double($0.amount) }
    guard !amounts.isEmpty else { return nil }
    return fact == .usualAmount
      ? amounts.reduce(0, +) / Double(amounts.count) : Self.spread(amounts)
  }
}
