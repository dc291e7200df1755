import CardCore
import Foundation
import TestSupport
import Testing

/// What a replay must not cost, and what it must not keep to itself.
@Suite struct ReplaySafetyTests {
  private static let mapping = """
    format: csv
    time: when
    card: card
    amount: {column: amount, currency: EUR}
    """
  private static let log = """
    when,card,amount
    2026-03-02T10:00:00Z,C1,250
    2026-03-02T10:00:01Z,C2,1

    """

  /// Runs in a folder with a log, a mapping and a rule file.
  private func replay(
    rules: String = "version: 1\n", mapping: String = mapping, log: String = log,
    _ arguments: [String],
    check: (URL, CommandOutcome) throws -> Void
  ) async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in [("log.csv", log), ("map.yaml", mapping), ("rules.yaml", rules)] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let path = folder.path(percentEncoded: false) + "/"
    let words = arguments.map { $0.replacingOccurrences(of: "@", with: path) }
    let run = try await TestSupport.run(
      "monetique",
      ["monitor", "replay", path + "log.csv", "--mapping", path + "map.yaml"] + words)
    try check(folder, run)
  }

  @Test(arguments: [
    ["--alerts", "@log.csv"], ["--quarantine", "@log.csv"], ["--alerts", "@map.yaml"],
    ["--alerts", "@link.csv"], ["--alerts", "@a", "--quarantine", "@a"],
  ])
  func `an output that is read or written already is refused and left as it was`(
    _ arguments: [String]
  ) async throws {
    try await replay(arguments.map { $0 == "@link.csv" ? "@./log.csv" : $0 }) { folder, run in
      #expect(run.status == 64)
      #expect(run.errorText.contains("hint: name another file"))
      let log = try String(contentsOf: folder.appending(path: "log.csv"), encoding: .utf8)
      #expect(log == Self.log)
    }
  }

  @Test func `a mapping that names no column of the log is a mistake of the mapping`() async throws
  {
    let mapping = Self.mapping.replacing("card: card", with: "card: cart")
    try await replay(mapping: mapping, ["--json"]) { folder, run in
      #expect(run.status == 78)
      let error = try JSONReader().read(run.errorText)
      #expect(error["code"]?.string == "missingColumn")
      #expect(error["message"]?.string?.hasSuffix("the log has no column cart") == true)
      #expect(
        error["hint"]?.string == "did you mean card? its columns are when, card, amount")
      #expect(error["path"]?.string == folder.path(percentEncoded: false) + "/map.yaml")
    }
  }

  @Test func `a row that lacks a cell is put aside`() async throws {
    let log = Self.log + "2026-03-02T10:00:02Z,C3\n"
    try await replay(log: log, ["--json", "--quarantine", "@q"]) { folder, run in
      #expect(run.status == 0)
      let written = try String(contentsOf: folder.appending(path: "q"), encoding: .utf8)
      #expect(written.contains("\"code\":\"columnCount\""))
    }
  }

  @Test(arguments: [
    ("format: csv\ntime: when\ncrad: card\n", 23, "line 3, column 1"),
    (#"{"format": "csv", "time": "when", "crad": "card"}"#, 34, "line 1, column 35"),
    (#"{"format": "csv", "time": {"column": "when", "unit": "fortnight"}}"#, 53, "column 54"),
    ("format: csv\ntime: {column: é, unit: x}\n", 37, "line 2, column 25"),
    ("format: csv\ntime: [a\n", 21, "line 3, column 1"),
  ])
  func `a mistake in a mapping is told with its line, column and byte`(
    _ text: String, _ offset: Int, _ words: String
  ) async throws {
    try await replay(mapping: text, ["--json"]) { _, run in
      #expect(run.status == 78)
      let error = try JSONReader().read(run.errorText)
      #expect(error["code"]?.string == "badMapping")
      #expect(error["message"]?.string?.contains(words) == true, "\(run.errorText)")
      #expect(error["offset"]?.int == offset, "\(run.errorText)")
    }
  }

  @Test func `an output in no folder is no missing input`() async throws {
    try await replay(["--alerts", "@none/alerts"]) { _, run in
      #expect(run.status == 69)
      #expect(run.errorText.contains("there is no such folder to write in"))
    }
  }

  @Test func `the summary counts the rows that a rule could not decide`() async throws {
    let rules = """
      version: 1
      rules:
        - id: far.terminal
          title: {en: A, fr: A}
          severity: low
          when: country == US
      """
    try await replay(rules: rules, ["--rules", "@rules.yaml", "--json"]) { _, run in
      let line = try #require(run.text.split(separator: "\n").last)
      #expect(try JSONReader().read(String(line))["undecided"]?["far.terminal"]?.int == 2)
    }
  }
}
