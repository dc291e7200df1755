import CardCore
import Foundation
import TestSupport
import Testing

/// `monetique monitor replay --scores`.
@Suite struct ScoredReplayTests {
  /// A labelled log with a folder of its own, gone when the test is.
  private final class Place {
    let folder = URL.temporaryDirectory.appending(path: "scored-\(UUID().uuidString)")

    init(isLabelled: Bool = true) throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try write(Place.log, "log.csv")
      try write(
        Place.mapping + (isLabelled ? "label: {column: fraud, knownAfter: 2d}\n" : ""), "map")
      try write(String(repeating: "5A", count: 32), "key")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("key"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String {
      folder.appending(path: name).path(percentEncoded: false)
    }

    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }

    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    func run(_ more: String...) async throws -> CommandOutcome {
      try await TestSupport.run(
        "monetique",
        [
          "monitor", "replay", path("log.csv"), "--mapping", path("map"), "--json", "--alerts",
          path("alerts"), "--token-key", path("key"),
        ] + more)
    }

    static let mapping = """
      format: csv
      id: id
      time: {column: t, unit: s, epoch: 2026-01-01T00:00:00Z}
      card: c
      terminal: k
      amount: {column: a, currency: EUR}
      rrn: id

      """

    /// A row every hour or so, some a few seconds before the row before them.
    static let log: String = {
      var random = SplitMix64(seed: 5)
      var lines = ["id,t,c,k,a,fraud"]
      for index in 0..<900 {
        let time = index * 2_400 - Int(random.next() % 3) * 20 + index % 2 * -2_390 + 5_000
        let terminal = Int(random.next() % 5)
        let isFraud = terminal == 0 && random.next() % 4 != 0
        let amount = 10 + Int(random.next() % 60)
        lines.append(
          "N\(index),\(time),card\(random.next() % 20),T\(terminal),\(amount).50,\(isFraud ? 1 : 0)"
        )
      }
      return lines.joined(separator: "\n") + "\n"
    }()
  }

  private func summary(_ run: CommandOutcome) throws -> JSONValue {
    let line = try #require(run.text.split(separator: "\n").last)
    return try JSONReader().read(String(line))
  }

  @Test func `scores come in the order of the input, a line a transaction`() async throws {
    let place = try Place()
    let run = try await place.run("--scores", place.path("scores"))
    #expect(run.status == 0)
    let lines = try place.text("scores").split(separator: "\n")
    #expect(lines.first == "id,score")
    let names = lines.dropFirst().map { String($0.prefix { $0 != "," }) }
    #expect(names == (0..<900).map { "N\($0)" })
    let scores = lines.dropFirst().compactMap {
      $0.split(separator: ",").last.flatMap { Double($0) }
    }
    #expect(scores.count == 900 && scores.allSatisfy { 0...1 ~= $0 })
    let summary = try summary(run)
    #expect(summary["scored"]?.int == 900)
    #expect((summary["labels"]?["fraud"]?.int ?? 0) > 50)
    #expect((summary["labelQueueBytes"]?.int ?? 0) % 16 == 0)
  }

  @Test func `a run that was stopped ends with the same scores, shards or not`() async throws {
    let whole = try Place()
    let expected = try await whole.run("--scores", whole.path("scores"))
    let place = try Place()
    let kept = [
      "--scores", place.path("scores"), "--checkpoint", place.path("run"), "--checkpoint-every",
      "150",
    ]
    for _ in 0..<2 {
      let run = try await place.run(
        kept[0], kept[1], kept[2], kept[3], kept[4], kept[5], "--max-state", "1")
      #expect(run.status == 75)
    }
    #expect(try place.text("scores").utf8.count < whole.text("scores").utf8.count)
    let run = try await place.run(
      kept[0], kept[1], kept[2], kept[3], kept[4], kept[5], "--shards", "3")
    #expect(run.status == 0)
    #expect(try place.text("scores") == whole.text("scores"))
    #expect(try summary(run)["stateHash"]?.string == summary(expected)["stateHash"]?.string)
  }

  @Test func `frauds told beside a log without labels are learnt`() async throws {
    let place = try Place(isLabelled: false)
    try place.write(
      "knownAt,rrn\n2026-01-05T00:00:00Z,N20\n2026-01-06T00:00:00Z,NOBODY\n", "frauds")
    let run = try await place.run(
      "--scores", place.path("scores"), "--feedback", place.path("frauds"))
    #expect(run.status == 0)
    let labels = try summary(run)["labels"]
    #expect(labels?["fraud"]?.int == 1)
    #expect(labels?["unknown"]?.int == 1)
    #expect((labels?["genuine"]?.int ?? 0) > 400)
    try place.write("knownAt,pan\n", "frauds")
    let refused = try await place.run("--feedback", place.path("frauds"))
    #expect(refused.status == 65)
    #expect(refused.errorText.contains("line 1: no such column"))
  }

  @Test func `without labels it says that habits alone are scored`() async throws {
    let place = try Place(isLabelled: false)
    let run = try await TestSupport.run(
      "monetique",
      [
        "monitor", "replay", place.path("log.csv"), "--mapping", place.path("map"), "--alerts",
        place.path("alerts"), "--scores", place.path("scores"), "--lang", "en",
      ])
    #expect(run.text.contains("no label yet: habits alone"))
  }
}
