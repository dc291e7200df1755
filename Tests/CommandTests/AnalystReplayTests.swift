import CardCore
import Foundation
import TestSupport
import Testing

/// What an analyst asks of a replay beside its alerts: rules on trial, snoozes, the series.
@Suite struct AnalystReplayTests {
  private static let log = "TestVectors/logs/three-days.iso"

  private final class Place {
    let folder: URL

    init() throws { folder = try temporaryFolder() }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String {
      folder.appending(path: name).path(percentEncoded: false)
    }

    func write(_ text: String, _ name: String, permissions: Int = 0o644) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
      try FileManager.default.setAttributes(
        [.posixPermissions: permissions], ofItemAtPath: path(name))
    }

    func text(_ name: String) throws -> String {
      try String(contentsOfFile: path(name), encoding: .utf8)
    }

    func replay(_ more: String...) async throws -> CommandOutcome {
      try await TestSupport.run("monetique", ["monitor", "replay", AnalystReplayTests.log] + more)
    }
  }

  private static let rules = """
    version: 1
    rules:
      - id: terminal.declined
        title: {en: Declined, fr: Refusé}
        severity: high
        on: answer
        subject: terminal
        when: declined and amount >= 100.00 EUR
        shadow: true
      - id: terminal.large
        title: {en: Large, fr: Gros}
        severity: low
        subject: terminal
        when: amount >= 30.00 EUR and terminal == "TERM0006"
    """

  private func summary(_ run: CommandOutcome) throws -> JSONValue {
    try JSONReader().read(String(try #require(run.text.split(separator: "\n").last)))
  }

  @Test func `a rule on trial is counted apart and is no reason to fail`() async throws {
    let place = try Place()
    try place.write(Self.rules, "rules")
    let run = try await place.replay(
      "--rules", place.path("rules"), "--fail-on", "high", "--json", "--alerts", place.path("out"))
    #expect(run.status == 0)
    let alerts = try #require(try summary(run)["alerts"])
    #expect(alerts["bySeverity"]?["high"]?.int == 0)
    #expect(alerts["byRule"]?["terminal.declined"] == nil)
    let onTrial = try #require(alerts["shadow"]?["byRule"]?["terminal.declined"]?.int)
    #expect(onTrial > 0)
    let lines = try place.text("out").split(separator: "\n")
    let shadows = lines.filter { $0.contains(#""rule":"terminal.declined""#) }
    #expect(shadows.count == onTrial)
    #expect(shadows.allSatisfy { $0.contains(#""shadow":true"#) })
    #expect(!lines.contains { $0.contains("terminal.large") && $0.contains("shadow") })
    try place.write(Self.rules.replacing("    shadow: true\n", with: ""), "rules")
    #expect(try await place.replay("--rules", place.path("rules"), "--fail-on", "high").status == 5)
  }

  @Test func `a snoozed terminal is silent until the day, and is counted`() async throws {
    let place = try Place()
    try place.write(Self.rules, "rules")
    func alerts(_ snoozes: String) async throws -> (lines: [Substring], summary: JSONValue) {
      try place.write("version: 1\nsnoozes: [\(snoozes)]\n", "snoozes")
      let run = try await place.replay(
        "--rules", place.path("rules"), "--snoozes", place.path("snoozes"), "--json")
      #expect(run.status == 0)
      let lines = run.text.split(separator: "\n").filter {
        $0.contains(#""terminal":"TERM0006""#) && $0.contains("terminal.large")
      }
      return (lines, try summary(run))
    }
    let all = try await alerts("")
    let days = Set(all.lines.compactMap { $0.firstMatch(of: /"at":"([0-9-]+)T/)?.1 })
    #expect(days.count > 1)
    let key = "key: 12345/TERM0006, by: A. Martin, reason: being installed"
    let some = try await alerts("{rule: terminal.large, \(key), until: 2026-03-02}")
    #expect(some.lines.count < all.lines.count)
    #expect(!some.lines.contains { $0.contains(#""at":"2026-03-02T1"#) })
    #expect(
      some.summary["alerts"]?["snoozed"]?["terminal.large"]?.int
        == all.lines.count - some.lines.count)
    let none = try await alerts("{subject: terminal, \(key), until: 2026-12-31}")
    #expect(none.lines.isEmpty)
  }

  @Test(arguments: [
    (
      "{rule: terminal.larg, key: TERM0006, until: 2026-12-31, by: A, reason: b}",
      "line 2, column 18: there is no rule \"terminal.larg\"", "did you mean terminal.large?"
    ),
    (
      "{rule: terminal.large, key: TERM0006, until: 2026-12-31, by: A}",
      "the key reason is missing", "add reason"
    ),
    (
      "{key: TERM0006, until: 2026-12-31, by: A, reason: b}",
      "for one rule or for one kind of subject", "write rule: card.testing"
    ),
    (
      "{subject: card, key: 4970101234567893, until: 2026-12-31, by: A, reason: b}",
      "not the key of a card", "its token"
    ),
    (
      "{subject: terminl, key: TERM0006, until: 2026-12-31, by: A, reason: b}",
      "there is no subject \"terminl\"", "did you mean terminal?"
    ),
    (
      "{subject: terminal, key: TERM0006, until: soon, by: A, reason: b}",
      "column 53: not a date", "2027-12-31"
    ),
    (
      "{subject: terminal, key: TERM0006, until: 2026-12-31, by: A, reason: b, ruel: c}",
      "unknown key \"ruel\"", "did you mean rule?"
    ),
  ])
  func `a mistake in a snooze file is told with its place`(
    entry: String, words: String, hint: String
  ) async throws {
    let place = try Place()
    try place.write(Self.rules, "rules")
    try place.write("version: 1\nsnoozes: [\(entry)]\n", "snoozes")
    let run = try await place.replay(
      "--rules", place.path("rules"), "--snoozes", place.path("snoozes"))
    #expect(run.status == 78)
    #expect(run.errorText.contains(words), "\(run.errorText)")
    #expect(run.errorText.contains(hint), "\(run.errorText)")
    #expect(!run.errorText.contains("4970101234567893"))
  }

  @Test func `an alert's subject is snoozed by the alert's id`() async throws {
    let place = try Place()
    try place.write(Self.rules, "rules")
    let rules = ["--rules", place.path("rules")]
    let log = ["monitor", "replay", Self.log] + rules
    let run = try await TestSupport.run("monetique", log + ["--alerts", place.path("alerts")])
    #expect(run.status == 0)
    let all = try place.text("alerts").split(separator: "\n")
    let alert = try #require(all.first { $0.contains("terminal.large") })
    let id = try #require(try JSONReader().read(String(alert))["id"]?.string)
    let common = [
      "--alerts", place.path("alerts"), "--until", "2026-12-31", "--by", "A. \"Z\" Martin",
      "--reason", "new: tested # daily", "--into", place.path("snoozes"),
    ]
    let dry = try await TestSupport.run("monetique", ["monitor", "snooze", id, "-n"] + common)
    #expect(
      dry.text == #"""
        {rule: "terminal.large", key: "12345/TERM0006", until: "2026-12-31", \#
        by: "A. \"Z\" Martin", reason: "new: tested # daily"}

        """#)
    #expect(!FileManager.default.fileExists(atPath: place.path("snoozes")))
    let other = String(id.prefix(8))
    for arguments in [[id], [other, "--every-rule"]] {
      let run = try await TestSupport.run("monetique", ["monitor", "snooze"] + arguments + common)
      #expect(run.status == 0, "\(run.errorText)")
    }
    let snoozed = try await TestSupport.run(
      "monetique", log + ["--snoozes", place.path("snoozes")])
    #expect(snoozed.status == 0, "\(snoozed.errorText)")
    #expect(!snoozed.text.contains("terminal.large"))
    #expect(!snoozed.text.contains(#""key":"12345/TERM0006""#))
    try place.write("version: 1\nsnoozes: []\n", "snoozes")
    let refused = try await TestSupport.run("monetique", ["monitor", "snooze", id] + common)
    #expect(refused.status == 78)
    #expect(try place.text("snoozes") == "version: 1\nsnoozes: []\n")
  }

  @Test func `a disk that is full costs none of the snoozes that a file has`() async throws {
    let place = try Place()
    let alert =
      #"{"id":"1D9BE4B7","rule":"terminal.large","subject":{"kind":"terminal","key":"1/T"}}"#
    try place.write(alert + "\n", "alerts")
    try place.write("version: 1\nsnoozes:\n", "snoozes", permissions: 0o640)
    let words = [
      "monitor", "snooze", "1D9BE4B7", "--alerts", place.path("alerts"), "--until", "2026-12-31",
      "--by", "A", "--reason", "known", "--into", place.path("snoozes"),
    ]
    let full = try await TestSupport.run("monetique", words, isDiskFull: true)
    #expect(full.status == 69)
    #expect(!full.wasSignalled)
    #expect(try place.text("snoozes") == "version: 1\nsnoozes:\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path).count == 2)
    #expect(try await TestSupport.run("monetique", words).status == 0)
    #expect(try place.text("snoozes").hasPrefix("version: 1\nsnoozes:\n  - {rule: "))
    let attributes = try FileManager.default.attributesOfItem(atPath: place.path("snoozes"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test func `a card without a token, a date that is none and no reason are refused`()
    async throws
  {
    let place = try Place()
    let alerts = "TestVectors/logs/three-days.alerts.ndjson"
    let cases: [(until: String, reason: String, status: Int32, words: String)] = [
      ("2026-12-31", "known", 65, "no token"), ("soon", "known", 64, "takes a date"),
      ("2026-12-31", "", 64, "--reason is empty"),
    ]
    for one in cases {
      let run = try await TestSupport.run(
        "monetique",
        [
          "monitor", "snooze", "C9F9F1B8", "--alerts", alerts, "--until", one.until, "--by", "A",
          "--reason", one.reason, "--into", place.path("snoozes"),
        ])
      #expect(run.status == one.status)
      #expect(run.errorText.contains(one.words), "\(run.errorText)")
      #expect(!FileManager.default.fileExists(atPath: place.path("snoozes")))
    }
  }

  @Test func `a threshold that depends on category, country and BIN is explained by its value`()
    async throws
  {
    let place = try Place()
    try place.write(
      """
      version: 1
      segments:
        large:
          default: 1000.00 EUR
          rows:
            - {when: bin in 424242 and mcc == 5411, value: 41.00 EUR}
            - {when: country == FR and mcc == 6011, value: 100.00 EUR}
      rules:
        - id: large
          title: {en: Large, fr: Gros}
          severity: low
          when: amount >= large
      """, "rules")
    let run = try await place.replay("--rules", place.path("rules"))
    #expect(run.status == 0)
    var thresholds: Set<String> = []
    for line in run.text.split(separator: "\n") {
      let alert = try JSONReader().read(String(line))
      let transaction = try #require(alert["transaction"])
      let isGrocer = transaction["mcc"]?.string == "5411"
      let sides = try #require(alert["explanation"]?["args"]?.array)
      #expect(sides[1]["op"]?.string == "large")
      let threshold = try #require(sides[1]["value"]?.string)
      #expect(threshold == (isGrocer ? "41.00 EUR" : "100.00 EUR"))
      #expect(!isGrocer || alert["card"]?["masked"]?.string?.hasPrefix("424242") == true)
      thresholds.insert(threshold)
    }
    #expect(thresholds == ["41.00 EUR", "100.00 EUR"])
  }

  @Test func `the series is the same for any shards and after a stop`() async throws {
    let place = try Place()
    try place.write(String(repeating: "5A", count: 32), "key", permissions: 0o600)
    for (index, shards) in ["1", "3"].enumerated() {
      let run = try await place.replay(
        "--series", place.path("series\(index)"), "--shards", shards, "--alerts",
        place.path("alerts"))
      #expect(run.status == 0)
    }
    let series = try place.text("series0")
    #expect(try place.text("series1") == series)
    #expect(
      series.hasPrefix(
        #"{"schema":"monetique-series/1","from":"2026-03-02T07:00:00Z","to":"#
          + #""2026-03-04T23:00:00Z","bucketMilliseconds":900000,"buckets":256,"outside":0,"#
          + #""requests":1671,"approved":1615,"declined":56,"unanswered":0,"#
          + #""reversals":0,"others":0,"#
          + #""amounts":{"EUR":{"requests":1671,"requestedMinor":6316378,"#
          + #""approvedMinor":6098427}},"#
          + #""responseCodes":{"000":1615,"116":50,"117":3,"208":3}}"# + "\n"))
    let kept = [
      "--series", place.path("kept"), "--alerts", place.path("keptAlerts"), "--token-key",
      place.path("key"), "--checkpoint", place.path("run"), "--checkpoint-every", "500",
    ]
    let arguments = ["monitor", "replay", Self.log] + kept
    #expect(try await TestSupport.run("monetique", arguments + ["--max-state", "1"]).status == 75)
    for _ in 0..<2 {
      #expect(try await TestSupport.run("monetique", arguments).status == 0)
      #expect(try place.text("kept") == series)
    }
  }
}
