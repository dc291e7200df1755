/// One number about a subject's recent past that a rule asks for, such as
/// `count(card where declined, 10m)`.
///
/// A window is (t − ``windowMilliseconds``, t] by request time, current event included, knowing
/// what answers told up to t; in the row of an answer or a time-out, t is that row's time. Its
/// events are the exchanges of the kinds authorization and financial, repeats left out; reversals
/// are events too, seen only where ``countsReversals``.
///
/// Where no event takes part, count, sum and distinct are 0; the other operations have no value,
/// and their bounds are the widest there are, as all are where a row names no such subject.
public struct Aggregate: Hashable, Sendable {
  public var subject: Subject
  public var operation: Operation
  /// What is summed, compared or told apart; nil for ``Operation/count`` and ``Operation/rate``.
  public var value: Value?
  /// Which events take part: the index of a predicate of the subject, nil for all of them.
  public var predicate: Int?
  /// Length of the window.
  public var windowMilliseconds: Int64
  /// Whether reversals take part.
  public var countsReversals: Bool
  /// For ``Operation/distinct``: to how many values it must be exact.
  public var distinctMaximum: Int

  public init(
    subject: Subject, operation: Operation, value: Value? = nil, predicate: Int? = nil,
    windowMilliseconds: Int64, countsReversals: Bool = false, distinctMaximum: Int = 0
  ) {
    self.subject = subject
    self.operation = operation
    self.value = value
    self.predicate = predicate
    self.windowMilliseconds = windowMilliseconds
    self.countsReversals = countsReversals
    self.distinctMaximum = distinctMaximum
  }

  public enum Operation: UInt8, Sendable, CaseIterable {
    /// Events that meet the predicate: an integer column.
    case count
    /// Sum of the value over them: an integer column. Reversals' amounts are subtracted where the
    /// aggregate counts them (`net`).
    case sum
    /// An integer column.
    case max
    /// An integer column.
    case min
    /// The value of the event before the current one: an integer column.
    case last
    /// Different values among them: an integer column.
    case distinct
    /// A real column.
    case mean
    /// Of the population: a real column.
    case stddev
    /// Events that meet the predicate over all events of the window: a real column, 0…1.
    case rate

    /// Whether the result stands in a real column; else in an integer one.
    public var isReal: Bool { self == .mean || self == .stddev || self == .rate }
  }

  /// What of an event an aggregate is about.
  public enum Value: UInt8, Sendable, CaseIterable {
    /// Minor units of the rules' base currency; the bracket is open where it cannot be converted.
    case amount
    case terminal, merchant, country, category, acquirer, card, responseCode, entryMode
    /// Milliseconds since 1970.
    case time
  }
}
