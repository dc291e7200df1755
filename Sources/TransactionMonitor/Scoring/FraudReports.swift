public import CardCore

/// A fraud that was confirmed, and when.
public struct FraudReport: Hashable, Sendable {
  public var knownAt: Instant
  /// What names the transaction: all that is there must be equal.
  public var card: CardToken?
  public var rrn: RRN?
  public var stan: STAN?
  /// When the transaction was, to the second.
  public var time: Instant?

  public init(
    knownAt: Instant, card: CardToken? = nil, rrn: RRN? = nil, stan: STAN? = nil,
    time: Instant? = nil
  ) {
    self.knownAt = knownAt
    self.card = card
    self.rrn = rrn
    self.stan = stan
    self.time = time
  }

  /// Whether it names a transaction closely enough: by a reference number, or by the card and its
  /// trace number or time.
  public var isNarrow: Bool { rrn != nil || card != nil && (stan != nil || time != nil) }

  func isAbout(_ transaction: borrowing Transaction) -> Bool {
    if let card, card != transaction.card { return false }
    if let rrn, rrn != transaction.rrn { return false }
    if let stan, stan != transaction.stan { return false }
    guard let time else { return true }
    return (transaction.time - time).magnitude < 1_000
  }
}

/// Confirmed frauds that are told beside the log, and those of them whose time has not come.
struct FraudReports {
  private(set) var reports: [FraudReport] = []
  /// Reports by what they name first: the reference number, else the card.
  private var byRRN: [RRN: [Int]] = [:]
  private var byCard: [CardToken: [Int]] = [:]
  /// Which reports have found their transaction.
  var isUsed: [Bool] = []
  /// Whether reports are told at all, so that silence means genuine.
  private(set) var isFed = false
  /// By the time at which they are known.
  private(set) var waiting: [Waiting] = []

  /// A report that found its transaction and is not yet known.
  struct Waiting: Hashable, Sendable {
    var until: Moment
    var transaction: Moment
    var label: PendingLabel
  }

  init() {}

  init(_ reports: [FraudReport]) {
    self.reports = reports
    isFed = true
    isUsed = Array(repeating: false, count: reports.count)
    for (index, report) in reports.enumerated() {
      if let rrn = report.rrn {
        byRRN[rrn, default: []].append(index)
      } else if let card = report.card {
        byCard[card, default: []].append(index)
      }
    }
  }

  /// When the fraud of a row is known; nil where no report is about it.
  mutating func report(of event: borrowing MonitorEvent) -> (known: Moment, others: Int)? {
    guard isFed, !reports.isEmpty else { return nil }
    let (rrn, card) = (event.transaction.rrn, event.transaction.card)
    let byNumber = rrn.flatMap { byRRN[$0] } ?? []
    let byToken = byCard.isEmpty ? [] : byCard[card] ?? []
    var found: [Int] = []
    for index in byNumber + byToken where !isUsed[index] {
      if reports[index].isAbout(event.transaction) { found.append(index) }
    }
    guard let first = found.min(by: { reports[$0].knownAt < reports[$1].knownAt }) else {
      return nil
    }
    for index in found { isUsed[index] = true }
    return (Moment(reports[first].knownAt), found.count - 1)
  }

  /// How many reports have found no transaction.
  var unusedCount: Int { isUsed.count { !$0 } }

  mutating func wait(_ label: PendingLabel, transaction: Moment, until: Moment) {
    let place = waiting.lastIndex { $0.until <= until }.map { $0 + 1 } ?? 0
    waiting.insert(Waiting(until: until, transaction: transaction, label: label), at: place)
  }

  /// Takes back what waited when the state was saved.
  mutating func restore(_ waiting: [Waiting]) { self.waiting = waiting }

  /// Whether any report is known before an hour begins.
  func isDue(before hour: UInt64) -> Bool {
    waiting.first.map { $0.until.count / ScoreStage.epochMilliseconds < hour } ?? false
  }

  /// Takes the reports out that are known before an hour begins.
  mutating func take(before hour: UInt64) -> [DueLabel] {
    let count =
      waiting.firstIndex { $0.until.count / ScoreStage.epochMilliseconds >= hour } ?? waiting.count
    guard count > 0 else { return [] }
    defer { waiting.removeFirst(count) }
    return waiting[..<count].map { DueLabel(time: $0.transaction, label: $0.label) }
  }
}
