internal import CardCore

/// One rule as its file states it, beside the condition that the evaluator holds.
public struct Rule: Hashable, Sendable {
  /// Its name: letters, digits, dots and dashes; the alerts carry it.
  public var id: String
  /// The title of its alerts in English.
  public var englishTitle: String
  /// The title of its alerts in French.
  public var frenchTitle: String
  public var severity: Severity
  /// When it is judged.
  public var moment: RuleMoment
  /// Whose alerts they are: what `quiet` and snoozes go by.
  public var subject: Subject
  /// For how long after an alert further ones of the same key are only counted; 0 for never.
  public var quietMilliseconds: Int64
  public var action: Action
  /// Judged and reported apart, never acted on.
  public var isShadow: Bool
  /// Keys for which it keeps silent for a time.
  public var snoozes: [Snooze]
  /// Where the rule begins in its file.
  public var position: TextPosition

  /// What an alert asks for; done only where the monitor is told to act.
  public enum Action: UInt8, Sendable, CaseIterable {
    case notify = 0
    case proposeLock = 1
    case proposeBlock = 2
    case proposeOppose = 3

    /// The text in rule files and machine output, which stays.
    public var name: String {
      switch self {
      case .notify: "notify"
      case .proposeLock: "propose lock"
      case .proposeBlock: "propose block"
      case .proposeOppose: "propose oppose"
      }
    }

    /// Finds an action by its text; nil if there is none.
    public init?(name: some StringProtocol) {
      guard let action = Self.allCases.first(where: { $0.name == name }) else { return nil }
      self = action
    }
  }
}
