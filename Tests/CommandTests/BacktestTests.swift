import CardCore
import Foundation
import TestSupport
import Testing

@testable import MonetiqueCLI

/// `monetique monitor backtest`: what other rules would have found, held against replays under
/// each.
@Suite struct BacktestTests {
  private static let log = "TestVectors/logs/three-days.iso"

  private final class Place {
    let folder: URL

    init() throws { folder = try temporaryFolder() }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String {
      folder.appending(path: name).path(percentEncoded: false)
    }

    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }

    func lines(_ name: String) throws -> [String] {
      try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n").map(
        String.init)
    }
  }

  /// The rules of today: one is changed in the new ones, one goes, one comes.
  private static let old = """
    version: 1
    rules:
      - id: terminal.large
        title: {en: Large amount, fr: Gros montant}
        severity: low
        subject: terminal
        when: amount >= 60.00 EUR and terminal == "TERM0006"
        quiet: 1h
      - id: card.declined
        title: {en: Declined, fr: Refusée}
        severity: info
        on: answer
        when: declined and amount >= 50.00 EUR
      - id: card.often
        title: {en: Used often, fr: Très utilisée}
        severity: medium
        when: count(card, 10m) >= 4
    """

  private static let new = """
    version: 1
    rules:
      - id: terminal.large
        title: {en: Large amount, fr: Gros montant}
        severity: low
        subject: terminal
        when: amount >= 45.00 EUR and terminal == "TERM0006"
        quiet: 1h
      - id: card.declined
        title: {en: Declined, fr: Refusée}
        severity: info
        on: answer
        when: declined and amount >= 50.00 EUR
      - id: card.wrong.pin
        title: {en: Wrong PIN, fr: Code faux}
        severity: high
        on: answer
        when: responseCode == "117"
    """

  private func backtest(_ place: Place, _ more: String...) async throws -> CommandOutcome {
    try place.write(Self.old, "old.yaml")
    try place.write(Self.new, "new.yaml")
    return try await TestSupport.run(
      "monetique",
      [
        "monitor", "backtest", Self.log, "--rules", place.path("old.yaml"), "--against",
        place.path("new.yaml"),
      ] + more)
  }

  /// The alerts of a replay under one rule file: id by id.
  private func replayed(_ place: Place, _ rules: String) async throws -> [String] {
    let run = try await TestSupport.run(
      "monetique", ["monitor", "replay", Self.log, "--rules", place.path(rules)])
    return try run.text.split(separator: "\n")
      .map { try JSONReader().read(String($0)) }
      .filter { $0["schema"]?.string == "monetique-alert/1" }
      .compactMap { $0["id"]?.string }
  }

  @Test func `what is told is what a replay under each rule file finds`() async throws {
    let place = try Place()
    let run = try await backtest(
      place, "--json", "--new", place.path("new"), "--lost", place.path("lost"))
    #expect(run.status == 0, "\(run.errorText)")
    let found = try JSONReader().read(run.text)
    let before = try await replayed(place, "old.yaml")
    let after = try await replayed(place, "new.yaml")
    let same = Set(before).intersection(after)
    let counts = try #require(found["alerts"])
    #expect(counts["before"]?.int == before.count)
    #expect(counts["after"]?.int == after.count)
    #expect(counts["same"]?.int == same.count)
    let moved = try #require(counts["moved"]?.int)
    #expect(moved > 0)
    let (new, lost) = (try place.lines("new"), try place.lines("lost"))
    #expect(counts["new"]?.int == new.count)
    #expect(counts["lost"]?.int == lost.count)
    #expect(new.count + moved + same.count == after.count)
    #expect(lost.count + moved + same.count == before.count)
    #expect(!new.isEmpty && !lost.isEmpty)
    for (lines, side) in [(new, after), (lost, before)] {
      for line in lines {
        let id = try #require(try JSONReader().read(line)["id"]?.string)
        #expect(side.contains(id) && !same.contains(id))
      }
    }
    #expect(run.errorText.contains("only in the old"))
  }

  @Test func `rules, days and examples are told`() async throws {
    let found = try JSONReader().read(try await backtest(try Place(), "--json").text)
    let rules = try #require(found["rules"]?.array)
    #expect(
      rules.map { "\($0["rule"]?.string ?? "") \($0["change"]?.string ?? "")" } == [
        "terminal.large changed", "card.declined same", "card.wrong.pin added",
        "card.often removed",
      ])
    for name in ["before", "after", "same", "moved", "new", "lost"] {
      let total = found["alerts"]?[name]?.int
      #expect(rules.reduce(0) { $0 + ($1[name]?.int ?? 0) } == total, "\(name)")
      let days = try #require(found["days"]?.array)
      #expect(days.reduce(0) { $0 + ($1[name]?.int ?? 0) } == total, "\(name)")
      let cells = days.flatMap { $0["rules"]?.object?.members ?? [] }
      #expect(cells.reduce(0) { $0 + ($1.value[name]?.int ?? 0) } == total, "\(name)")
    }
    let examples = try #require(rules[0]["examples"]?["new"]?.array)
    #expect(examples.count == min(3, rules[0]["new"]?.int ?? 0))
    #expect(examples.first?["schema"]?.string == "monetique-alert/1")
    let kept = try #require(found["layout"]?["old"]?.array)
    #expect(kept.compactMap(\.string).contains { $0.contains("count") })
    #expect(found["layout"]?["same"]?.bool == false)
  }

  @Test func `the same rules find the same, with shards too`() async throws {
    let run = try await TestSupport.run(
      "monetique",
      [
        "monitor", "backtest", Self.log, "--against",
        "Sources/TransactionMonitor/Resources/default-rules.yaml", "--shards", "2",
      ])
    #expect(run.status == 0)
    #expect(
      run.text.hasPrefix(
        """
        transactions   1671
        alerts before  8
        alerts after   8

        rule                    change  before  after  same  moved  new  lost
        card.velocity                        2      2     2      0    0     0

        """))
    #expect(
      run.text.hasSuffix(
        """
        all                                  8      8     8      0    0     0

        day         before  after  same  moved  new  lost
        2026-03-03       8      8     8      0    0     0

        """))
    #expect(!run.errorText.contains("only in the old"))
  }

  @Test func `a mistake in either rule file is told with its name and place`() async throws {
    let place = try Place()
    try place.write(Self.old.replacing("count(card", with: "cuont(card"), "wrong.yaml")
    try place.write(Self.new, "right.yaml")
    for (first, second) in [("wrong", "right"), ("right", "wrong")] {
      let run = try await TestSupport.run(
        "monetique",
        [
          "monitor", "backtest", Self.log, "--rules", place.path("\(first).yaml"), "--against",
          place.path("\(second).yaml"),
        ])
      #expect(run.status == 78)
      #expect(run.errorText.contains("wrong.yaml: line 17, column 11"), "\(run.errorText)")
    }
    let absent = try await TestSupport.run(
      "monetique", ["monitor", "backtest", Self.log, "--against", "no-such-file"])
    #expect(absent.status == 66)
    let run = try await backtest(place, "--new", place.path("new.yaml"))
    #expect(run.status == 64)
    #expect(run.errorText.contains("which is read"))
  }

  @Test func `the schema names what is written`() async throws {
    let found = try JSONReader().read(try await backtest(try Place(), "--json").text)
    let schema = try JSONReader().read(BacktestReport.schema)
    #expect(
      found.object.map { Array($0.names) } == schema["properties"]?.object.map { Array($0.names) })
    for (name, value) in [("rule", found["rules"]), ("day", found["days"])] {
      let properties = schema["$defs"]?[name]?["properties"]?.object
      #expect(value?.array?.first?.object.map { Set($0.names) } == properties.map { Set($0.names) })
    }
  }
}
