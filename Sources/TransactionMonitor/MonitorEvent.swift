public import CardCore

/// One row of the ordered stream: a message together with the exchange that it belongs to.
///
/// MonitorStreaming makes these; the monitor judges nothing else. In the row of an answer or a
/// time-out, ``transaction`` has the request's facts (card, terminal, merchant, amount …), which
/// answers often leave out, and of the answer its own: sequence, offset, time, response code,
/// authorisation code and MTI.
public struct MonitorEvent: Sendable, BitwiseCopyable {
  public var transaction: Transaction
  public var stage: Stage
  public var outcome: Outcome
  public var facts: Facts

  /// When the exchange began, which is when its request entered history; in a row that has no
  /// request, the transaction's own time.
  public var requestTime: Instant
  /// The sequence number of the message that began the exchange.
  public var requestSequence: UInt64
  /// Where that message stands in its input, in bytes.
  public var requestOffset: UInt64
  /// The input that it stands in.
  public var requestInput: UInt16
  /// Milliseconds from the request to this row.
  public var latencyMilliseconds: Int64 { transaction.time - requestTime }

  /// A row that is an exchange of its own, as yet with no answer.
  public init(_ transaction: Transaction, stage: Stage) {
    self.transaction = transaction
    self.stage = stage
    outcome = .pending
    facts = []
    requestTime = transaction.time
    requestSequence = transaction.sequence
    requestOffset = transaction.byteOffset
    requestInput = transaction.input
  }

  /// What a row tells of its exchange.
  public enum Stage: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// A request or an advice: enters history at its own time.
    case request = 1
    /// The answer to one: what it says of the outcome enters history at its own time.
    case answer = 2
    /// No answer came in time; made by the clock, not by a message.
    case timeout = 3
    /// Request and answer in one, as a row of a CSV log is, or an answer whose request is not in
    /// the log: judged as both at once.
    case whole = 4
    /// A reversal, request or advice: an event of its own that retracts nothing.
    case reversal = 5
    /// Everything else: repeats, acknowledgements, network messages; history does not count it.
    case other = 6
  }

  /// What became of an exchange, as far as this row knows.
  public enum Outcome: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case pending = 0
    case approved = 1
    case declined = 2
    /// No answer within the time-out.
    case unanswered = 3
  }

  /// What is true of a row beside its stage.
  public struct Facts: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The same message was sent before and says so (MTI x1, x3).
    public static let isRepeat = Facts(rawValue: 1 << 0)
    /// The same bytes under the same matching key were there before.
    public static let isDuplicate = Facts(rawValue: 1 << 1)
    /// An answer whose request is not there, and could not lie before the log's start.
    public static let hasNoRequest = Facts(rawValue: 1 << 2)
    /// An answer after the time-out.
    public static let isLateAnswer = Facts(rawValue: 1 << 3)
    /// A reversal whose original is not there, and could not lie before the log's start.
    public static let hasNoOriginal = Facts(rawValue: 1 << 4)
    /// The counterpart may lie before the log's start: nothing is known of it.
    public static let counterpartIsUnknown = Facts(rawValue: 1 << 5)
    /// The exchange was reversed before this row.
    public static let isReversed = Facts(rawValue: 1 << 6)
  }
}
