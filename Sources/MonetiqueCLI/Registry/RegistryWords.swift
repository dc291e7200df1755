import CardRegistry

/// What the registry's own codes mean, for `monetique explain`.
enum RegistryWords {
  /// Every code that can be asked for.
  static var names: [String] {
    Reason.allCases.map(\.rawValue) + Refusal.Code.allCases.map(\.rawValue)
  }

  /// A reason with the act that it belongs to and what the law attaches to it; nil for any other
  /// word.
  static func reason(_ text: String, _ language: Language) -> String? {
    guard let reason = Reason(named: text) else { return nil }
    let said = Said(language: language)
    if let instead = reason.insteadOfOpposition {
      return said(
        "\(reason.labels.english): no motive of an opposition; \(instead.english) instead",
        "\(reason.labels.french) : motif d'opposition non admis ; \(instead.french)")
    }
    var parts = [
      said(
        "\(reason.labels.english) (\(reason.verb.code) \(reason.verb.labels.english))",
        "\(reason.labels.french) (\(reason.verb.code) \(reason.verb.labels.french))")
    ]
    if let rule = Rulebook.standard.reasons.last(where: { $0.reason == reason }) {
      parts += self.parts(of: rule, said)
    }
    return parts.joined(separator: "; ")
  }

  private static func parts(of rule: ReasonRule, _ said: Said) -> [String] {
    var parts: [String] = []
    if !rule.article.isEmpty { parts.append("article " + rule.article) }
    parts.append(
      said("notice: \(rule.notice.labels.english)", "information : \(rule.notice.labels.french)"))
    if !rule.lifters.isEmpty {
      let roles = Role.allCases.filter(rule.lifters.contains)
      parts.append(
        said(
          "lifted by \(roles.map(\.labels.english).joined(separator: ", "))",
          "levé par \(roles.map(\.labels.french).joined(separator: ", "))"))
    }
    if let days = rule.reviewDays {
      parts.append(said("review after \(days) days", "revue après \(days) jours"))
    }
    return parts
  }

  /// Why an act is refused; nil for any other word.
  static func refusal(_ text: String, _ language: Language) -> String? {
    Refusal.Code(rawValue: text).map { code in
      language == .french ? code.labels.french : code.labels.english
    }
  }

  /// The words of one language.
  private struct Said {
    let language: Language

    func callAsFunction(_ english: String, _ french: String) -> String {
      language == .french ? french : english
    }
  }
}
