internal import CardCore

/// A lane that cannot be laid out, in the words of a rule file.
struct LaneRefusal {
  let error: RuleError

  init(_ refusal: PlanError, _ lane: LanePlan, _ pool: NodePool, _ file: RuleFileReader.File) {
    error = RuleError(
      Self.message(refusal, lane, pool, file), at: Self.position(of: lane, pool, file),
      suggestion: Self.suggestion(refusal))
  }

  private static func message(
    _ refusal: PlanError, _ lane: LanePlan, _ pool: NodePool, _ file: RuleFileReader.File
  ) -> String {
    guard case .tooManyPredicates = refusal else { return refusal.description }
    let text = NodeText(pool: pool, base: file.names.rates.base)
    var conditions: [RuleNode.ID] = []
    for demand in pool.aggregates where demand.subject == lane.subject {
      if let condition = demand.condition, !conditions.contains(condition) {
        conditions.append(condition)
      }
    }
    let names = conditions.map { "(\(text.text($0)))" }.joined(separator: ", ")
    return "\(refusal): \(names)"
  }

  private static func suggestion(_ refusal: PlanError) -> String {
    switch refusal {
    case .tooManyPredicates: "let aggregates share conditions, or take rules out"
    case .tooManyWindows: "let aggregates share windows, such as 1h and 24h"
    case .recordTooLarge: "use fewer aggregates, shorter windows, or distinct to fewer values"
    default: "change the aggregate"
    }
  }

  /// The last rule that asks something of the subject: without it, it might have fitted.
  private static func position(
    of lane: LanePlan, _ pool: NodePool, _ file: RuleFileReader.File
  ) -> TextPosition {
    for (rule, condition) in zip(file.rules, file.conditions).reversed()
    where asks(condition, of: lane.subject, pool) {
      return rule.position
    }
    return TextPosition(line: 1, column: 1)
  }

  private static func asks(_ id: RuleNode.ID, of subject: Subject, _ pool: NodePool) -> Bool {
    switch pool[id] {
    case .aggregate(let index): pool.aggregates[index].subject == subject
    case .profile, .profileFlag: subject == .card
    default: pool.operands(of: id).contains { asks($0, of: subject, pool) }
    }
  }
}
