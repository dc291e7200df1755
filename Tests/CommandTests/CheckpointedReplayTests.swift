import CardCore
import Foundation
import TestSupport
import Testing

/// `monetique monitor replay --checkpoint`: what it goes on from, and what it refuses.
@Suite struct CheckpointedReplayTests {
  /// A replay of the sample log with a folder of its own, gone when the test is.
  private final class Place {
    let folder = URL.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)")
    var inputs = ["TestVectors/logs/three-days.iso"]
    var options: [String] = ["--checkpoint-every", "500"]
    var input: [UInt8] = []

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try writeKey(String(repeating: "5A", count: 32))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String {
      folder.appending(path: name).path(percentEncoded: false)
    }

    func writeKey(_ text: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: "key"))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("key"))
    }

    func bytes(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: folder.appending(path: name)))
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: folder.appending(path: name))
    }

    func run(_ more: String...) async throws -> CommandOutcome {
      try await TestSupport.run(
        "monetique",
        ["monitor", "replay"] + inputs + [
          "--json", "--alerts", path("alerts"), "--quarantine", path("quarantine"),
          "--token-key", path("key"), "--checkpoint", path("run"),
        ] + options + more, input: input)
    }

    /// Stops at the first checkpoint, as any state is over the limit.
    func stop() async throws {
      let run = try await run("--max-state", "1")
      #expect(run.status == 75)
      #expect(run.errorText.contains("stopped at a checkpoint"))
    }
  }

  /// The summary without what time and memory make of it.
  private func found(_ run: CommandOutcome) throws -> String {
    let line = try #require(run.text.split(separator: "\n").last)
    return String(line).replacing(
      /"(?:seconds|transactionsPerSecond|stateBytes)":[0-9.e+-]+,/, with: "")
  }

  @Test func `a run that was stopped goes on and ends as one that was not`() async throws {
    let whole = try Place()
    let expected = try await whole.run()
    #expect(expected.status == 0)
    let place = try Place()
    try await place.stop()
    try await place.stop()
    #expect(try place.bytes("alerts").count < whole.bytes("alerts").count)
    let run = try await place.run("--shards", "2")
    #expect(run.status == 0)
    #expect(try found(run) == found(expected))
    #expect(try place.bytes("alerts") == whole.bytes("alerts"))
    #expect(FileManager.default.fileExists(atPath: place.path("run/checkpoint.previous")))
  }

  @Test func `a finished run does nothing and says the same`() async throws {
    let place = try Place()
    let first = try await place.run()
    let checkpoint = try place.bytes("run/checkpoint")
    let second = try await place.run()
    #expect(second.status == 0)
    #expect(try found(second) == found(first))
    #expect(try place.bytes("run/checkpoint") == checkpoint)
  }

  @Test func `standard input is fed again, and must begin as before`() async throws {
    let log = try Repository.bytes(of: "TestVectors/logs/three-days.iso")
    let whole = try Place()
    let expected = try await whole.run()
    let place = try Place()
    place.inputs = ["-"]
    place.input = log
    try await place.stop()
    // The first piece is of 256 KiB; what stood before its end is held against the checkpoint.
    place.input[(1 << 18) - 2_000] ^= 1
    let changed = try await place.run()
    #expect(changed.status == 65)
    #expect(changed.errorText.contains("not what it was before byte"))
    place.input = Array(log.prefix(9_000))
    #expect(try await place.run().status == 65)
    place.input = log
    let run = try await place.run()
    #expect(run.status == 0)
    #expect(try found(run) == found(expected))
    #expect(try place.bytes("alerts") == whole.bytes("alerts"))
  }

  @Test func `no card number is in a checkpoint`() async throws {
    let place = try Place()
    try await place.stop()
    let bytes = try place.bytes("run/checkpoint")
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    #expect(text.firstMatch(of: /(?:424242|411111|555555)[0-9]{7,}/) == nil)
    // Packed two digits a byte, as tables and messages hold them.
    for head in [[0x42, 0x42, 0x42, 0x42], [0x41, 0x11, 0x11, 0x11], [0x55, 0x55, 0x55, 0x55]] {
      let places = bytes.indices.dropLast(7).filter { start in
        bytes[start..<start + 4].elementsEqual(head.map { UInt8($0) })
          && bytes[start..<start + 8].allSatisfy { $0 & 0x0F <= 9 && $0 >> 4 <= 9 }
      }
      #expect(places.isEmpty)
    }
  }

  @Test func `refuses a damaged checkpoint with 6`() async throws {
    let place = try Place()
    try await place.stop()
    var bytes = try place.bytes("run/checkpoint")
    bytes[bytes.count / 2] ^= 0x10
    try place.write(bytes, "run/checkpoint")
    let run = try await place.run()
    #expect(run.status == 6)
    #expect(run.errorText.contains("damaged"))
  }

  @Test func `refuses a checkpoint of another run with 78 and names what differs`() async throws {
    let place = try Place()
    try await place.stop()
    let options = place.options
    place.options += ["--lateness", "5s"]
    let other = try await place.run()
    #expect(other.status == 78)
    #expect(other.errorText.contains("setting that is new: --lateness 5s"))
    place.options = options
    try place.writeKey(String(repeating: "A5", count: 32))
    let otherKey = try await place.run()
    #expect(otherKey.status == 78)
    #expect(otherKey.errorText.contains("token key: check value"))
  }

  @Test func `goes on under other rules only where that is said, and tells it`() async throws {
    let rules = try await TestSupport.run("monetique", ["monitor", "rules", "show", "--default"])
      .text
    let place = try Place()
    try place.write(Array(rules.utf8), "rules")
    place.options += ["--rules", place.path("rules")]
    try await place.stop()
    let changed = try #require(rules.firstRange(of: "severity: high"))
    try place.write(
      Array(rules.replacingCharacters(in: changed, with: "severity: medium").utf8), "rules")
    let refused = try await place.run()
    #expect(refused.status == 78)
    #expect(refused.errorText.contains("--rules-changed"))
    let run = try await place.run("--rules-changed")
    #expect(run.status == 0)
    #expect(run.text.contains("\"rulesChanges\":1"))
  }

  @Test func `refuses outputs that were changed or cut with 65`() async throws {
    let place = try Place()
    place.options = ["--checkpoint-every", "4000"]
    try await place.stop()
    let alerts = try place.bytes("alerts")
    try #require(alerts.count > 10)
    try place.write(Array(alerts.dropLast()), "alerts")
    let cut = try await place.run()
    #expect(cut.status == 65)
    #expect(cut.errorText.contains("shorter than"))
    var changed = alerts
    changed[3] ^= 1
    try place.write(changed, "alerts")
    let other = try await place.run()
    #expect(other.status == 65)
    #expect(other.errorText.contains("does not begin as"))
  }

  @Test func `refuses a folder that another run has with 75`() async throws {
    let place = try Place()
    let locked = try await TestSupport.run(
      "monetique",
      [
        "monitor", "replay", "-", "--alerts", place.path("alerts"), "--token-key",
        place.path("key"), "--checkpoint", place.path("run"),
      ], input: [])
    #expect(locked.status == 65)
    let handle = try #require(FileHandle(forUpdatingAtPath: place.path("run/lock")))
    #expect(flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
    let run = try await place.run()
    #expect(run.status == 75)
    #expect(run.errorText.contains("another run works with this checkpoint"))
    try handle.close()
  }

  @Test func `says what checkpoints need, and what cannot be written`() async throws {
    let log = "TestVectors/logs/three-days.iso"
    let place = try Place()
    let key = ["--token-key", place.path("key")]
    let folder = ["--checkpoint", place.path("run")]
    let alerts = ["--alerts", place.path("alerts")]
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (folder + key, 64, "needs --alerts"),
      (folder + alerts, 64, "needs --token-key"),
      (["--checkpoint-every", "5"], 64, "needs --checkpoint"),
      (["--rules-changed"], 64, "needs --checkpoint"),
      (["--max-state", "5"], 64, "needs --checkpoint"),
      (folder + key + alerts + ["--checkpoint-every", "0"], 64, "from 1"),
      (folder + key + ["--alerts", "/nowhere/at/all"], 66, "/nowhere/at/all"),
      (folder + key + ["--alerts", "/dev/full"], 69, "/dev/full"),
      (["--checkpoint", "/dev/null/run"] + key + alerts, 66, "/dev/null/run"),
    ]
    for one in cases {
      let run = try await TestSupport.run("monetique", ["monitor", "replay", log] + one.arguments)
      #expect(run.status == one.status, "\(one.arguments)")
      #expect(run.errorText.contains(one.words), "\(one.arguments): \(run.errorText)")
    }
  }
}
