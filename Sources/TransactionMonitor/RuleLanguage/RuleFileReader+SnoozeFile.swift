internal import CardCore

extension RuleFileReader {
  /// A million keys snoozed by hand is a list of another kind.
  static let snoozeMaximum = 10_000

  /// Reads a file of snoozes, all its mistakes together.
  ///
  /// - Parameter rules: Those that it is for: a rule that is not among them is a mistake.
  static func readSnoozes(
    _ bytes: [UInt8], for rules: [Rule], zone: ZoneRule
  ) throws(RuleErrors) -> [Snooze] {
    try read(bytes) { reader in
      reader.file.zone = zone
      return reader.readSnoozeFile(for: rules)
    }
  }

  private mutating func readSnoozeFile(for rules: [Rule]) -> [Snooze] {
    guard
      let parts = members(
        document.root, keys: ["version", "snoozes"], required: ["version", "snoozes"]),
      let list = parts["snoozes"]
    else { return [] }
    if let version = parts["version"], version.scalar?.text != "1" {
      report(
        "version is 1 in this release", at: version.position, suggestion: "write version: 1")
    }
    guard let elements = list.sequence else {
      report(
        "expected a list of snoozes, found \(list.kindName)", at: list.position,
        suggestion: "write - {rule: …, key: …, until: 2027-12-31, by: …, reason: …}")
      return []
    }
    guard elements.count <= Self.snoozeMaximum else {
      report(
        "\(elements.count) snoozes, more than \(Self.snoozeMaximum)", at: list.position,
        suggestion: "take those out that have ended, or change the rules")
      return []
    }
    return elements.compactMap { snooze($0, among: rules) }
  }

  /// One entry: of one `rule`, or of every rule about a `subject`.
  private mutating func snooze(_ node: YAMLNode, among rules: [Rule]) -> Snooze? {
    let keys = ["rule", "subject", "key", "until", "by", "reason"]
    guard
      let parts = members(node, keys: keys, required: ["key", "until", "by", "reason"]),
      let (rule, subject) = target(parts["rule"], parts["subject"], node, among: rules)
    else { return nil }
    return snooze(parts, rule, subject)
  }

  private mutating func target(
    _ rule: YAMLNode?, _ subject: YAMLNode?, _ node: YAMLNode, among rules: [Rule]
  ) -> (rule: String?, subject: Subject)? {
    switch (rule, subject) {
    case (let rule?, nil):
      guard let id = text(rule) else { return nil }
      if let found = rules.first(where: { $0.id == id }) { return (id, found.subject) }
      let nearest = NearestName.nearest(to: id, among: rules.map(\.id))
      report(
        "there is no rule \"\(id)\"", at: rule.position,
        suggestion: nearest.map { "did you mean \($0)?" } ?? "write the id of a rule of the run")
      return nil
    case (nil, let subject?):
      return choice(subject, of: Subject.allCases, named: \.name, "subject").map { (nil, $0) }
    default:
      report(
        "a snooze is for one rule or for one kind of subject", at: node.position,
        suggestion: "write rule: card.testing, or subject: terminal for every rule about terminals")
      return nil
    }
  }

  /// Key, end, who and why of a snooze, in a rule file or in one of its own.
  mutating func snooze(
    _ parts: [String: YAMLNode], _ rule: String?, _ subject: Subject
  ) -> Snooze? {
    guard let keyNode = parts["key"], let text = text(keyNode),
      let end = parts["until"].flatMap({ self.end($0) })
    else { return nil }
    guard let key = SubjectKey(subject, named: text) else {
      // What stands there may be a card number: it is not repeated.
      report(
        "not the key of a \(subject.name)", at: keyNode.position,
        suggestion: "write it as alerts do: \(subject.keyExample)")
      return nil
    }
    return Snooze(
      rule: rule, subject: subject, key: key, end: end,
      author: parts["by"].flatMap { self.text($0) },
      reason: parts["reason"].flatMap { self.text($0) })
  }
}

extension RuleSet {
  /// Adds the snoozes of a file: each for one rule of this set, or for all of one kind of subject.
  ///
  ///     version: 1
  ///     snoozes:
  ///       - {rule: card.testing, key: 00112233445566778899AABBCCDDEEFF, until: 2027-12-31,
  ///          by: "A. Martin", reason: "tests of the terminal"}
  ///       - {subject: terminal, key: 30004/TERM0001, until: 2027-01-15T08:00:00Z,
  ///          by: "A. Martin", reason: "being installed"}
  ///
  /// - Throws: ``RuleErrors`` with every mistake in the file; the set is then as it was.
  public mutating func addSnoozes(yaml bytes: [UInt8]) throws(RuleErrors) {
    let snoozes = try RuleFileReader.readSnoozes(bytes, for: rules, zone: zone)
    for snooze in snoozes {
      for place in rules.indices where rules[place].subject == snooze.subject {
        guard snooze.rule == nil || snooze.rule == rules[place].id else { continue }
        var own = snooze
        own.rule = rules[place].id
        rules[place].snoozes.append(own)
      }
    }
  }
}
