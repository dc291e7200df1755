/// How two rule sets differ, rule by rule and in the state they need.
public struct RuleSetDifference: Sendable {
  /// By id: those of the new set in its order, then those that are gone.
  public let rules: [(id: String, status: Status)]
  /// What only the old set's state holds, such as a window, a line each.
  public let oldLayout: [String]
  /// What only the new set's state holds.
  public let newLayout: [String]
  /// Whether rates or the zone differ, which every rule may depend on.
  public let settingsDiffer: Bool

  public enum Status: String, Sendable, CaseIterable {
    case same, changed, added, removed
  }

  public init(old: RuleSet, new: RuleSet) {
    var before: [String: [String]] = [:]
    for place in old.rules.indices { before[old.rules[place].id] = old.lines(ofRuleAt: place) }
    var rules: [(id: String, status: Status)] = []
    for place in new.rules.indices {
      let id = new.rules[place].id
      let status: Status =
        before[id].map { $0 == new.lines(ofRuleAt: place) ? .same : .changed } ?? .added
      rules.append((id, status))
    }
    let kept = Set(new.rules.map(\.id))
    rules += old.rules.filter { !kept.contains($0.id) }.map { ($0.id, .removed) }
    self.rules = rules
    let (oldLines, newLines) = (old.layoutLines, new.layoutLines)
    oldLayout = oldLines.filter { !newLines.contains($0) }
    newLayout = newLines.filter { !oldLines.contains($0) }
    settingsDiffer = old.settingLines != new.settingLines
  }
}
