import CardRegistry

/// Reasons as people write them, in English or in French.
enum ReasonWords {
  /// The reason that `text` writes: its own name, or its French word without accents and blanks.
  ///
  /// - Throws: 64 with those of `reasons` if it is none of them.
  static func reason(_ text: String, among reasons: [Reason]) throws(CommandError) -> Reason {
    let key = Holder.searchKey(of: text)
    if let reason = reasons.first(where: { $0.rawValue == text || words($0).contains(key) }) {
      return reason
    }
    if let instead = Reason.allCases.first(where: {
      $0.insteadOfOpposition != nil && ($0.rawValue == text || words($0).contains(key))
    })?.insteadOfOpposition {
      throw CommandError(
        "the law knows no such motive of opposition", hint: "\(instead.english) instead", .refused,
        code: "notAMotive")
    }
    let names = reasons.map(\.rawValue)
    throw CommandError(
      "no reason for this act",
      hint: Suggestion.hint(for: text, among: names) ?? "reasons are "
        + names.joined(separator: ", "),
      .refused, code: "reason")
  }

  private static func words(_ reason: Reason) -> [String] {
    [Holder.searchKey(of: reason.rawValue), Holder.searchKey(of: reason.labels.french)]
  }
}
