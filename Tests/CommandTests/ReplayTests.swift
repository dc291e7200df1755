import CardCore
import Foundation
import TestSupport
import Testing

/// `monetique monitor replay` on the sample log, and on everything that is none.
@Suite struct ReplayTests {
  private static let log = "TestVectors/logs/three-days.iso"

  private func replay(
    _ arguments: [String], input: [UInt8] = []
  ) async throws -> CommandOutcome {
    try await TestSupport.run("monetique", ["monitor", "replay"] + arguments, input: input)
  }

  private func summary(_ run: CommandOutcome) throws -> JSONValue {
    let line = try #require(run.text.split(separator: "\n").last)
    return try JSONReader().read(String(line))
  }

  @Test func `the sample log raises the alerts that are known`() async throws {
    let run = try await replay([Self.log])
    #expect(run.status == 0)
    #expect(run.text == (try Repository.text(of: "TestVectors/logs/three-days.alerts.ndjson")))
    #expect(run.errorText.contains("framing binary2, spec iso8583-1993-ascii"))
    for rule in [
      "card.testing", "card.velocity", "card.travel", "card.fallback", "card.capture", "card.pin",
    ] {
      #expect(run.text.contains("\"rule\":\"\(rule)\""), "\(rule)")
    }
  }

  @Test func `alerts and state are the same for any shards, threads, pieces and inputs`()
    async throws
  {
    let first = try await replay([Self.log, "--json"])
    let alerts = first.text.split(separator: "\n").dropLast()
    let hash = try #require(summary(first)["stateHash"]?.string)
    for options in [
      ["--shards", "2"], ["--shards", "5", "--threads", "2"], ["--threads", "3"],
    ] {
      let run = try await replay([Self.log, "--json"] + options)
      #expect(run.text.split(separator: "\n").dropLast() == alerts)
      #expect(try summary(run)["stateHash"]?.string == hash)
    }
    let piped = try await replay(["-", "--json"], input: try Repository.bytes(of: Self.log))
    #expect(piped.text.split(separator: "\n").dropLast() == alerts)
  }

  @Test func `the summary has what programs rely on`() async throws {
    let summary = try summary(try await replay([Self.log, "--json"]))
    #expect(
      summary.object.map { Array($0.names.prefix(12)) } == [
        "schema", "messages", "transactions", "quarantined", "late", "alerts", "seconds",
        "transactionsPerSecond", "cards", "terminals", "stateBytes", "stateHash",
      ])
    #expect(summary["quarantined"]?.int == 0)
    let messages = try #require(summary["messages"]?.int)
    #expect(summary["transactions"]?.int == messages / 2)
  }

  @Test func `no card number is in alerts, quarantine or errors`() async throws {
    var bytes = try Repository.bytes(of: Self.log)
    for index in stride(from: 5_000, to: 60_000, by: 997) { bytes[index] ^= 0x55 }
    let folder = URL.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let quarantine = folder.appending(path: "q").path(percentEncoded: false)
    let run = try await replay(["-", "--quarantine", quarantine, "--json"], input: bytes)
    #expect(run.status == 0)
    let written = try String(contentsOfFile: quarantine, encoding: .utf8)
    #expect(written.contains("\"schema\":\"monetique-quarantine/1\""))
    let pan = /(?:424242|411111|555555)[0-9]{7,}/
    for text in [run.text, run.errorText, written] { #expect(text.firstMatch(of: pan) == nil) }
  }

  @Test func `alerts of a severity that is asked for end with 5`() async throws {
    #expect(try await replay([Self.log, "--fail-on", "high"]).status == 5)
    #expect(try await replay([Self.log, "--fail-on", "critical"]).status == 0)
  }

  @Test func `what is no log, or is none that can be read, is refused in clear words`()
    async throws
  {
    let cases: [(arguments: [String], input: [UInt8], status: Int32, words: String)] = [
      (["-"], [], 65, "no message"),
      (["-"], Array("no log at all\n".utf8), 65, "no framing and no spec"),
      (["-"], Array("a,b\n1,2\n".utf8), 64, "need --mapping"),
      (["no-such-file"], [], 66, "no such file"),
      ([Self.log, "--alerts", "/dev/full"], [], 69, "the disk is full"),
      ([Self.log, "--mapping", "Package.swift"], [], 78, "line "),
      ([Self.log, "--rules", "Package.swift"], [], 78, "line "),
      ([Self.log, "--spec", "iso8583-1994"], [], 64, "no spec is called"),
      ([Self.log, "--spec", "iso8583-2003-binary", "--framing", "binary2"], [], 65, "can be read"),
      ([Self.log, "--framing", "binary3"], [], 64, "no framing is called"),
      ([Self.log, "--input", "hexline"], [], 64, "no input is called"),
      ([Self.log, "--threads", "0"], [], 64, "--threads takes 1 to 64"),
      ([Self.log, "--shards", "65"], [], 64, "--shards takes 1 to 64"),
      ([Self.log, "--zone", "Mars"], [], 64, "no zone is called"),
      ([Self.log, "--lateness", "soon"], [], 64, "takes a duration"),
      ([Self.log, "--fail-on", "hihg"], [], 64, "did you mean high?"),
      ([Self.log, "--quarantine-raw"], [], 64, "needs --quarantine"),
      ([Self.log, "--token-key", "Package.swift"], [], 78, "Package.swift"),
    ]
    for one in cases {
      let run = try await replay(one.arguments, input: one.input)
      #expect(run.status == one.status, "\(one.arguments)")
      #expect(run.errorText.contains(one.words), "\(one.arguments): \(run.errorText)")
    }
  }
}
