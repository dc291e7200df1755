import CardCore
import TransactionMonitor

/// Makes ordered streams with all that a real one has: answers, time-outs, late answers, reversals,
/// repeats, late rows, bursts, long silences.
struct StreamMaker: RandomNumberGenerator {
  var generator: SplitMix64
  private var rows: [(time: Int64, row: MonitorEvent, exchange: Int, isRequest: Bool)] = []
  private var clock: Int64 = 1_735_689_600_000
  private var exchangeCount = 0

  static let merchants = (0..<12).map { MerchantID("MERCHANT\($0)") }
  static let terminals = (0..<4).map { TerminalID("TERM\($0)") }
  static let acquirers = (0..<3).map { AcquirerID("4000\($0)") }
  static let countries = ["FR", "DE", "US", "JP", "BR"].map { Country(alphabetic: $0) }

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }

  mutating func upTo(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }

  mutating func oneIn(_ count: Int) -> Bool { upTo(count) == 0 }

  /// About so many rows, in the order in which they would reach the monitor.
  mutating func rows(count: Int) -> [MonitorEvent] {
    while rows.count < count {
      advanceClock()
      addExchange(at: clock)
    }
    let order = rows.indices.sorted { (rows[$0].time, $0) < (rows[$1].time, $1) }
    return numbered(delayingSome(of: order))
  }

  private mutating func advanceClock() {
    switch upTo(100) {
    case 0: clock += Int64(upTo(40 * 24)) * 3_600_000
    case 1..<8: clock += Int64(upTo(24 * 3_600)) * 1_000
    case 8..<30: clock += Int64(upTo(3_600)) * 1_000
    case 30..<35: break
    default: clock += Int64(upTo(90_000))
    }
  }

  private mutating func transaction(at time: Int64) -> Transaction {
    var transaction = Transaction(
      sequence: 0, time: Instant(millisecondsSince1970: time), mti: MTI(100) ?? .vacant,
      kind: oneIn(3) ? .financial : .authorization, phase: .request)
    let card = upTo(4)
    transaction.card = CardToken(high: 0x0123_4567_89AB_CDEF &* UInt64(card + 1), low: UInt64(card))
    transaction.cardFacts = PAN("497010000000000\(card)").map(CardFacts.init)
    transaction.amountMinor = Int64(upTo(oneIn(30) ? 5_000_000_000 : 30_000))
    transaction.currency = Currency(alphabetic: oneIn(9) ? "USD" : "EUR")
    transaction.terminal = oneIn(20) ? nil : Self.terminals[upTo(4)]
    transaction.merchant = oneIn(20) ? nil : Self.merchants[min(upTo(12), upTo(12))]
    transaction.acquirer = oneIn(20) ? nil : Self.acquirers[upTo(3)]
    transaction.country = oneIn(20) ? nil : Self.countries[min(upTo(5), upTo(5))]
    transaction.category = MCC([5411, 4829, 5812][upTo(3)])
    transaction.entryMode = [.chip, .magstripe, .ecommerce, .unknown][upTo(4)]
    transaction.isCardPresent = transaction.entryMode.impliesCardPresent
    return transaction
  }

  private mutating func addExchange(at time: Int64) {
    let exchange = exchangeCount
    exchangeCount += 1
    var request = transaction(at: time)
    switch upTo(12) {
    case 0:
      request.kind = .reversal
      add(MonitorEvent(request, stage: .reversal), exchange, isRequest: true)
    case 1:
      add(MonitorEvent(request, stage: .other), exchange, isRequest: true)
    case 2..<5:
      var whole = MonitorEvent(request, stage: .whole)
      whole.outcome = oneIn(3) ? .declined : .approved
      whole.transaction.responseCode = ResponseCode(whole.outcome == .approved ? "00" : "51")
      add(whole, exchange, isRequest: true)
    default:
      add(MonitorEvent(request, stage: .request), exchange, isRequest: true)
      addEnd(of: MonitorEvent(request, stage: .answer), exchange)
    }
  }

  private mutating func addEnd(of request: MonitorEvent, _ exchange: Int) {
    let start = request.transaction.time.millisecondsSince1970
    guard !oneIn(25) else { return }
    var isLate = false
    if oneIn(8) {
      var timeout = request
      timeout.stage = .timeout
      timeout.outcome = .unanswered
      timeout.transaction.time = Instant(millisecondsSince1970: start + 60_000)
      add(timeout, exchange, isRequest: false)
      guard oneIn(2) else { return }
      isLate = true
    }
    var answer = request
    let delay = Int64(isLate ? 60_001 + upTo(90_000) : upTo(oneIn(4) ? 59_000 : 900))
    answer.transaction.time = Instant(millisecondsSince1970: start + delay)
    answer.outcome = oneIn(3) ? .declined : .approved
    answer.transaction.responseCode = ResponseCode(
      answer.outcome == .approved ? "00" : oneIn(2) ? "55" : "51")
    if isLate { answer.facts = .isLateAnswer }
    add(answer, exchange, isRequest: false)
  }

  private mutating func add(_ row: MonitorEvent, _ exchange: Int, isRequest: Bool) {
    rows.append((row.transaction.time.millisecondsSince1970, row, exchange, isRequest))
  }

  /// Moves some whole exchanges behind rows that are newer than they.
  private mutating func delayingSome(of order: [Int]) -> [Int] {
    var order = order
    for place in order.indices.reversed()
    where rows[order[place]].row.stage == .whole && oneIn(12) {
      let later = min(order.count - 1, place + 1 + upTo(oneIn(3) ? 60 : 5))
      let moved = order.remove(at: place)
      rows[moved].row.transaction.facts.insert(.isLate)
      order.insert(moved, at: later)
    }
    return order
  }

  private func numbered(_ order: [Int]) -> [MonitorEvent] {
    var starts: [Int: UInt64] = [:]
    for (sequence, index) in order.enumerated() where rows[index].isRequest {
      starts[rows[index].exchange] = UInt64(sequence)
    }
    return order.enumerated().map { sequence, index in
      var row = rows[index].row
      row.transaction.sequence = UInt64(sequence)
      row.transaction.byteOffset = UInt64(sequence) * 100
      let start = starts[rows[index].exchange] ?? UInt64(sequence)
      row.requestSequence = start
      row.requestOffset = start * 100
      return row
    }
  }
}
