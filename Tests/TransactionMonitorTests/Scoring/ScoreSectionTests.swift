import Testing
import TransactionMonitor

/// The section of a rule file that says how to score.
struct ScoreSectionTests {
  private func rules(_ section: String, when: String = "amount > 5.00 EUR") throws -> RuleSet {
    let text = """
      version: 1
      \(section)
      rules:
        - {id: some.rule, title: {en: A, fr: B}, severity: low, when: "\(when)"}
      """
    return try RuleSet(yaml: Array(text.utf8))
  }

  @Test func `nothing is kept for a score that nobody asks for`() throws {
    let rules = try rules("")
    #expect(rules.score == nil)
    #expect(!rules.layoutLines.contains { $0.hasPrefix("score") })
  }

  @Test func `a rule that reads the score has it computed`() throws {
    let settings = try #require(try rules("", when: "score >= 0.9").score?.settings)
    #expect(settings == ScoreSettings())
  }

  @Test func `the section says what counts`() throws {
    let rules = try rules("score: {parts: [habit, terminal], knownAfter: 24h, runAge: false}")
    let settings = try #require(rules.score?.settings)
    #expect(settings.parts == [.habit, .terminal])
    #expect(settings.knownAfterMilliseconds == 86_400_000)
    #expect(!settings.usesRunAge)
    #expect(
      rules.layoutLines.contains(
        "score after 86400000 ms of habit terminal, without the age of runs"))
  }

  @Test(arguments: [
    ("score: {parts: [habits]}", "the score has no part \"habits\""),
    ("score: {parts: habit}", "expected a list, found a text"),
    ("score: {knownAfter: soon}", "not a duration up to 400d"),
    ("score: {knownAfter: 401d}", "not a duration up to 400d"),
    ("score: {runAge: maybe}", "not true or false"),
    ("score: {weights: [1]}", "unknown key \"weights\""),
  ])
  func `mistakes are told`(section: String, message: String) {
    let error = #expect(throws: RuleErrors.self) { _ = try rules(section) }
    #expect(error?.errors.first?.message == message)
  }

  @Test func `a window cannot look at scores`() {
    #expect(throws: RuleErrors.self) {
      _ = try rules("", when: "count(card where score > 0.5, 1h) > 3")
    }
  }
}
