/// Why the monitor cannot keep what the rules ask for.
public enum PlanError: Error, Equatable, Sendable {
  /// A record would be larger than it may be.
  case recordTooLarge(subject: Subject, byteCount: Int, maximum: Int)
  /// A subject has more conditions than it may have.
  case tooManyPredicates(subject: Subject, count: Int)
  /// A subject has more different window lengths than it may have.
  case tooManyWindows(subject: Subject, count: Int, maximum: Int)
  /// A window is longer than it may be, or not longer than zero.
  case windowOutOfRange(subject: Subject, milliseconds: Int64)
  /// The operation is not defined for the value.
  case notDefined(operation: Aggregate.Operation, value: Aggregate.Value?, subject: Subject)
  /// More different values are to be told exactly than can be.
  case tooManyValues(subject: Subject, count: Int, maximum: Int)
  /// A plan asks for a profile outside the card's lane.
  case profileOutsideCard(subject: Subject)
  /// Amounts are asked for, and no column holds them.
  case noAmountColumn(subject: Subject)
  /// Two plans have the same subject.
  case subjectTwice(Subject)
}

extension PlanError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .recordTooLarge(let subject, let byteCount, let maximum):
      "a record of \(subject.name) would take \(byteCount) bytes, at most \(maximum)"
    case .tooManyPredicates(let subject, let count):
      "\(count) conditions on \(subject.name), at most \(LanePlan.predicateMaximum)"
    case .tooManyWindows(let subject, let count, let maximum):
      "\(count) different window lengths on \(subject.name), at most \(maximum)"
    case .windowOutOfRange(let subject, let milliseconds):
      "a window of \(milliseconds) ms on \(subject.name): more than 0, at most 40 days"
    case .notDefined(let operation, let value, let subject):
      "\(operation) of \(value.map { "\($0)" } ?? "nothing") on \(subject.name) is not defined"
    case .tooManyValues(let subject, let count, let maximum):
      "\(count) different values on \(subject.name), at most \(maximum)"
    case .profileOutsideCard(let subject):
      "\(subject.name) has no profile: only cards have one"
    case .noAmountColumn(let subject):
      "amounts are asked of \(subject.name) and there is no column for them"
    case .subjectTwice(let subject):
      "two plans for \(subject.name)"
    }
  }
}
