import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct RedactTests {
  private static let log = "TestVectors/logs/three-days.iso"

  private func withKey(_ body: (_ folder: URL, _ key: String) async throws -> Void) async throws {
    let folder = try temporaryFolder()
    let key = folder.appending(path: "token.key").path(percentEncoded: false)
    try String(repeating: "5a", count: 32).write(
      toFile: key, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    try await body(folder, key)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func `a redacted log replays to the same alerts but for the cards`() async throws {
    try await withKey { folder, key in
      let out = folder.appending(path: "redacted.iso").path(percentEncoded: false)
      let run = try await monetique(
        "iso", "redact", Self.log, "--token-key", key, "--out", out, "--json")
      #expect(run.status == 0)
      #expect(run.text == #"{"schema":"monetique-redact/1","messages":3342,"blanked":0}"# + "\n")
      #expect(
        try Data(contentsOf: URL(filePath: out)).count == Repository.bytes(of: Self.log).count)
      var alerts: [[String]] = []
      for path in [Self.log, out] {
        let replay = try await monetique("monitor", "replay", path)
        alerts.append(
          try replay.text.split(separator: "\n").map { line in
            let alert = try JSONReader().read(String(line))
            return "\(alert["id"]?.string ?? "") \(alert["rule"]?.string ?? "")"
          })
      }
      #expect(alerts[0] == alerts[1])
      #expect(!alerts[0].isEmpty)
    }
  }

  @Test(arguments: ["binary2+tpdu5", "ascii4-inclusive", "hexlines", "vbs-1014", "raw"])
  func `every byte beside the message stays, whatever the framing`(framing: String) async throws {
    try await withKey { _, key in
      let hex = try Repository.text(of: Sample.financial.path)
        .split(separator: "\n").filter { !$0.hasPrefix("#") }.joined()
      let message = bytes(hex: hex)
      let count = framing == "raw" ? 1 : 12
      let log = Self.log(of: message, count: count, framing)
      let run = try await TestSupport.run(
        "monetique",
        [
          "iso", "redact", "--token-key", key, "--spec", Sample.financial.spec, "--framing",
          framing,
        ], input: log)
      #expect(run.status == 0)
      #expect(run.errorText == "\(count) messages redacted\n")
      #expect(run.output.count == log.count)
      let decoded = try await TestSupport.run(
        "monetique",
        ["iso", "decode", "--json", "--spec", Sample.financial.spec, "--framing", framing],
        input: run.output)
      #expect(decoded.status == 0)
      #expect(decoded.text.split(separator: "\n").count == count)
      let plain = try await TestSupport.run(
        "monetique",
        ["iso", "decode", "--json", "--spec", Sample.financial.spec, "--framing", framing],
        input: log)
      #expect(plain.text != decoded.text)
    }
  }

  /// Messages in a framing, as `TestVectors` has none of all.
  private static func log(of message: [UInt8], count: Int, _ framing: String) -> [UInt8] {
    var log: [UInt8] = []
    for _ in 0..<count {
      switch framing {
      case "binary2+tpdu5":
        let total = message.count + 5
        log += [UInt8(total >> 8), UInt8(total & 255), 0x60, 1, 2, 3, 4] + message
      case "ascii4-inclusive":
        let digits = String(10_000 + message.count + 4).dropFirst()
        log += Array(digits.utf8) + message
      case "hexlines":
        log += Array("# a line\n2026-03-02T08:00:30Z < \(hex(message))\n".utf8)
      case "vbs-1014":
        log += [0, 0, UInt8(message.count >> 8), UInt8(message.count & 255)] + message
      default: log += message
      }
    }
    guard framing == "vbs-1014" else { return log }
    log += [0, 0, 0, 0]
    var blocks: [UInt8] = []
    for start in stride(from: 0, to: log.count, by: 1_012) {
      let part = log[start..<min(start + 1_012, log.count)]
      blocks += part + Array(repeating: 0x40, count: 1_014 - part.count)
    }
    return blocks
  }

  @Test func `a message that cannot be read is blanked and counted`() async throws {
    try await withKey { _, key in
      let good =
        try Repository.text(of: Sample.financial.path)
        .split(separator: "\n").last { !$0.hasPrefix("#") }.map(String.init) ?? ""
      let bad = String(good.dropLast(40))
      let log = "# card 4242424242424242\n\(good)\n\(bad)\nzz4242424242424242\n\(good)\n"
      let run = try await TestSupport.run(
        "monetique",
        [
          "iso", "redact", "--token-key", key, "--spec", Sample.financial.spec, "--framing",
          "hexlines",
        ], input: Array(log.utf8))
      #expect(run.status == 0)
      #expect(run.errorText == "3 messages redacted, 2 that could not be read blanked\n")
      #expect(run.output.count == log.utf8.count)
      let lines = run.text.split(separator: "\n")
      #expect(lines[0] == "# card 424242******4242")
      #expect(lines[2].allSatisfy { $0 == "0" })
      #expect(lines[3].allSatisfy { $0 == "-" })
      #expect(lines[1] == lines[4])
    }
  }

  @Test func `a key that others may read, and an output over the input, are refused`() async throws
  {
    try await withKey { folder, key in
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
      let open = try await monetique("iso", "redact", Self.log, "--token-key", key)
      #expect(open.status == 78)
      #expect(open.output.isEmpty)
      let copy = folder.appending(path: "log").path(percentEncoded: false)
      try FileManager.default.copyItem(
        at: Repository.root.appending(path: Self.log), to: URL(filePath: copy))
      let same = try await monetique("iso", "redact", copy, "--token-key", key, "--out", copy)
      #expect(same.status == 64)
      let size = try Data(contentsOf: URL(filePath: copy)).count
      #expect(size == (try Repository.bytes(of: Self.log).count))
    }
  }
}
