import TransactionMonitor

/// Rule files for tests.
enum RuleText {
  /// A file of one rule; its condition begins in line 6, column 11, unless `head` has lines.
  static func file(
    when condition: String, on moment: String? = nil, subject: String? = nil, head: String = ""
  ) -> [UInt8] {
    var text = "version: 1\n\(head)rules:\n  - id: it\n    title: {en: It, fr: Ceci}\n"
    text += "    severity: high\n    when: \(condition)\n"
    if let moment { text += "    on: \(moment)\n" }
    if let subject { text += "    subject: \(subject)\n" }
    return Array(text.utf8)
  }

  /// A file of several rules, named `r0`, `r1`, …
  static func file(rules conditions: [String], head: String = "") -> [UInt8] {
    let rules = conditions.enumerated().map { index, condition in
      "  - {id: r\(index), title: {en: E, fr: F}, severity: low, when: '\(condition)'}\n"
    }
    return Array("version: 1\n\(head)rules:\n\(rules.joined())".utf8)
  }

  /// The mistakes in a file; none if it compiles.
  static func errors(in bytes: [UInt8]) -> [RuleError] {
    do throws(RuleErrors) {
      _ = try RuleSet(yaml: bytes)
      return []
    } catch {
      return error.errors
    }
  }
}
