/// The table of states, acts and roles as a page of the documentation.
public enum ActTable {
  /// The page in Markdown.
  public static func page() -> String {
    var lines = [
      "# Who may do what to which card", "",
      "Every act, for every state of a card and every role: 11 × \(Verb.allCases.count) × "
        + "\(Role.allCases.count) = "
        + "\(CardState.allCases.count * Verb.allCases.count * Role.allCases.count) cells.", "",
      "## Overview", "",
      "This page is printed from the code and checked against it. `1` takes one person, `2`",
      "takes two, `1–2` takes two where the facts of the case ask for it, and `·` is refused.",
      "Acts on a number stand under the state of one of its cards. An act may still be refused",
      "for its reason, its day, the plastic or the people.", "",
    ]
    for role in Role.allCases { lines += section(role) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What stands in the cell of an act in a state, for a role.
  public static func cell(_ verb: Verb, in state: CardState, by role: Role) -> String {
    let row = VerbRules.row(of: verb)
    guard row.allows(role), row.allows(in: state) else { return "·" }
    return switch row.hands {
    case .one: "1"
    case .two: "2"
    case .twoIfDoubtful: "1–2"
    }
  }

  private static func section(_ role: Role) -> [String] {
    let title = role.labels.english
    var lines = [
      "### \(title.prefix(1).uppercased() + title.dropFirst()) (\(role.labels.french))", "",
    ]
    let rows = VerbRules.all.filter { $0.allows(role) }
    guard !rows.isEmpty else { return lines + ["Does nothing to a card.", ""] }
    lines.append(line(["", "Act"] + CardState.allCases.map { $0.labels.english }))
    lines.append(line(Array(repeating: "---", count: CardState.allCases.count + 2)))
    for row in rows {
      let cells = CardState.allCases.map { cell(row.verb, in: $0, by: role) }
      lines.append(line([row.code, row.labels.english] + cells))
    }
    return lines + [""]
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
