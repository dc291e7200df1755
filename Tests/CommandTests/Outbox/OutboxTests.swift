import CardCore
import Foundation
import TestSupport
import Testing

/// Letters and file actions from the shell: made, handed over, answered, done.
@Suite struct OutboxTests {
  static let sender = """
    {"name":"Banque Exemple","address":["1 place du Marché","75001 PARIS"],"city":"Paris",
    "phone":"+33 1 00 00 00 00","mediator":"Le Médiateur, BP 1, 75009 PARIS"}
    """

  private func bench() async throws -> CardBench {
    let bench = try await CardBench()
    try bench.write("sender", Self.sender)
    try FileManager.default.createDirectory(
      at: bench.folder.appending(path: "letters"), withIntermediateDirectories: true)
    return bench
  }

  private func export(_ bench: borrowing CardBench) async throws -> CommandOutcome {
    try await bench.run(
      "outbox", "export", "--kind", "letter", "--sender", bench.path("sender"), "--out",
      bench.path("letters"))
  }

  @Test func `a letter without an address is refused, then written, kept and done`() async throws {
    let bench = try await bench()
    let card = try await bench.card(0)
    _ = try await bench.run("card", "block", "--card", card, "--reason", "security")
    let refused = try await export(bench)
    #expect(refused.status == 3)
    #expect(refused.text == "0 handed over, 1 not made\n")
    #expect(refused.errorText == "item 1: missing: address\n")
    let health = try await bench.run("health")
    #expect(health.status == 1)
    #expect(health.text.contains("not taken: notice  1: missing: address"))
    let set = try await bench.run(
      "holder", "set", "C0", "--name", "MARTIN Paul", "--address", "12 rue Neuve", "--address",
      "75002 PARIS", "--language", "anglais")
    #expect(set.status == 0)
    let made = try await export(bench)
    #expect(made.status == 0 && made.text == "1 handed over, 0 not made\n")
    let text = try bench.text("letters/00000001-block.en.txt")
    #expect(text.contains("We blocked your card 497010******") && text.contains("D133-1"))
    let page = try bench.text("letters/00000001-block.en.html")
    #expect(page.contains("<address><b>MARTIN Paul</b>"))
    let shown = try await bench.run("outbox", "show", "1", "--letter")
    #expect(shown.text == text)
    let item = try JSONReader().read(try await bench.run("outbox", "show", "1", "--json").output)
    #expect(item["status"]?.string == "sent" && item["attempts"]?.int == 2)
    #expect(item["letterHash"]?.string?.count == 64)
    #expect(try await export(bench).text == "0 handed over, 0 not made\n")
    #expect(try await bench.run("outbox", "done", "1").text == "1 done, 0 done before\n")
    #expect(try await bench.run("outbox", "done", "1").text == "0 done, 1 done before\n")
    let list = try await bench.run("courrier", "lister", "--kind", "notice", "--format", "csv")
    #expect(list.text == "item,kind,subject,due,status,attempts,answer\n")
  }

  @Test func `a changed letter is found out`() async throws {
    let bench = try await bench()
    let missing = try await bench.run("outbox", "show", "1")
    #expect(missing.status == 3)
    let wrong = try await bench.run("outbox", "list", "--kind", "notise")
    #expect(wrong.status == 64 && wrong.errorText.contains("notice"))
    let nobody = try await bench.run(
      "outbox", "export", "--kind", "letter", "--out", bench.path("letters"))
    #expect(nobody.status == 64 && nobody.errorText.contains("--sender"))
    let nowhere = try await bench.run(
      "outbox", "export", "--kind", "letter", "--sender", bench.path("sender"), "--out",
      bench.path("none"))
    #expect(nowhere.status == 66)
  }

  @Test func `file actions leave as messages, and their answers come back`() async throws {
    let bench = try await bench()
    for account in [0, 2] {
      let card = try await bench.card(account)
      _ = try await bench.run("card", "oppose", "--card", card, "--reason", "theft")
    }
    let export = [
      "outbox", "export", "--kind", "fileAction", "--framing", "hexlines", "--out",
      bench.path("out"),
    ]
    func run(_ words: [String]) async throws -> CommandOutcome {
      try await TestSupport.run(
        "monetique",
        words + [
          "--keys", bench.path("keys"), "--master-key-file", bench.path("master"), "--registry",
          bench.path("registry"), "--operator", "anne", "--now", CardBench.now,
        ])
    }
    #expect(try await run(export).text == "2 handed over, 0 not made\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: bench.path("out"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let sent = try await TestSupport.run(
      "monetique",
      ["iso", "decode", bench.path("out"), "--spec", "iso8583-1987-ascii", "--format", "ndjson"])
    #expect(sent.text.split(separator: "\n").count == 2)
    #expect(sent.text.contains(#""mti":"0302""#) && sent.text.contains(#""91":"1""#))
    #expect(try await run(export).text == "0 handed over, 0 not made\n")
    // One is taken, one is not, one was never asked for.
    let items = try JSONReader().read(
      try await run(["outbox", "list", "--kind", "fileAction", "--json"]).output)
    let numbers = items["items"]?.array?.compactMap { $0["item"]?.int } ?? []
    try #require(numbers.count == 2)
    let codes = [(numbers[0], "76"), (numbers[1], "28"), (999, "00")]
    let lines = codes.map { number, code in
      let digits = String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
      return #"{"mti":"0312","elements":{"11":"\#(digits.suffix(6))","37":"\#(digits)","#
        + #""39":"\#(code)"}}"#
    }
    try bench.write("answers.json", lines.joined(separator: "\n"))
    let encoded = try await TestSupport.run(
      "monetique", ["iso", "encode", bench.path("answers.json"), "--spec", "iso8583-1987-ascii"])
    try bench.write("answers", encoded.text)
    let read = ["outbox", "answers", bench.path("answers"), "--framing", "hexlines"]
    let first = try await run(read)
    #expect(first.status == 3)
    #expect(first.text == "1 done, 1 not taken, 1 to nothing that was sent\n")
    #expect(first.errorText == "message 3: no file action of that number and card was sent\n")
    #expect(try await run(read).status == 3, "the same answers again change nothing")
    let health = try await run(["health", "--json"])
    #expect(health.status == 1)
    #expect(
      health.text.contains(#""notTaken":[{"kind":"fileActionAdd","answer":"28","count":1}]"#))
    let again = try await run(export)
    #expect(again.text == "1 handed over, 0 not made\n")
    let repeated = try await TestSupport.run(
      "monetique",
      ["iso", "decode", bench.path("out"), "--spec", "iso8583-1987-ascii", "--format", "ndjson"])
    #expect(repeated.text.contains(#""mti":"0303""#))
  }

  @Test func `a file of answers that cannot be read ends with 65`() async throws {
    let bench = try await bench()
    try bench.write("answers", "30333132\n")
    let run = try await bench.run(
      "outbox", "answers", bench.path("answers"), "--framing", "hexlines")
    #expect(run.status == 65)
    #expect(run.errorText.hasPrefix("message 1: "))
  }

  @Test func `a registry of version 1 opens and keeps its data`() async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, end) in [("registry", "sqlite"), ("keys", "keys"), ("master", "master")] {
      let to = folder.appending(path: name)
      try FileManager.default.copyItem(
        at: Repository.root.appending(path: "TestVectors/registry/version-1.\(end)"), to: to)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: to.path(percentEncoded: false))
    }
    func run(_ words: String...) async throws -> CommandOutcome {
      let paths = ["keys", "master", "registry"].map {
        folder.appending(path: $0).path(percentEncoded: false)
      }
      return try await TestSupport.run(
        "monetique",
        words + [
          "--keys", paths[0], "--master-key-file", paths[1], "--registry", paths[2], "--operator",
          "anne", "--now", "2026-03-02T10:00:00Z",
        ])
    }
    let list = try await run("card", "list", "--name", "MARTIN Paul", "--format", "csv")
    #expect(list.status == 0)
    #expect(list.text.split(separator: "\n").count == 4)
    #expect(list.text.contains("opposed") && list.text.contains("blocked"))
    #expect(try await run("audit", "verify").text.hasPrefix("7 records"))
    let outbox = try await run("outbox", "list", "--format", "csv")
    #expect(outbox.text.contains("1,notice,pan:1,2026-03-01T10:00:00Z,waiting,0,\n"))
    let set = try await run(
      "holder", "set", "C0", "--name", "MARTIN Paul", "--address", "12 rue Neuve")
    #expect(set.status == 0 && set.text.contains("fr  12 rue Neuve"))
  }
}
