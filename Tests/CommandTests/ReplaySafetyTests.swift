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
    rules: String = "version: 1\n", _ arguments: [String],
    check: (URL, CommandOutcome) throws -> Void
  ) async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in [("log.csv", Self.log), ("map.yaml", Self.mapping), ("rules.yaml", rules)] {
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
