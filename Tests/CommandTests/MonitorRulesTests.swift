import Foundation
import TestSupport
import Testing

/// The commands about rules, as an analyst types them.
@Suite struct MonitorRulesTests {
  /// Runs with a file of that text, and replaces its path in what is printed.
  private func run(
    _ arguments: [String], file text: String
  ) async throws -> (status: Int32, output: String, error: String) {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "it")
    try Data(text.utf8).write(to: file)
    let path = file.path(percentEncoded: false)
    let run = try await TestSupport.run("monetique", arguments.map { $0 == "FILE" ? path : $0 })
    return (
      run.status, run.text.replacing(path, with: "FILE"),
      run.errorText.replacing(path, with: "FILE")
    )
  }

  private let good = """
    version: 1
    lists: {unread: {mcc: [7995], until: 2026-01-31}}
    rules:
      - id: testing
        title: {en: Card testing, fr: Test de carte}
        severity: high
        when: amount <= 5.00 EUR and count(card where declined, 10m) >= 2
    """

  @Test func `check tells what a good file costs, and what is odd about it`() async throws {
    let run = try await run(
      ["monitor", "rules", "check", "FILE", "--date", "2026-03-01"], file: good)
    #expect(run.status == 0)
    #expect(run.error.isEmpty)
    #expect(
      run.output == """
        1 rules, no mistake

        subject  bytes a record  windows  conditions that windows count by
        card     128             1        declined

        note: line 2, column 9: no rule reads the list "unread"
        hint: use it, as in mcc in unread, or take it out

        note: the list "unread" no longer holds since 2026-01-31T23:00:00Z

        """)
  }

  @Test func `check tells every mistake and exits with 78`() async throws {
    let bad = good.replacing("amount <=", with: "amout <=").replacing("high", with: "hihg")
    let run = try await run(["monitor", "rules", "check", "FILE"], file: bad)
    #expect(run.status == 78)
    #expect(run.output.isEmpty)
    #expect(
      run.error == """
        error: FILE: line 6, column 15: there is no severity "hihg"
        hint: did you mean high?
        error: FILE: line 7, column 11: there is no fact, list, segment or code "amout" here
        hint: did you mean amount?

        """)
  }

  @Test func `check answers in JSON`() async throws {
    let whole = try await run(["monitor", "rules", "check", "FILE", "--json"], file: good)
    #expect(
      whole.output == """
        {"schema":"monetique-rules-check/1","valid":true,"rules":1,"lanes":[{"subject":"card",\
        "recordBytes":128,"windows":1,"conditions":["declined"]}],"findings":[{"line":2,"column":9,\
        "message":"no rule reads the list \\"unread\\"","suggestion":"use it, as in mcc in unread, \
        or take it out"}],"expiredLists":[]}

        """)
    let bad = good.replacing("amount <=", with: "amout <=")
    let refused = try await run(["monitor", "rules", "check", "FILE", "--json"], file: bad)
    #expect(refused.status == 78)
    #expect(
      refused.output == """
        {"schema":"monetique-rules-check/1","valid":false,"errors":[{"line":7,"column":11,\
        "message":"there is no fact, list, segment or code \\"amout\\" here","suggestion":\
        "did you mean amount?"}]}

        """)
    #expect(refused.error.hasPrefix("{\"code\":\"badRules\","))
  }

  @Test func `the rules that ship are good, and raise what their table says`() async throws {
    let shown = try await monetique("monitor", "rules", "show", "--default")
    #expect(shown.status == 0)
    let check = try await run(["monitor", "rules", "check", "FILE"], file: shown.text)
    #expect(check.status == 0)
    #expect(check.output.hasPrefix("17 rules, no mistake\n"))
    let table = "TestVectors/rules/default-rules.table"
    let test = try await run(
      ["monitor", "rules", "test", "FILE", "--table", table], file: shown.text)
    #expect(test.output == "30 transactions, 30 as expected, 0 not\n")
    #expect(test.status == 0)
  }

  @Test func `a table that does not come true exits with 6 and says where`() async throws {
    let table = """
      time                  card  amount    response => alerts
      2026-03-01T10:00:00Z  A     4.00 EUR  51
      +1m                   A     4.00 EUR  51       => card.testing
      """
    let run = try await run(
      [
        "monitor", "rules", "test", "Sources/TransactionMonitor/Resources/default-rules.yaml",
        "--table", "FILE",
      ], file: table)
    #expect(run.status == 6)
    #expect(
      run.output == """
        line 3: +1m                   A     4.00 EUR  51
          expected: card.testing
          raised:   no alert
        2 transactions, 1 as expected, 1 not

        """)
  }

  @Test(arguments: [
    ("time card\n2026-03-01T10:00:00Z", "line 2: 1 values, 2 columns"),
    ("time crad\n", "line 1: there is no column \"crad\""),
    ("time amount\n", "line 1: the columns time and card are missing"),
    ("time card mcc\n2026-03-01T10:00:00Z A 99999", "line 2: not a value of mcc"),
    (
      "time card\n2026-03-01T10:00:00Z A => card.tesing", "line 2: there is no rule \"card.tesing\""
    ),
    ("time card stage\n2026-03-01T10:00:00Z A answer", "line 2: an answer without a request"),
    ("# nothing\n", "no transaction in the table"),
  ])
  func `refuses a table that is none`(table: String, message: String) async throws {
    let run = try await run(
      [
        "monitor", "rules", "test", "Sources/TransactionMonitor/Resources/default-rules.yaml",
        "--table", "FILE",
      ], file: table)
    #expect(run.status == 65)
    #expect(run.error.hasPrefix("error: FILE: \(message)\n"))
  }

  private let alert = """
    {"schema":"monetique-alert/1","id":"00112233445566778899AABBCCDDEEFF","rule":"testing",\
    "severity":"high","at":"2026-03-01T10:03:00Z","card":{"token":null,"ordinal":7,"masked":\
    "497010******7893"},"subject":{"kind":"card","key":"7"},"title":{"en":"Card testing","fr":\
    "Test de carte"},"explanation":{"op":"and","value":true,"exact":true,"args":[{"op":"<=",\
    "value":true,"exact":true,"args":[{"op":"amount","value":"4.00 EUR","exact":true},{"op":\
    "5.00 EUR","value":"5.00 EUR","exact":true}]},{"op":">=","value":true,"exact":true,\
    "args":[{"op":"count(card where declined, 10m)","low":4,"high":6,\
    "exact":false},{"op":"4","value":4,"exact":\
    true}]}]},"evidence":[{"sequence":12,"offset":1200,"input":0,"stan":"000012","rrn":null}],\
    "score":null,"suppressed":2,"action":"propose block"}

    """

  @Test func `explain tells a person why, in English and in French`() async throws {
    let english = try await run(
      ["monitor", "explain", "00112233", "--alerts", "FILE"], file: alert)
    #expect(english.status == 0)
    #expect(
      english.output == """
        Card testing

        alert       00112233445566778899AABBCCDDEEFF
        rule        testing
        severity    high
        at          2026-03-01T10:03:00Z
        card        497010******7893
        about       card 7
        proposed    propose block
        kept quiet  2

        Why:
          [yes] all of
            [yes] amount (4.00 EUR) <= 5.00 EUR
            [yes] count(card where declined, 10m) (between 4 and 6) >= 4

        Evidence:
          message 12  at byte 1200  STAN 000012

        """)
    let french = try await run(
      [
        "monitor", "explain", "00112233445566778899aabbccddeeff", "--alerts", "FILE", "--lang",
        "fr",
      ],
      file: alert)
    #expect(french.output.hasPrefix("Test de carte\n\nalerte"))
    #expect(french.output.contains("[oui] count(card where declined, 10m) (entre 4 et 6) >= 4"))
  }

  @Test func `explain says that there is no such alert`() async throws {
    let run = try await run(["monitor", "explain", "FFFFFFFF", "--alerts", "FILE"], file: alert)
    #expect(run.status == 65)
    #expect(run.error.hasPrefix("error: no alert of that id in FILE\n"))
  }
}
