/// Why alerts cannot be held against a truth.
public enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `line` is 1-based.
  case lineMalformed(line: Int, expected: String)
  /// The truth does not begin with what run it is of.
  case noRun
  /// Alerts lie before or after the run, name other cards than its messages do, or merchants,
  /// terminals and acquirers that do not belong together there.
  case otherLog(strangeCount: Int, alertCount: Int)

  public var description: String {
    switch self {
    case .lineMalformed(let line, let expected): "line \(line): expected \(expected)"
    case .noRun: "line 1: expected the run that the truth is of"
    case .otherLog(let strange, let count):
      "the alerts are of another log than the truth: \(strange) of \(count) do not fit it"
    }
  }
}
