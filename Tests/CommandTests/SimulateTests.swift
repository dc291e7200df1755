import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct SimulateTests {
  private func scene<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
  }

  @Test func `the default log replays with no flag, and its alerts are held against the truth`()
    async throws
  {
    try await scene { folder in
      let made = try await monetique(
        "simulate", "--seed", "2", "--cards", "600", "--days", "2", "--rate", "cardTesting=0.2",
        "--rate",
        "binEnumeration=60", "--out", "\(folder)/log", "--truth", "\(folder)/truth", "--json")
      #expect(made.status == 0, "\(made.errorText)")
      let summary = try JSONReader().read(made.output)
      #expect(summary["schema"]?.string == "monetique-simulate/1")
      let replay = try await monetique(
        "monitor", "replay", "\(folder)/log", "--alerts", "\(folder)/alerts", "--json")
      #expect(replay.status == 0, "\(replay.errorText)")
      let evaluated = try await monetique(
        "monitor", "evaluate", "\(folder)/alerts", "--truth", "\(folder)/truth", "--json")
      #expect(evaluated.status == 0, "\(evaluated.errorText)")
      let kinds = try JSONReader().read(evaluated.output)["kinds"]
      for kind in ["cardTesting", "binEnumeration"] {
        let result = kinds?[kind]
        let injected = result?["injected"]?.int ?? 0
        #expect(injected == summary["injected"]?[kind]?.int)
        #expect(injected > 0)
        #expect(result?["detectable"]?.int == injected)
        #expect(result?["found"]?.int == injected)
      }
      let other = try await monetique(
        "simulate", "--seed", "3", "--cards", "600", "--days", "2", "--out", "\(folder)/other",
        "--truth", "\(folder)/other.truth")
      #expect(other.status == 0, "\(other.errorText)")
      let refused = try await monetique(
        "monitor", "evaluate", "\(folder)/alerts", "--truth", "\(folder)/other.truth")
      #expect(refused.status == 65)
      #expect(refused.errorText.contains("of another log than the truth"))
    }
  }

  @Test func `the help tells the rate of each kind`() async throws {
    let help = try await monetique("simulate", "--help")
    #expect(help.text.contains("for each card in 30 days: stolenCard (0.001), cardTesting"))
    #expect(help.text.contains("missingReversal (0.0001), stanGap (0.00005)."))
  }

  @Test func `makes the same files again, and other ones for another seed`() async throws {
    try await scene { folder in
      for (name, seed) in [("a", "4"), ("b", "4"), ("c", "5")] {
        let made = try await monetique(
          "simulate", "--seed", seed, "--cards", "100", "--days", "1", "--framing", "binary2",
          "--spec", "iso8583-1993-binary", "--out", "\(folder)/\(name)", "--truth",
          "\(folder)/\(name).truth", "--cards-out", "\(folder)/\(name).csv")
        #expect(made.status == 0)
      }
      func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      }
      #expect(try bytes("a") == bytes("b"))
      #expect(try bytes("a.truth") == bytes("b.truth"))
      #expect(try bytes("a.csv") == bytes("b.csv"))
      #expect(try bytes("a") != bytes("c"))
    }
  }

  @Test func `seals messages under the key of the key file`() async throws {
    try await scene { folder in
      let made = try await monetique(
        "simulate", "--cards", "50", "--days", "1", "--rate", "macFailures=0", "--out",
        "\(folder)/log", "--keys-out", "\(folder)/keys")
      #expect(made.status == 0, "\(made.errorText)")
      let log = try String(contentsOfFile: "\(folder)/log", encoding: .utf8)
      let first = try #require(log.split(separator: "\n").first).split(separator: " ")[2]
      try String(first).write(toFile: "\(folder)/message", atomically: true, encoding: .utf8)
      let key = ["--keys", "\(folder)/keys", "--master-key-file", "\(folder)/keys.master"]
      let check = try await run(
        "monetique",
        [
          "crypto", "mac", "verify", "--key", "simulated-mac", "--spec", "iso8583-1987-ascii",
          "\(folder)/message",
        ] + key)
      #expect(check.status == 0, "\(check.text)\(check.errorText)")
    }
  }

  @Test(arguments: [
    (["--rate", "stolenCard=2"], "rate of stolenCard: expected 0 to 1", 64),
    (["--rate", "stolenCard=-1"], "rate of stolenCard: expected 0 to 1", 64),
    (["--rate", "duplicate=0.5"], "rate of duplicate: expected 0 to 0.1", 64),
    (["--rate", "stollenCard=0.1"], "did you mean stolenCard?", 64),
    (["--rate", "stolenCard"], "--rate takes a kind and a number", 64),
    (["--spec", "iso8583-1987-asci"], "did you mean iso8583-1987-ascii?", 64),
    (["--framing", "binray2"], "did you mean binary2?", 64),
    (["--framing", "ascii1"], "messages of this traffic do not fit it", 64),
    (["--mix", "holidays"], "did you mean holiday?", 64),
    (["--start", "yesterday"], "--start takes a day", 64),
    (["--cards", "0"], "cards: expected 1 to", 64),
    (["--days", "0"], "days: expected 1 to 3660", 64),
    (["--pace", "0"], "payments of a card in a day", 64),
  ])
  func `refuses what it cannot make, and leaves no file`(
    options: [String], text: String, status: Int32
  ) async throws {
    try await scene { folder in
      let made = try await run(
        "monetique",
        ["simulate", "--cards", "50", "--days", "1", "--out", "\(folder)/log"] + options)
      #expect(made.status == status)
      #expect(made.errorText.contains(text), "\(made.errorText)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/log"))
    }
  }

  @Test func `writes the log alone to standard output, which a replay reads`() async throws {
    let made = try await monetique("simulate", "--cards", "60", "--days", "1", "--out", "-")
    #expect(made.status == 0)
    let replay = try await run(
      "monetique", ["monitor", "replay", "-", "--alerts", "/dev/null", "--json"],
      input: made.output)
    #expect(replay.status == 0)
    let lines = made.output.split(separator: 0x0A).count
    #expect(try JSONReader().read(replay.output)["messages"]?.int == lines)
    let refused = try await monetique(
      "simulate", "--cards", "60", "--days", "1", "--out", "/dev/null", "--truth", "-")
    #expect(refused.status == 64)
  }

  @Test func `does not write over a file without --force`() async throws {
    try await scene { folder in
      try Data("kept".utf8).write(to: URL(filePath: "\(folder)/log"))
      let options = ["simulate", "--cards", "20", "--days", "1", "--out", "\(folder)/log"]
      let refused = try await run("monetique", options)
      #expect(refused.status == 3)
      #expect(refused.errorText.contains("there already"))
      #expect(try Data(contentsOf: URL(filePath: "\(folder)/log")) == Data("kept".utf8))
      #expect(try await run("monetique", options + ["--force"]).status == 0)
    }
  }

  @Test func `says that the disk is full with 69`() async throws {
    try await scene { folder in
      let made = try await monetique(
        "simulate", "--cards", "200", "--days", "2", "--out", "/dev/full", "--truth",
        "\(folder)/truth")
      #expect(made.status == 69)
      #expect(made.errorText.contains("/dev/full: the disk is full"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/truth"))
    }
  }

  @Test func `says that alerts are of another log than the truth`() async throws {
    try await scene { folder in
      let made = try await monetique(
        "simulate", "--cards", "50", "--days", "1", "--out", "\(folder)/log", "--truth",
        "\(folder)/truth")
      #expect(made.status == 0)
      let run = try await monetique(
        "monitor", "evaluate", "TestVectors/logs/three-days.alerts.ndjson", "--truth",
        "\(folder)/truth")
      #expect(run.status == 65)
      #expect(run.errorText.contains("of another log than the truth"))
      #expect(run.errorText.contains("hint: replay the log"))
    }
  }
}
