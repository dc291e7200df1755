/// Where an expression stands, which decides what it may read.
enum Scope: Hashable {
  /// The `when` of a rule.
  case rule(RuleMoment)
  /// The `where` of an aggregate.
  case history
  /// The `when` of a segment.
  case segment

  /// Why something cannot be read, and what to do instead.
  struct Refusal {
    var message: String
    var suggestion: String
  }

  /// Why a fact cannot be read here; nil if it can.
  func refusal(of entry: Fact.Entry) -> Refusal? {
    switch self {
    case .rule(.answer): nil
    case .rule(let moment): entry.isOutcome ? Self.tooEarly(entry, moment) : nil
    case .history: entry.isHistorical ? nil : Self.notHistorical(entry)
    case .segment: entry.isOutcome || !entry.isHistorical ? Self.notOfRequest(entry) : nil
    }
  }

  private static func tooEarly(_ entry: Fact.Entry, _ moment: RuleMoment) -> Refusal {
    Refusal(
      message: "\"\(entry.name)\" is not known on \(moment.name): the answer is not there yet",
      suggestion: moment == .authorization
        ? "judge the rule on: answer, or count earlier ones, as in count(where declined, 10m)"
        : "judge the rule on: answer")
  }

  private static func notHistorical(_ entry: Fact.Entry) -> Refusal {
    Refusal(
      message: "\"\(entry.name)\" cannot stand in where: history knows what requests say and the "
        + "outcome",
      suggestion: "move it out of the aggregate")
  }

  private static func notOfRequest(_ entry: Fact.Entry) -> Refusal {
    Refusal(
      message: "\"\(entry.name)\" cannot stand in a segment: its rows are told apart by what "
        + "requests say",
      suggestion: "use mcc, country, bin, entryMode and the like")
  }
}
