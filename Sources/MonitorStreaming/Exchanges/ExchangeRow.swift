import CardCore
import TransactionMonitor

extension Transaction {
  /// Whether history counts the exchange: money is asked for, moved or presented.
  var isJudged: Bool {
    switch kind {
    case .authorization, .financial, .completion, .presentment: true
    default: false
    }
  }

  /// What DE 39 says in the list of the message's version; nil where it says nothing.
  var outcome: MonitorEvent.Outcome? {
    guard let responseCode else { return nil }
    let dialect: ResponseCode.Dialect =
      switch mti.version {
      case .iso1993: .iso1993
      case .iso2003: .iso2003
      default: .visaMastercard
      }
    return responseCode.isApproved(in: dialect) ? .approved : .declined
  }

  /// The request's facts with what the answer says of itself.
  func answered(by answer: Transaction) -> Transaction {
    var row = self
    row.sequence = answer.sequence
    row.byteOffset = answer.byteOffset
    row.input = answer.input
    row.contentHash = answer.contentHash
    row.time = answer.time
    row.frameTime = answer.frameTime
    row.transmissionTime = answer.transmissionTime
    row.localTime = answer.localTime ?? localTime
    row.mti = answer.mti
    row.phase = answer.phase
    row.responseCode = answer.responseCode
    row.authorizationCode = answer.authorizationCode ?? authorizationCode
    row.rrn = answer.rrn ?? rrn
    row.networkScore = answer.networkScore ?? networkScore
    row.facts.formUnion(answer.facts.intersection([.timeIsAssumed, .isLate]))
    row.macVerdict = answer.macVerdict
    return row
  }

  /// Fills in what a reversal leaves out and its original says.
  mutating func complete(from original: PastExchange) {
    if card == .none { card = original.card }
    if cardFacts == nil { cardFacts = original.cardFacts }
    if amountMinor == nil { amountMinor = original.amountMinor }
    if terminal == nil { terminal = original.terminal }
    if acquirer == nil { acquirer = original.acquirer }
  }
}

extension MonitorEvent {
  /// Says that the exchange began with `request`.
  mutating func begin(with request: Transaction) {
    requestTime = request.time
    requestSequence = request.sequence
    requestOffset = request.byteOffset
    requestInput = request.input
  }
}
