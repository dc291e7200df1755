import Testing

@testable import TransactionMonitor

/// Each kind of mistake in a rule file outside its expressions.
@Suite struct RuleFileMistakeTests {
  private func expect(
    _ text: String, _ line: Int, _ column: Int, _ message: String, _ suggestion: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = RuleError(
      message, at: TextPosition(line: line, column: column), suggestion: suggestion)
    #expect(RuleText.errors(in: Array(text.utf8)) == [error], sourceLocation: sourceLocation)
  }

  private let good = """
    rules:
      - {id: a, title: {en: E, fr: F}, severity: low, when: recurring}

    """

  @Test func `a good file has no mistake`() {
    #expect(RuleText.errors(in: Array("version: 1\n\(good)".utf8)) == [])
  }

  @Test func `says all mistakes, in the order of the file`() {
    let text = """
      version: 1
      lists: {a: {mcc: [1]}}
      rules:
        - {id: b, title: {en: E, fr: F}, severity: hgih, when: recuring}
        - {id: b, title: {en: E}, severity: low, when: recurring}
      """
    #expect(
      RuleText.errors(in: Array(text.utf8)).map(\.description) == [
        "line 2, column 19: not a merchant category code",
        "line 4, column 46: there is no severity \"hgih\"",
        "line 4, column 58: there is no fact, list, segment or code \"recuring\" here",
        "line 5, column 10: the id \"b\" stands in line 4 too",
      ])
  }

  // MARK: - YAML

  @Test func `refuses what is no YAML`() {
    expect(
      "version: 1\nrules: [", 3, 1,
      "not YAML: while parsing a flow node, did not find expected node content",
      "check the indentation, and put quotes around a text with : # , or [ in it")
    expect("", 1, 1, "the file is empty", "a rule file begins with version: 1")
    expect(
      "version: 1\nversion: 1\n\(good)", 1, 1, "the same key stands twice in one mapping",
      "keep one of the two")
    #expect(
      RuleText.errors(in: [0x61, 0x3A, 0x20, 0x0A, 0xFF]) == [
        RuleError(
          "the file is not UTF-8", at: TextPosition(line: 2, column: 1),
          suggestion: "save it as UTF-8")
      ])
  }

  @Test func `refuses anchors before they can grow`() {
    let bomb = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    expect(
      bomb.joined(separator: "\n"), 1, 5, "anchors are not allowed",
      "repeat the value; inside a text put a blank behind the &")
    expect("a: *b", 1, 4, "aliases are not allowed", "repeat the value")
    expect(
      "version: !!int 1\n\(good)", 1, 10, "tags are not allowed", "leave out what begins with !")
    expect(
      "[a]: 1", 1, 1, "a key is a text, not a list or a mapping", "write key: value")
  }

  @Test func `refuses nesting without end`() {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    expect(
      "version: \(deep)", 1, 41, "more than 32 levels, one inside the other",
      "a rule file needs no more than six")
    let parentheses = String(repeating: "(", count: 70) + "recurring"
    expect(
      "version: 1\nrules:\n  - {id: a, title: {en: E, fr: F}, severity: low, when: "
        + "'\(parentheses + String(repeating: ")", count: 70))'}", 3, 56 + 67,
      "more than 64 levels, one inside the other", "leave out parentheses that are not needed")
  }

  @Test func `refuses a file beyond its size`() {
    let errors = RuleText.errors(in: [UInt8](repeating: 0x20, count: 1 << 20 + 1))
    #expect(
      errors.map(\.message) == ["the file has 1048577 bytes, more than 1048576"])
  }

  // MARK: - Sections

  @Test func `refuses keys that it does not know, and misses those that it needs`() {
    expect(
      "version: 1\nrule: []\n\(good)", 2, 1, "unknown key \"rule\"", "did you mean rules?")
    expect("version: 1\n", 1, 1, "the key rules is missing", "add rules: \u{2026}")
    expect("version: 2\n\(good)", 1, 10, "version is 1 in this release", "write version: 1")
    expect(
      "version: 1\nzone: Paris\n\(good)", 2, 7, "not a zone",
      "write UTC, Europe/Paris or a distance from UTC, such as +02:00")
    expect(
      "version: 1\nrules: 3", 2, 8, "expected a list of rules, found a text",
      "write - id: name, title, severity, when")
  }

  @Test func `refuses rates that are none`() {
    expect(
      "version: 1\nrates: {base: EUR, USD: -1}\n\(good)", 2, 25, "not a rate",
      "write a number over 0 with up to 9 decimals, as in 0.92")
    expect(
      "version: 1\nrates: {base: EUR, EUR: 1}\n\(good)", 2, 20,
      "the base currency has no rate", "take the line out")
    expect(
      "version: 1\nrates: {base: EUT}\n\(good)", 2, 15,
      "there is no currency \"EUT\" with decimals", "did you mean EUR?")
  }

  @Test func `refuses lists that are none`() {
    expect(
      "version: 1\nlists: {mcc: {mcc: [7995]}}\n\(good)", 2, 9, "the name \"mcc\" is taken",
      "choose another")
    expect(
      "version: 1\nlists: {l: {mcc: [7995], country: [FR]}}\n\(good)", 2, 9,
      "a list has values of one kind", "make a list of each of mcc, country")
    expect(
      "version: 1\nlists: {l: {mcc: 7995}}\n\(good)", 2, 18,
      "expected a list of codes, found a text", "write them in brackets, as in [7995]")
    expect(
      "version: 1\nlists: {l: {mcc: [7995], until: soon}}\n\(good)", 2, 33, "not a date",
      "write it as in 2027-12-31")
    expect(
      "version: 1\nlists: {2l: {mcc: [7995]}}\n\(good)", 2, 9, "not a name",
      "begin with a letter, go on with letters, digits and _")
  }

  @Test func `never repeats a card number that a list holds`() {
    let text = "version: 1\nlists: {l: {card: [4970101234567893]}}\n\(good)"
    let errors = RuleText.errors(in: Array(text.utf8))
    #expect(errors.map(\.message) == ["not a card"])
    #expect(!"\(errors)".contains("4970101234567893"))
  }

  @Test func `refuses segments that are none`() {
    expect(
      "version: 1\nsegments: {s: {default: 5, rows: [{when: mcc == 7995, value: 5.00 EUR}]}}\n"
        + good, 2, 62, "the value is an amount in EUR, the default a number",
      "give all rows the unit of the default")
    expect(
      "version: 1\nsegments: {s: {default: amount, rows: []}}\n\(good)", 2, 25,
      "expected a literal", "write a value such as 300.00 EUR, 5, 50 % or 10m")
    expect(
      "version: 1\nsegments: {s: {default: 5, rows: [{when: approved, value: 6}]}}\n\(good)", 2,
      42,
      "\"approved\" cannot stand in a segment: its rows are told apart by what requests say",
      "use mcc, country, bin, entryMode and the like")
  }

  @Test func `sets a limit to lists, rows and terms`() {
    let codes = Array(repeating: "'0000..9999'", count: 10_001).joined(separator: ",")
    expect(
      "version: 1\nlists: {l: {mcc: [\(codes)]}}\n\(good)", 2, 18,
      "10001 codes, more than 10000", "make several lists of it, or write ranges")
    let rows = Array(repeating: "{when: recurring, value: 1}", count: 101).joined(separator: ",")
    expect(
      "version: 1\nsegments: {s: {default: 5, rows: [\(rows)]}}\n\(good)", 2, 34,
      "101 rows, more than 100", "join rows of the same value by or, or by lists")
    let terms = Array(repeating: "1", count: 101).joined(separator: "+")
    let errors = RuleText.errors(in: RuleText.file(when: "\(terms) > count(card, 1h)"))
    #expect(errors.map(\.message) == ["more than 100 terms in one calculation"])
  }

  @Test func `refuses a segment in another`() {
    expect(
      "version: 1\nsegments:\n  s: {default: 5.00 EUR, rows: []}\n"
        + "  t: {default: 6.00 EUR, rows: [{when: amount > s, value: 7.00 EUR}]}\n\(good)", 4, 49,
      "a segment cannot stand in another", "write the value instead of \"s\"")
  }

  // MARK: - Rules

  private func rule(_ line: String) -> String {
    "version: 1\nrules:\n  - {id: a, title: {en: E, fr: F}, severity: low, when: recurring,\n"
      + "     \(line)}\n"
  }

  @Test func `refuses settings of a rule that are none`() {
    expect(
      rule("quiet: 30 minutes"), 4, 13, "not a duration up to 30d",
      "write it as in 30m, 24h or 7d")
    expect(
      rule("action: block"), 4, 14, "there is no action \"block\"",
      "write one of notify, propose lock, propose block, propose oppose")
    expect(rule("shadow: yes"), 4, 14, "expected true or false", "write shadow: true")
    expect(
      rule("on: authorisation"), 4, 10, "there is no moment \"authorisation\"",
      "did you mean authorization?")
    expect(
      rule("subject: crad"), 4, 15, "there is no subject \"crad\"", "did you mean card?")
    expect(
      rule("snooze: [{key: 4970101234567893, until: 2027-12-31}]"), 4, 21,
      "not the key of a card",
      "write it as alerts do: 00112233445566778899AABBCCDDEEFF, its token")
    expect(
      rule("snoze: []"), 4, 6, "unknown key \"snoze\"", "did you mean snooze?")
    expect(
      "version: 1\nrules:\n  - {id: a b, title: {en: E, fr: F}, severity: low, when: recurring}",
      3, 10, "not an id", "write up to 64 letters, digits, dots, dashes and _, as in card.testing")
    expect(
      "version: 1\nrules:\n  - {id: a, title: {en: E}, severity: low, when: recurring}",
      3, 20, "the key fr is missing", "add fr: \u{2026}")
  }

  @Test func `names the conditions where a subject has too many`() {
    let conditions = (0..<17).map { "count(card where mcc == \(5000 + $0), 1h) >= 2" }
    let errors = RuleText.errors(in: RuleText.file(rules: conditions))
    #expect(errors.count == 1)
    #expect(errors.first?.position == TextPosition(line: 19, column: 5))
    #expect(
      errors.first?.message.hasPrefix(
        "17 conditions on card, at most 16: (mcc == 5000), (mcc == 5001)") == true)
    #expect(errors.first?.suggestion == "let aggregates share conditions, or take rules out")
  }

  @Test func `names the bytes where a record is too large`() {
    let conditions = (1...15).map { "distinct(merchant of card, \($0)d) >= 50" }
    let errors = RuleText.errors(in: RuleText.file(rules: conditions))
    #expect(errors.count == 1)
    #expect(errors.first?.message.contains("bytes, at most") == true)
  }

  // MARK: - Places

  @Test func `finds the place in a condition of several lines`() {
    let text = """
      version: 1
      rules:
        - id: a
          title: {en: E, fr: F}
          severity: low
          when: >
            amount > 5.00 EUR

            and count(card, 10m) > 5.00 EUR
        - id: b
          title: {en: E, fr: F}
          severity: low
          when: 'merchant == "O''Neill"
            and recuring'
      """
    let positions = RuleText.errors(in: Array(text.utf8)).map(\.position)
    #expect(positions == [TextPosition(line: 9, column: 28), TextPosition(line: 14, column: 11)])
  }
}
