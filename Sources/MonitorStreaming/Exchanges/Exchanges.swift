public import CardCore
public import TransactionMonitor

/// Pairs requests with answers and reversals with originals in the ordered stream, and makes the
/// rows that the monitor judges.
///
/// An answer belongs to the newest request of the same version and class with the same DE 11 and,
/// wherever both carry them, equal DE 32, 41, 37, 12/13 and card; DE 7 decides between several. A
/// request that is not answered in time makes a row of its own at that time, before any later row.
///
/// A counterpart that may lie before the log's start, or before what is remembered, is unknown and
/// never missing. The stream's clock is the only one there is.
///
/// Whatever the blocks that messages come in, the rows are the same.
///
/// - Complexity: O(1) a message, but for the exchanges that share a number or a card.
public struct Exchanges: Sendable {
  public let settings: Settings
  /// Messages taken in.
  public internal(set) var messageCount: UInt64 = 0
  /// Exchanges of class 1 and 2: requests, advices, rows of whole exchanges, answers without a
  /// request in the log.
  public internal(set) var transactionCount: UInt64 = 0

  /// The greatest time so far.
  var clock: Instant?
  /// The time of the first message.
  var start: Instant?
  /// Whether any request was seen: a log of answers only has none.
  var hasRequests = false
  var open: OpenExchanges
  var past: PastExchanges

  public init(_ settings: Settings = Settings()) {
    self.settings = settings
    open = OpenExchanges(maximum: settings.openMaximum)
    past = PastExchanges(maximum: settings.pastMaximum)
  }

  /// How long counterparts are waited for, and how many exchanges are remembered.
  public struct Settings: Hashable, Sendable {
    /// Milliseconds after which a request is unanswered.
    public var answerTimeout: Int64 = 60_000
    /// Milliseconds after which a reversal comes too late to find its original.
    public var reversalHorizon: Int64 = 7 * 86_400_000
    /// Unanswered and just answered exchanges; the oldest is forgotten where there are more.
    public var openMaximum = 1 << 18
    /// Exchanges that a reversal may find; the oldest is forgotten where there are more.
    public var pastMaximum = 1 << 20

    public init() {}

    /// Milliseconds after the request for which an unanswered one still takes an answer.
    var lateAnswerHorizon: Int64 { 10 * answerTimeout }
  }

  /// Takes in messages in their order and gives the rows that they make.
  public mutating func append(
    _ ordered: Span<Transaction>, into rows: inout [MonitorEvent]
  ) {
    var start = 0
    while start < ordered.count {
      let end = min(ordered.count, start + PastExchanges.warmedMaximum)
      _ = past.warm(ordered.extracting(start..<end))
      for index in start..<end { append(ordered[index], into: &rows) }
      start = end
    }
  }

  /// Gives the rows of what fell due up to `time`, as an explicit clock event has it.
  public mutating func advance(to time: Instant, into rows: inout [MonitorEvent]) {
    if let clock, time <= clock { return }
    clock = time
    while let slot = open.takeDue(before: time) {
      guard !open[slot].isAnswered else {
        open.remove(slot)
        continue
      }
      let exchange = open[slot]
      let deadline = exchange.request.time.adding(milliseconds: settings.answerTimeout)
      open.keep(
        slot, until: deadline.adding(milliseconds: settings.lateAnswerHorizon))
      if exchange.isJudged { rows.append(timeout(of: exchange, at: deadline)) }
    }
    open.dropForgotten(before: time)
    past.drop(before: time.adding(milliseconds: -settings.reversalHorizon))
  }

  private mutating func append(
    _ transaction: Transaction, into rows: inout [MonitorEvent]
  ) {
    messageCount += 1
    if start == nil { start = transaction.time }
    advance(to: transaction.time, into: &rows)
    rows.append(row(of: transaction))
  }

  private mutating func row(of transaction: Transaction) -> MonitorEvent {
    if transaction.facts.contains(.isWholeExchange) { return whole(transaction) }
    switch transaction.phase {
    case .answer, .adviceAnswer: return answer(transaction)
    case .repeat: return again(transaction)
    case .request, .advice, .notification: return request(transaction)
    }
  }

  private func timeout(of exchange: OpenExchange, at time: Instant) -> MonitorEvent {
    var row = MonitorEvent(exchange.request, stage: .timeout)
    row.transaction.time = time
    row.outcome = .unanswered
    row.facts = exchange.facts
    if exchange.past.flatMap({ past[$0]?.isReversed }) == true { row.facts.insert(.isReversed) }
    row.requestTime = exchange.request.time
    return row
  }
}

extension Exchanges {
  /// A row that tells request and answer at once.
  private mutating func whole(_ transaction: Transaction) -> MonitorEvent {
    if transaction.kind == .reversal { return reversal(transaction) }
    count(transaction)
    var row = MonitorEvent(transaction, stage: transaction.isJudged ? .whole : .other)
    row.outcome = transaction.outcome ?? .approved
    if transaction.isJudged { remember(transaction) }
    return row
  }

  private mutating func request(_ transaction: Transaction) -> MonitorEvent {
    hasRequests = true
    if let slot = findSame(transaction), open[slot].request.contentHash == transaction.contentHash {
      return copy(of: transaction, fact: .isDuplicate, requestOf: open[slot].request)
    }
    if past.hasCopy(of: transaction) {
      return copy(of: transaction, fact: .isDuplicate, requestOf: nil)
    }
    if transaction.kind == .reversal {
      let row = reversal(transaction)
      begin(row, transaction, past: nil)
      return row
    }
    count(transaction)
    var row = MonitorEvent(transaction, stage: transaction.isJudged ? .request : .other)
    if transaction.phase != .request { row.outcome = transaction.outcome ?? .approved }
    begin(row, transaction, past: transaction.isJudged ? remember(transaction) : nil)
    return row
  }

  /// A repeat: joins the exchange, or begins it where the first sending is not in the log.
  private mutating func again(_ transaction: Transaction) -> MonitorEvent {
    guard let slot = findSame(transaction) else {
      var row =
        past.hasCopy(of: transaction)
        ? copy(of: transaction, fact: [], requestOf: nil) : request(transaction)
      row.facts.formUnion([.isRepeat, .counterpartIsUnknown])
      return row
    }
    return copy(of: transaction, fact: .isRepeat, requestOf: open[slot].request)
  }

  private func copy(
    of transaction: Transaction, fact: MonitorEvent.Facts, requestOf first: Transaction?
  ) -> MonitorEvent {
    var row = MonitorEvent(transaction, stage: .other)
    row.facts = fact
    if transaction.phase == .repeat { row.facts.insert(.isRepeat) }
    if let first { row.begin(with: first) }
    return row
  }

  private mutating func begin(
    _ row: MonitorEvent, _ transaction: Transaction, past: UInt64?
  ) {
    guard ExchangeKey(request: transaction) != nil else { return }
    let now = max(clock ?? transaction.time, transaction.time)
    var exchange = OpenExchange(transaction, past: past)
    exchange.isJudged = row.stage == .request && transaction.phase == .request
    // What came late may have been answered before it came.
    if transaction.facts.contains(.isLate) { exchange.facts.insert(.counterpartIsUnknown) }
    open.insert(exchange, dueAt: now.adding(milliseconds: settings.answerTimeout))
  }

  private func findSame(_ transaction: Transaction) -> Int32? {
    guard let key = ExchangeKey(request: transaction) else { return nil }
    return open.find(key, like: transaction) {
      $0.request.contentHash == transaction.contentHash || transaction.phase == .repeat
    }
  }
}

extension Exchanges {
  private mutating func answer(_ transaction: Transaction) -> MonitorEvent {
    let key = ExchangeKey(answer: transaction)
    guard let key, let slot = open.find(key, like: transaction, where: { _ in true }) else {
      return orphan(transaction)
    }
    guard !open[slot].isAnswered else {
      let isCopy = open[slot].answerHash == transaction.contentHash
      return copy(
        of: transaction, fact: isCopy ? .isDuplicate : [], requestOf: open[slot].request)
    }
    let isLate = open.markAnswered(slot, hash: transaction.contentHash)
    let exchange = open[slot]
    var row = MonitorEvent(transaction, stage: .other)
    row.begin(with: exchange.request)
    if let place = exchange.past { past.learn(place, from: transaction) }
    guard exchange.isJudged else { return row }
    row.transaction = exchange.request.answered(by: transaction)
    row.stage = .answer
    row.outcome = transaction.outcome ?? .declined
    row.facts = exchange.facts
    if isLate { row.facts.insert(.isLateAnswer) }
    if exchange.past.flatMap({ past[$0]?.isReversed }) == true { row.facts.insert(.isReversed) }
    return row
  }

  /// An answer whose request is not there.
  private mutating func orphan(_ transaction: Transaction) -> MonitorEvent {
    guard transaction.isJudged, transaction.phase == .answer else {
      return MonitorEvent(transaction, stage: .other)
    }
    count(transaction)
    var row = MonitorEvent(transaction, stage: .whole)
    row.outcome = transaction.outcome ?? .declined
    let horizon = settings.lateAnswerHorizon
    let mayLieBefore = start.map { transaction.time - $0 <= horizon } ?? true
    let isUnknown =
      mayLieBefore || !hasRequests || transaction.facts.contains(.isLate)
      || open.hasForgotten
    row.facts.insert(isUnknown ? .counterpartIsUnknown : .hasNoRequest)
    return row
  }
}

extension Exchanges {
  private mutating func reversal(_ transaction: Transaction) -> MonitorEvent {
    var row = MonitorEvent(transaction, stage: .reversal)
    guard let place = past.findOriginal(of: transaction), let original = past[place] else {
      row.facts.insert(isOriginalMissing(transaction) ? .hasNoOriginal : .counterpartIsUnknown)
      return row
    }
    if original.isReversed { row.facts.insert(.isReversed) }
    past.markReversed(place)
    row.transaction.complete(from: original)
    return row
  }

  /// Whether the original would be remembered if it were in the log, and could not lie before it.
  private func isOriginalMissing(_ transaction: Transaction) -> Bool {
    guard let start else { return false }
    let known = max(start, past.forgottenUpTo ?? start)
    let hour: Int64 = 3_600_000
    if let original = transaction.original, let named = original.time {
      // DE 56 names a local time, whose zone is known to fourteen hours.
      let slack = original.timeIsLocal ? 14 * hour : hour
      return named - known > slack && transaction.time - named <= settings.reversalHorizon
    }
    return transaction.time - known >= settings.reversalHorizon
  }

  @discardableResult
  private mutating func remember(_ transaction: Transaction) -> UInt64? {
    guard PastExchange.canBeFound(transaction) else { return nil }
    return past.append(PastExchange(transaction))
  }

  private mutating func count(_ transaction: Transaction) {
    if transaction.mti.isTransaction { transactionCount += 1 }
  }
}
