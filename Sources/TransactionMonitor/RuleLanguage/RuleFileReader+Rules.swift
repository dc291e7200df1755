internal import CardCore

extension RuleFileReader {
  private static let ruleKeys = [
    "id", "title", "severity", "on", "subject", "when", "quiet", "action", "snooze", "shadow",
  ]

  mutating func readRules(_ node: YAMLNode?) {
    guard let node else { return }
    guard let elements = node.sequence else {
      return report(
        "expected a list of rules, found \(node.kindName)", at: node.position,
        suggestion: "write - id: name, title, severity, when")
    }
    guard elements.count <= Self.ruleMaximum else {
      return report(
        "\(elements.count) rules, more than \(Self.ruleMaximum)", at: node.position,
        suggestion: "join rules by or")
    }
    var positions: [String: TextPosition] = [:]
    for element in elements { readRule(element, &positions) }
  }

  static let ruleMaximum = 1_000

  private mutating func readRule(_ node: YAMLNode, _ positions: inout [String: TextPosition]) {
    let required = ["id", "title", "severity", "when"]
    guard let parts = members(node, keys: Self.ruleKeys, required: required),
      let id = identifier(parts["id"], &positions)
    else { return }
    let title = titles(parts["title"])
    let severity = choice(parts["severity"], of: Severity.allCases, named: \.name, "severity")
    let moment = choice(parts["on"], of: RuleMoment.allCases, named: \.name, "moment")
    let subject = choice(parts["subject"], of: Subject.allCases, named: \.name, "subject") ?? .card
    let action = choice(parts["action"], of: Rule.Action.allCases, named: \.name, "action")
    let rule = Rule(
      id: id, englishTitle: title?.english ?? "", frenchTitle: title?.french ?? "",
      severity: severity ?? .medium, moment: moment ?? .authorization, subject: subject,
      quietMilliseconds: quiet(parts["quiet"]), action: action ?? .notify,
      isShadow: truth(parts["shadow"]), snoozes: snoozes(parts["snooze"], id, subject),
      position: node.position)
    guard let when = parts["when"],
      let condition = condition(when, scope: .rule(rule.moment), subject: subject)
    else { return }
    file.rules.append(rule)
    file.conditions.append(condition)
    checkReach(rule, condition, at: when.position)
  }

  /// A rule that can never fire is a mistake: whoever wrote it meant something else.
  private mutating func checkReach(
    _ rule: Rule, _ condition: RuleNode.ID, at position: TextPosition
  ) {
    let reach = Reach(pool: file.pool, base: file.names.rates.base)
    guard let reason = reach.obstacle(to: condition, on: rule.moment) else {
      return
    }
    report(
      "rule \"\(rule.id)\" can never fire: \(reason)", at: position,
      suggestion: "change the condition, or take the rule out")
  }

  private mutating func identifier(
    _ node: YAMLNode?, _ positions: inout [String: TextPosition]
  ) -> String? {
    guard let node, let text = text(node) else { return nil }
    let isGood = text.utf8.allSatisfy {
      (0x30...0x39) ~= $0 || (0x41...0x5A) ~= $0 || (0x61...0x7A) ~= $0 || $0 == 0x2E || $0 == 0x2D
        || $0 == 0x5F
    }
    guard isGood, text.utf8.count <= 64 else {
      report(
        "not an id", at: node.position,
        suggestion: "write up to 64 letters, digits, dots, dashes and _, as in card.testing")
      return nil
    }
    if let first = positions[text] {
      report(
        "the id \"\(text)\" stands in line \(first.line) too", at: node.position,
        suggestion: "give each rule an id of its own")
      return nil
    }
    positions[text] = node.position
    return text
  }

  private mutating func titles(_ node: YAMLNode?) -> (english: String, french: String)? {
    guard let node, let parts = members(node, keys: ["en", "fr"], required: ["en", "fr"]),
      let english = parts["en"].flatMap({ text($0) }),
      let french = parts["fr"].flatMap({ text($0) })
    else { return nil }
    return (english, french)
  }

  mutating func choice<Value>(
    _ node: YAMLNode?, of values: [Value], named name: KeyPath<Value, String>, _ what: String
  ) -> Value? {
    guard let node, let text = text(node) else { return nil }
    if let value = values.first(where: { $0[keyPath: name] == text }) { return value }
    let names = values.map { $0[keyPath: name] }
    report(
      "there is no \(what) \"\(text)\"", at: node.position,
      suggestion: NearestName.nearest(to: text, among: names).map { "did you mean \($0)?" }
        ?? "write one of \(names.joined(separator: ", "))")
    return nil
  }

  private mutating func quiet(_ node: YAMLNode?) -> Int64 {
    guard let node, let text = text(node) else { return 0 }
    if let milliseconds = RuleSet.duration(text), milliseconds <= 30 * 86_400_000 {
      return milliseconds
    }
    report(
      "not a duration up to 30d", at: node.position, suggestion: "write it as in 30m, 24h or 7d")
    return 0
  }

  private mutating func truth(_ node: YAMLNode?) -> Bool {
    guard let node, let text = text(node) else { return false }
    guard text == "true" || text == "false" else {
      report("expected true or false", at: node.position, suggestion: "write shadow: true")
      return false
    }
    return text == "true"
  }

  private mutating func snoozes(
    _ node: YAMLNode?, _ rule: String, _ subject: Subject
  ) -> [Snooze] {
    guard let node else { return [] }
    guard let elements = node.sequence else {
      report(
        "expected a list of snoozes, found \(node.kindName)", at: node.position,
        suggestion: "write - {key: TERM0001, until: 2027-12-31, reason: …}")
      return []
    }
    return elements.compactMap { snooze($0, rule, subject) }
  }

  private mutating func snooze(_ node: YAMLNode, _ rule: String, _ subject: Subject) -> Snooze? {
    let keys = ["key", "until", "by", "reason"]
    guard let parts = members(node, keys: keys, required: ["key", "until"]) else { return nil }
    return snooze(parts, rule, subject)
  }
}

extension RuleSet {
  /// Reads a duration as rules write it, such as `30m`, in milliseconds; nil for anything else.
  package static func duration(_ text: String) -> Int64? {
    let digits = text.utf8.prefix { (0x30...0x39) ~= $0 }
    let rest = text.dropFirst(digits.count).drop { $0 == " " }
    guard (1...9).contains(digits.count), let number = Int64(String(text.prefix(digits.count))),
      let unit = Unit(name: String(rest)), unit.type == .duration
    else { return nil }
    return number * Int64(unit.factor)
  }
}
