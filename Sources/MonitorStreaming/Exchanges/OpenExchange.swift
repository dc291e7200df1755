import CardCore
import TransactionMonitor

/// An exchange whose answer is waited for, or came just now.
struct OpenExchange: Sendable, BitwiseCopyable {
  var request: Transaction
  /// What every row of the exchange says of it.
  var facts: MonitorEvent.Facts = []
  var answerHash: UInt64 = 0
  /// Its place among the past ones, if a reversal may find it.
  var past: UInt64?
  var isAnswered = false
  /// Whether its answer, or the lack of one, is a row that history counts.
  var isJudged = false
  /// Whether the time for the answer has passed.
  var isOverdue = false

  init(_ request: Transaction, past: UInt64?) {
    self.request = request
    self.past = past
  }

  /// Whether `other` agrees wherever both say something.
  func agrees(with other: Transaction) -> Bool {
    Self.agree(request.acquirer, other.acquirer) && Self.agree(request.terminal, other.terminal)
      && Self.agree(request.rrn, other.rrn) && Self.agree(request.localTime, other.localTime)
      && (request.card == other.card || request.card == .none || other.card == .none)
  }

  private static func agree<Part: Equatable>(_ left: Part?, _ right: Part?) -> Bool {
    left == nil || right == nil || left == right
  }
}
