import CardCore
public import TransactionMonitor

extension Exchanges {
  /// Writes the open exchanges, the past ones, and how far time has come.
  public func encode(to writer: inout StateWriter) {
    writer.section("EXCH", version: 1)
    writer.integer(messageCount)
    writer.integer(transactionCount)
    writer.optional(clock) { $0.instant($1) }
    writer.optional(start) { $0.instant($1) }
    writer.bool(hasRequests)
    past.encode(to: &writer)
    open.encode(to: &writer)
  }

  /// Goes on from what ``encode(to:)`` wrote.
  public mutating func decode(from reader: inout StateReader) throws(StateError) {
    self = Exchanges(settings)
    try reader.section("EXCH", version: 1)
    messageCount = try reader.integer()
    transactionCount = try reader.integer()
    clock = try reader.optionalInstant()
    start = try reader.optionalInstant()
    hasRequests = try reader.bool("requests")
    try past.decode(from: &reader)
    try open.decode(from: &reader)
  }
}

extension PastExchanges {
  func encode(to writer: inout StateWriter) {
    writer.optional(forgottenUpTo) { $0.instant($1) }
    writer.integer(first)
    writer.count(count)
    for place in first..<end {
      if let exchange = self[place] { exchange.encode(to: &writer) }
    }
  }

  mutating func decode(from reader: inout StateReader) throws(StateError) {
    forgottenUpTo = try reader.optionalInstant()
    begin(at: try reader.integer())
    for _ in 0..<(try reader.count("past exchanges", maximum: maximum)) {
      _ = append(try PastExchange(from: &reader))
    }
  }
}

extension PastExchange {
  func encode(to writer: inout StateWriter) {
    writer.token(card)
    writer.instant(time)
    writer.optional(clock) { $0.instant($1) }
    writer.integer(contentHash)
    writer.optional(amountMinor) { $0.integer($1) }
    writer.optional(terminal) { $0.text($1.text) }
    writer.optional(acquirer) { $0.text($1.text) }
    writer.optional(forwarder) { $0.text($1.text) }
    writer.optional(rrn) { $0.text($1.text) }
    writer.optional(authorizationCode) { $0.text($1.text) }
    writer.optional(cardFacts) { $0.cardFacts($1) }
    writer.optional(stan) { $0.integer($1.number) }
    writer.integer(mti.number)
    writer.bool(isReversed)
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init(Transaction())
    card = try reader.token()
    time = try reader.instant()
    clock = try reader.optionalInstant()
    contentHash = try reader.integer()
    amountMinor = try reader.optionalInteger()
    terminal = try reader.identifier("terminal") { TerminalID($0) }
    acquirer = try reader.identifier("acquirer") { AcquirerID($0) }
    forwarder = try reader.identifier("forwarder") { AcquirerID($0) }
    rrn = try reader.identifier("RRN") { RRN($0) }
    authorizationCode = try reader.identifier("code") { AuthorizationCode($0) }
    if try reader.bool("card facts") { cardFacts = try reader.cardFacts() }
    stan = try reader.code("STAN") { STAN(number: $0) }
    mti = try reader.mti()
    isReversed = try reader.bool("reversed")
  }
}

extension OpenExchanges {
  /// Writes those that are due first, then those that are kept for late answers, each with its
  /// time: in this order they are opened again.
  func encode(to writer: inout StateWriter) {
    writer.bool(hasForgotten)
    for queue in [due, kept] {
      let waiting = queue.waiting.filter { isTenant($0) }
      writer.count(waiting.count)
      for timed in waiting {
        writer.instant(timed.time)
        self[timed.slot].encode(to: &writer)
      }
    }
  }

  mutating func decode(from reader: inout StateReader) throws(StateError) {
    self = OpenExchanges(maximum: maximum)
    hasForgotten = try reader.bool("forgotten")
    for isKept in [false, true] {
      for _ in 0..<(try reader.count("open exchanges", maximum: maximum)) {
        let time = try reader.instant()
        let start = reader.offset
        let exchange = try OpenExchange(from: &reader)
        guard ExchangeKey(request: exchange.request) != nil, count < maximum else {
          throw .invalid(offset: start, what: "open exchange")
        }
        restore(exchange, isKept: isKept, time)
      }
    }
  }
}

extension OpenExchange {
  func encode(to writer: inout StateWriter) {
    writer.transaction(request)
    writer.integer(facts.rawValue)
    writer.integer(answerHash)
    writer.optional(past) { $0.integer($1) }
    writer.bool(isAnswered)
    writer.bool(isJudged)
    writer.bool(isOverdue)
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init(try reader.transaction(), past: nil)
    facts = MonitorEvent.Facts(rawValue: try reader.integer())
    answerHash = try reader.integer()
    past = try reader.optionalInteger()
    isAnswered = try reader.bool("answered")
    isJudged = try reader.bool("judged")
    isOverdue = try reader.bool("overdue")
  }
}
