public import CardCore

/// What the monitor asks of loaded rules: to fill columns, a block at a time.
///
/// A block goes through ``prepare(_:columns:)``, then every lane, then ``judge(_:columns:)``.
public protocol RuleJudge: AnyObject {
  /// What the lanes are to keep and to give, at most one plan a subject.
  var lanes: [LanePlan] { get }
  /// The columns that all of them share.
  var layout: ColumnLayout { get }
  /// In the order of the rules file.
  var rules: [JudgedRule] { get }

  /// How transactions are scored; nil where they are not.
  var score: ScorePlan? { get }

  /// What the records hold, a line each, conditions spelt out: rule sets with equal lines can go on
  /// with one another's state.
  var layoutLines: [String] { get }

  /// Fills the predicates' and amounts' columns that the lanes read.
  func prepare(_ rows: Span<MonitorEvent>, columns: inout ColumnBuffer)

  /// Fills the two mask columns of each rule from everything before.
  func judge(_ rows: Span<MonitorEvent>, columns: inout ColumnBuffer)

  /// The expression of a rule that fired, with the value of each node in `row`.
  func explanation(
    ofRule rule: Int, row: Int, rows: Span<MonitorEvent>, columns: borrowing ColumnBuffer
  ) -> JSONValue
}

extension RuleJudge {
  public var score: ScorePlan? { nil }
}

/// What the end stage needs to know of one rule.
public struct JudgedRule: Sendable {
  public var id: String
  /// By language code, in the order in which they are printed.
  public var titles: [(language: String, text: String)]
  public var severity: Severity
  public var subject: Subject
  /// For so long after an alert the same subject raises no other by this rule; 0 for no quiet.
  public var quietMilliseconds: Int64
  /// What the rules file proposes, such as `propose block`.
  public var action: String?
  /// Judged and reported apart, never acted on.
  public var isShadow: Bool
  /// The pair of mask columns "certainly", "possibly"; 0 in rows that the rule is not about.
  public var column: Int

  public init(
    id: String, titles: [(language: String, text: String)], severity: Severity, subject: Subject,
    quietMilliseconds: Int64 = 0, action: String? = nil, isShadow: Bool = false, column: Int
  ) {
    self.id = id
    self.titles = titles
    self.severity = severity
    self.subject = subject
    self.quietMilliseconds = quietMilliseconds
    self.action = action
    self.isShadow = isShadow
    self.column = column
  }
}
