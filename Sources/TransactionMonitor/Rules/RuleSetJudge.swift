public import CardCore

/// A rule set at work: what ``Monitor`` asks for each block.
public final class RuleSetJudge: RuleJudge {
  public let ruleSet: RuleSet
  public let rules: [JudgedRule]
  private var evaluator: ColumnEvaluator
  private let explainer: Explainer

  public init(_ ruleSet: RuleSet) {
    self.ruleSet = ruleSet
    evaluator = ColumnEvaluator(ruleSet)
    explainer = Explainer(ruleSet)
    rules = zip(ruleSet.rules, ruleSet.program.results).map { rule, result in
      JudgedRule(
        id: rule.id, titles: [("en", rule.englishTitle), ("fr", rule.frenchTitle)],
        severity: rule.severity, subject: rule.subject,
        quietMilliseconds: rule.quietMilliseconds,
        action: rule.action == .notify ? nil : rule.action.name, isShadow: rule.isShadow,
        column: result.column)
    }
  }

  public var lanes: [LanePlan] { ruleSet.lanes }
  public var layout: ColumnLayout { ruleSet.layout }
  public var score: ScorePlan? { ruleSet.score }

  public var layoutLines: [String] { ruleSet.layoutLines }

  public func prepare(_ rows: Span<MonitorEvent>, columns: inout ColumnBuffer) {
    evaluator.prepare(rows, columns: &columns)
  }

  public func judge(_ rows: Span<MonitorEvent>, columns: inout ColumnBuffer) {
    evaluator.fill(rowCount: rows.count, columns: &columns)
  }

  public func explanation(
    ofRule rule: Int, row: Int, rows: Span<MonitorEvent>, columns: borrowing ColumnBuffer
  ) -> JSONValue {
    explainer.explanation(ofRule: rule, row: row, event: rows[row], columns: columns).json
  }
}
