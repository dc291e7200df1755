internal import CardCore

extension RuleFileReader {
  /// `score: {parts: [habit, terminal], knownAfter: 7d, runAge: true}`: what the score looks at,
  /// and when silence means that a transaction was genuine.
  mutating func readScore(_ node: YAMLNode?) {
    guard let node,
      let members = members(node, keys: ["parts", "knownAfter", "runAge"])
    else { return }
    var settings = ScoreSettings()
    if let parts = members["parts"] { readParts(parts, into: &settings) }
    if let after = members["knownAfter"] { readKnownAfter(after, into: &settings) }
    if let age = members["runAge"], let text = text(age) {
      if text == "true" || text == "false" {
        settings.usesRunAge = text == "true"
      } else {
        report("not true or false", at: age.position, suggestion: "write runAge: true")
      }
    }
    file.score = settings
  }

  private mutating func readParts(_ node: YAMLNode, into settings: inout ScoreSettings) {
    guard let items = node.sequence else {
      return report(
        "expected a list, found \(node.kindName)", at: node.position,
        suggestion: "write parts: [habit, terminal]")
    }
    let names = ScorePart.allCases.map(\.rawValue)
    settings.parts = []
    for item in items {
      guard let text = text(item) else { continue }
      guard let part = ScorePart(rawValue: text) else {
        report(
          "the score has no part \"\(text)\"", at: item.position,
          suggestion: NearestName.nearest(to: text, among: names).map { "did you mean \($0)?" }
            ?? "the parts are \(names.joined(separator: ", "))")
        continue
      }
      settings.parts.insert(part)
    }
  }

  private mutating func readKnownAfter(_ node: YAMLNode, into settings: inout ScoreSettings) {
    guard let text = text(node) else { return }
    guard let duration = RuleSet.duration(text),
      1...ScoreSettings.knownAfterMaximum ~= duration
    else {
      return report(
        "not a duration up to 400d", at: node.position, suggestion: "write it as in 24h or 7d")
    }
    settings.knownAfterMilliseconds = duration
  }
}
