public import CardCore

/// What tells two rule files apart: what state they need, and what they say.
public struct RuleFingerprints: Hashable, Sendable {
  /// Of the windows, their conditions and the profile: state of another layout cannot be read.
  public var layout: String
  /// Of everything that decides what is found; comments and the order of lists do not.
  public var text: String

  public init(layout: String, text: String) {
    self.layout = layout
    self.text = text
  }
}

extension RuleSet {
  /// The fingerprints, in hexadecimal.
  ///
  /// - Parameter digest: SHA-256 in the tool; left as it was, ready for the next use.
  public func fingerprints<D: Digest & ~Copyable>(_ digest: inout D) -> RuleFingerprints {
    RuleFingerprints(
      layout: Self.hash(layoutLines, &digest), text: Self.hash(textLines, &digest))
  }

  private static func hash<D: Digest & ~Copyable>(_ lines: [String], _ digest: inout D) -> String {
    for line in lines { digest.update(Array((line + "\n").utf8).span) }
    var writer = JSONWriter()
    writer.hex(digest.finish().span)
    return String(writer.text.dropFirst().dropLast())
  }

  /// What the state is laid out by, a line each: to be kept beside it, so that a difference can be
  /// told.
  public var layoutLines: [String] {
    var lines = ["base \(rates.base.digits)"]
    let text = CanonicalText(pool: pool)
    for lane in lanes {
      let indexes = program.aggregateColumns.sorted { $0.value < $1.value }.map(\.key)
      let asked = indexes.filter { pool.aggregates[$0].subject == lane.subject }
      for index in asked {
        let exact = pool.aggregates[index].distinctMaximum
        let suffix = exact > 0 ? " exact to \(exact)" : ""
        lines.append("\(lane.subject.name) " + text.text(ofAggregate: index) + suffix)
      }
      if lane.score != nil, lane.subject == .card, let score { lines.append(score.settings.line) }
      for fact in lane.profile { lines.append("\(lane.subject.name) \(fact.what.name)") }
    }
    return lines
  }

  private var textLines: [String] {
    layoutLines + settingLines + rules.indices.flatMap { lines(ofRuleAt: $0) }
  }

  /// What a rule says, names resolved.
  func lines(ofRuleAt place: Int) -> [String] {
    Self.lines(of: rules[place]) + [CanonicalText(pool: pool).text(conditions[place])]
  }

  /// The zone and the rates, a line each.
  var settingLines: [String] {
    let rates = self.rates.currencies.map { currency in
      let rate = self.rates.rate(of: currency)
      return "rate \(currency.digits) \(rate?.units ?? 0) \(rate?.decimals ?? 0)"
    }
    return ["zone \(zone)"] + rates
  }

  private static func lines(of rule: Rule) -> [String] {
    let head = [
      rule.id, rule.englishTitle, rule.frenchTitle, rule.severity.name, rule.moment.name,
      rule.subject.name, "\(rule.quietMilliseconds)", rule.action.name, "\(rule.isShadow)",
    ]
    return head
      + rule.snoozes.map { "snooze \($0.key.high) \($0.key.low) \($0.end)" }
  }
}
