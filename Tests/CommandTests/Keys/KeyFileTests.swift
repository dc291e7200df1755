import CardCore
import Foundation
import TestSupport
import Testing

/// Key files on the command line: made, opened, refused.
@Suite struct KeyFileTests {
  @Test func `init makes two files that are their owner's alone`() async throws {
    let bench = try await KeyBench()
    #expect(try bench.mode("keys") == 0o600)
    #expect(try bench.mode("master") == 0o600)
    let again = try await bench.run("key", "init")
    #expect(again.status == 3)
    #expect(again.errorText.contains("there already"))
  }

  @Test func `init says what was made, and what it is not for`() async throws {
    let bench = try await KeyBench()
    let run = try await monetique(
      "key", "init", "--keys", bench.path("more"), "--master-key-file", bench.path("master"))
    #expect(run.text == "\(bench.path("more")): a key file without keys\n")
    #expect(
      run.errorText
        == "for development, tests and back-office use: no secure cryptographic device\n")
  }

  @Test func `a dry run writes nothing`() async throws {
    let bench = try await KeyBench()
    let before = try bench.text("keys")
    let run = try await bench.run(
      "key", "generate", "pin", "--usage", "P0", "--algorithm", "tdes2", "-n", "--json")
    #expect(run.status == 0)
    #expect(try JSONReader().read(run.text)["dryRun"]?.bool == true)
    #expect(try bench.text("keys") == before)
    let fresh = try await monetique(
      "key", "init", "-n", "--keys", bench.path("none"), "--master-key-file", bench.path("no-key"))
    #expect(fresh.status == 0)
    #expect(!FileManager.default.fileExists(atPath: bench.path("none")))
    #expect(!FileManager.default.fileExists(atPath: bench.path("no-key")))
  }

  @Test func `a key is listed with all but itself`() async throws {
    let bench = try await KeyBench()
    try await bench.add("zone.pin", "P0", "tdes2", KeyBench.canaries[0], exportability: "E")
    try await bench.add("mac", "M6", "aes128", KeyBench.canaries[2])
    let table = try await bench.run("key", "list")
    #expect(
      table.text == """
        name      usage  algorithm  mode  export  check value  for
        mac       M6     aes128     C     N       7AD386C376   ISO 9797-1:2011 MAC \
        algorithm 5 (CMAC)
        zone.pin  P0     tdes2      B     E       08D7B4       PIN encryption key

        """)
    let json = try JSONReader().read(try await bench.run("key", "list", "--json").text)
    #expect(json["schema"]?.string == "monetique-keys/1")
    let key = try #require(json["keys"]?.array?.last)
    #expect(
      key.object.map { Array($0.names) } == [
        "name", "usage", "purpose", "algorithm", "mode", "exportability", "checkValue", "created",
        "missing",
      ])
    #expect(key["checkValue"]?.string == "08D7B4")
  }

  @Test func `a file that others may open is refused`() async throws {
    let bench = try await KeyBench()
    for name in ["keys", "master"] {
      try bench.setMode(name, 0o640)
      let run = try await bench.run("key", "list")
      #expect(run.status == 78)
      #expect(
        run.errorText == """
          error: \(bench.path(name)): others than its owner may open it
          hint: chmod 600 \(bench.path(name))

          """)
      try bench.setMode(name, 0o600)
    }
  }

  @Test(arguments: [
    ("monetique-keys/1\n", "monetique-keys/9\n", 65, "unknownVersion"),
    ("seal ", "SEAL ", 6, "truncated"),
    ("key zone", "key zona", 6, "changed"),
    ("P0TB00E", "P0TN00E", 6, "changed"),
    ("monetique", "Monetique", 65, "notAKeyFile"),
  ])
  func `a changed key file is refused with the reason`(
    text: String, other: String, status: Int32, code: String
  ) async throws {
    let bench = try await KeyBench()
    try await bench.add("zone", "P0", "tdes2", KeyBench.canaries[0], exportability: "E")
    let whole = try bench.text("keys")
    #expect(whole.contains(text))
    try bench.write("keys", whole.replacingOccurrences(of: text, with: other))
    let run = try await bench.run("key", "check", "--json")
    #expect(run.status == status)
    #expect(try JSONReader().read(run.errorText)["code"]?.string == code)
    #expect(run.text.isEmpty)
  }

  @Test func `a cut key file is refused with the reason`() async throws {
    let bench = try await KeyBench()
    let whole = try bench.text("keys")
    try bench.write("keys", String(whole.dropLast(10)))
    let run = try await bench.run("key", "check")
    #expect(run.status == 6)
    #expect(run.errorText.hasPrefix("error: \(bench.path("keys")): the end of the key file"))
  }

  @Test func `a wrong master key is refused with the reason`() async throws {
    let bench = try await KeyBench()
    let other = try await KeyBench()
    let run = try await monetique(
      "key", "list", "--keys", bench.path("keys"), "--master-key-file", other.path("master"))
    #expect(run.status == 78)
    #expect(run.errorText.contains("the master key is not the one of this key file"))
    try bench.write("master", "monetique-master-key/1\n00\n")
    let none = try await bench.run("key", "list")
    #expect(none.status == 78)
    #expect(none.errorText.contains("not a master key file"))
  }

  @Test func `a passphrase opens a key file, and a wrong one does not`() async throws {
    let bench = try await KeyBench()
    try bench.write("words", "correct horse battery staple\n")
    try bench.write("wrong", "correct horse battery staples\n")
    try bench.write("short", "eleven byte\n")
    let keys = bench.path("other")
    let made = try await monetique(
      "key", "init", "--keys", keys, "--passphrase-file", bench.path("words"))
    #expect(made.status == 0)
    #expect(try bench.text("other").contains("\nmaster scrypt 32768 8 1 "))
    for (name, status) in [("words", Int32(0)), ("wrong", 78), ("short", 78)] {
      let run = try await monetique(
        "key", "check", "--keys", keys, "--passphrase-file", bench.path(name))
      #expect(run.status == status)
      #expect(!run.errorText.contains("horse"))
    }
    let none = try await monetique(
      "key", "check", "--keys", keys, "--master-key-file", bench.path("master"))
    #expect(none.status == 64)
    #expect(none.errorText.contains("hint: add --passphrase-file FILE"))
  }

  @Test(arguments: [
    (["key", "list"], 64, "noKeyFile"),
    (["key", "list", "--keys", "no/such.keys"], 66, "noSuchFile"),
    (
      ["key", "list", "--keys", "x", "--master-key-file", "y", "--passphrase-file", "z"], 64,
      "usage"
    ),
    (["key", "generate", "a", "--usage", "P0", "--algorithm", "des"], 64, "usage"),
    (["key", "generate", "a", "--usage", "P9", "--algorithm", "tdes2"], 64, "unknownUsage"),
    (["key", "generate", "a", "--usage", "C0", "--algorithm", "aes128"], 64, "badAlgorithm"),
    (["key", "generate", "a b", "--usage", "C0", "--algorithm", "tdes2"], 64, "badName"),
    (["key", "import", "a"], 64, "usage"),
    (["key", "import", "a", "--clear", "--usage", "C0", "--algorithm", "tdes2"], 64, "usage"),
  ])
  func `a wrong command line is refused`(
    arguments: [String], status: Int32, code: String
  ) async throws {
    let run = try await run("monetique", arguments + ["--json"])
    #expect(run.status == status)
    #expect(try JSONReader().read(run.errorText)["code"]?.string == code)
  }

  @Test func `two changes at once do not undo each other`() async throws {
    let bench = try await KeyBench()
    let held = try FileHandle(forReadingFrom: bench.folder.appending(path: "keys"))
    #expect(flock(held.fileDescriptor, LOCK_EX) == 0)
    let run = try await bench.run("key", "generate", "a", "--usage", "P0", "--algorithm", "tdes2")
    #expect(run.status == 75)
    #expect(run.errorText.contains("another process is changing it"))
    #expect(try await bench.run("key", "list").status == 0)
    try held.close()
  }
}
