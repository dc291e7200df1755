import CardCore
import Foundation
import TestSupport
import Testing

/// Cards and PIN letters from the shell: made, sealed, opened, and made again the same.
@Suite struct ProductionTests {
  /// A bench with the keys of production, an operator of the system and two cards to make.
  private func bench(pinMethod: String = "ibm3624") async throws -> CardBench {
    let bench = try await CardBench()
    let keys = [
      ("issuer.cvk", "C0", "tdes2"), ("issuer.ibm3624", "V1", "tdes2"),
      ("issuer.pvv", "V2", "tdes2"), ("transport.cards", "K1", "aes256"),
      ("transport.pin", "P0", "tdes2"), ("transport.letters", "K1", "aes256"),
      ("transport.letter-pin", "P0", "tdes2"),
    ]
    for (name, usage, algorithm) in keys {
      let run = try await TestSupport.run(
        "monetique",
        [
          "key", "generate", name, "--usage", usage, "--algorithm", algorithm, "--keys",
          bench.path("keys"), "--master-key-file", bench.path("master"),
        ])
      try #require(run.status == 0)
    }
    try bench.write("sender", OutboxTests.sender)
    let list = try await bench.run("product", "list", "--json")
    let text = list.text.replacing(
      "\"pinMethod\":\"ibm3624\"", with: "\"pinMethod\":\"\(pinMethod)\"")
    let product = try #require(
      try JSONReader().read(text)["products"]?.array?.first { $0["code"]?.string == "classic" })
    var writer = JSONWriter()
    writer.value(product)
    try bench.write("product", writer.text)
    let steps = [
      ["operator", "set", "host", "--role", "system"], ["product", "set", bench.path("product")],
    ]
    for step in steps { try #require(try await run(bench, as: "chief", step).status == 0) }
    let holder = try await bench.run(
      "holder", "set", "C9", "--name", "LE GOFF Anne-Zoé", "--address", "1 rue Haute", "--address",
      "29200 BREST")
    try #require(holder.status == 0)
    for number in 1...2 {
      let order = try await bench.run(
        "card", "order", "--holder", "C9", "--product", "classic", "--reason", "additionalCard",
        "--idempotency-key", "order-\(number)")
      try #require(order.status == 0)
    }
    return bench
  }

  private func run(
    _ bench: borrowing CardBench, as person: String = "host", _ words: [String],
    now: String = CardBench.now
  ) async throws -> CommandOutcome {
    try await TestSupport.run(
      "monetique",
      words + [
        "--keys", bench.path("keys"), "--master-key-file", bench.path("master"), "--registry",
        bench.path("registry"), "--operator", person, "--now", now,
      ])
  }

  private func produce(
    _ bench: borrowing CardBench, _ file: String, batch: String = "B1"
  ) async throws -> CommandOutcome {
    try await run(
      bench, ["card", "produce", "--out", bench.path(file), "--batch-name", batch, "--json"])
  }

  private func open(
    _ bench: borrowing CardBench, _ file: String, key: String = "transport.cards", _ more: String...
  ) async throws -> CommandOutcome {
    try await TestSupport.run(
      "monetique",
      [
        "card", "production", "open", bench.path(file), "--transport-key", key, "--keys",
        bench.path("keys"), "--master-key-file", bench.path("master"),
      ] + more)
  }

  /// The records of a file, in clear.
  private func records(
    _ bench: borrowing CardBench, _ file: String, key: String = "transport.cards"
  ) async throws -> [JSONValue] {
    let run = try await open(bench, file, key: key, "--test-data")
    try #require(run.status == 0)
    return try run.text.split(separator: "\n").map { try JSONReader().read(String($0)) }
  }

  @Test func `a batch of cards is made once, and again the same`() async throws {
    let bench = try await bench()
    let first = try JSONReader().read(try await produce(bench, "cards").output)
    #expect(first["count"]?.int == 2 && first["isRepeated"]?.bool == false)
    let second = try JSONReader().read(try await produce(bench, "again").output)
    #expect(second["isRepeated"]?.bool == true)
    #expect(second["seal"]?.string == first["seal"]?.string)
    let records = try await records(bench, "cards")
    #expect(try await self.records(bench, "again") == records)
    let record = try #require(records.first)
    let pan = try #require(record["pan"]?.string)
    let cvv = try #require(record["cvv"]?.string)
    let icvv = try #require(record["icvv"]?.string)
    #expect(record["name"]?.string == "LE GOFF/ANNE-ZOE")
    #expect(record["track1"]?.string == "B\(pan)^LE GOFF/ANNE-ZOE^290320100000\(cvv)")
    #expect(record["track2"]?.string == "\(pan)=290320100000\(cvv)")
    #expect(record["track2Chip"]?.string == "\(pan)=290320100000\(icvv)")
    #expect(record["pinBlock"]?.string?.count == 16)
    // The same values by the commands of cryptography, which are tested with published vectors.
    for (value, service) in [(cvv, "201"), (icvv, "999")] {
      try bench.write(
        "request", #"{"pan":"\#(pan)","expiry":"2903","serviceCode":"\#(service)"}"#)
      let check = try await TestSupport.run(
        "monetique",
        [
          "crypto", "cvv", "generate", bench.path("request"), "--key", "issuer.cvk", "--keys",
          bench.path("keys"), "--master-key-file", bench.path("master"), "--test-data",
        ])
      #expect(check.text.contains(value), "\(check.errorText)")
    }
    let mode = try FileManager.default.attributesOfItem(atPath: bench.path("cards"))
    #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `a batch of other content than before ends with 6 and leaves no file`() async throws {
    let bench = try await bench()
    #expect(try await produce(bench, "cards").status == 0)
    let set = try await bench.run("holder", "set", "C9", "--name", "OTHER Name")
    #expect(set.status == 0)
    let other = try await produce(bench, "again")
    #expect(other.status == 6)
    #expect(other.errorText.contains(#""code":"anotherBatch""#))
    #expect(!FileManager.default.fileExists(atPath: bench.path("again")))
    let nothing = try await produce(bench, "none", batch: "B2")
    #expect(nothing.status == 3)
    #expect(!FileManager.default.fileExists(atPath: bench.path("none")))
    let clerk = try await run(
      bench, as: "anne", ["card", "produce", "--out", bench.path("x"), "--batch-name", "B3"])
    #expect(clerk.status == 77)
  }

  @Test func `a sealed file shows nothing, and opens masked, whole or not at all`() async throws {
    let bench = try await bench()
    #expect(try await produce(bench, "cards").status == 0)
    let secrets = try await records(bench, "cards").flatMap { record in
      ["pan", "cvv2", "pinBlock"].compactMap { record[$0]?.string }.filter { $0.count > 3 }
    }
    let sealed = try Data(contentsOf: bench.folder.appending(path: "cards"))
    let masked = try await open(bench, "cards")
    for secret in secrets {
      #expect(sealed.range(of: Data(secret.utf8)) == nil)
      #expect(!masked.text.contains(secret))
    }
    #expect(masked.text.contains(#""pan":"497010******"#))
    #expect(masked.text.contains(#""cvv2":"****""#))
    let wrong = try await open(bench, "cards", key: "transport.letters")
    #expect(wrong.status == 6 && wrong.text.isEmpty)
    try sealed.dropLast(1).write(to: bench.folder.appending(path: "cut"))
    let cut = try await open(bench, "cut", "--out", bench.path("clear"))
    #expect(cut.status == 6 && cut.errorText.contains("the bytes end"))
    #expect(!FileManager.default.fileExists(atPath: bench.path("clear")))
    let whole = try await open(bench, "cards", "--out", bench.path("clear"))
    #expect(whole.status == 0 && whole.text.isEmpty)
    #expect(try bench.text("clear").split(separator: "\n").count == 2)
    let mode = try FileManager.default.attributesOfItem(atPath: bench.path("clear"))
    #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    try bench.write("text", "no sealed file")
    #expect(try await open(bench, "text").status == 65)
  }

  private func ship(_ bench: borrowing CardBench) async throws {
    let list = try await bench.run("card", "list", "--holder", "C9", "--json")
    for card in try JSONReader().read(list.output)["cards"]?.array ?? [] {
      let number = try #require(card["card"]?.int)
      let run = try await run(bench, ["card", "ship", "--card", "\(number)", "--tracking", "T"])
      try #require(run.status == 0)
    }
  }

  private func printPINs(
    _ bench: borrowing CardBench, _ file: String, now: String = "2026-03-02T10:00:00Z"
  ) async throws -> CommandOutcome {
    try await run(
      bench,
      [
        "card", "pin", "print", "--out", bench.path(file), "--batch-name", "P1", "--sender",
        bench.path("sender"),
      ], now: now)
  }

  @Test func `a PIN letter has the card's PIN, another key and day, and no card`() async throws {
    let bench = try await bench()
    #expect(try await produce(bench, "cards").status == 0)
    try await ship(bench)
    let early = try await printPINs(bench, "early", now: CardBench.now)
    #expect(early.status == 3)
    #expect(!FileManager.default.fileExists(atPath: bench.path("early")))
    let first = try await printPINs(bench, "pins")
    #expect(
      first.status == 0 && first.text.hasPrefix("batch P1: 2 records under transport.letters"))
    let again = try await printPINs(bench, "again", now: "2026-03-04T10:00:00Z")
    #expect(again.status == 0 && again.text.contains(", the same as before"))
    let letters = try await records(bench, "pins", key: "transport.letters")
    let cards = try await records(bench, "cards")
    #expect(try await open(bench, "pins", key: "transport.cards").status == 6)
    for (letter, card) in zip(letters, cards) {
      let pan = try #require(card["pan"]?.string)
      var text = JSONWriter()
      text.value(try #require(letter["letter"]))
      for secret in [pan, String(pan.suffix(4)), "2029", "****"] {
        #expect(!text.text.contains(secret), "\(secret)")
      }
      #expect(letter["pinBlockFormat"]?.int == 1)
      let blocks = [
        ("transport.letter-pin", "1", letter["pinBlock"]?.string),
        ("transport.pin", "0", card["pinBlock"]?.string),
      ]
      var pins: Set<String> = []
      for (key, format, block) in blocks {
        try bench.write(
          "request", #"{"pan":"\#(pan)","pinBlock":"\#(try #require(block))"}"#)
        let clear = try await TestSupport.run(
          "monetique",
          [
            "crypto", "pinblock", "decrypt", bench.path("request"), "--key", key,
            "--block-format", format, "--keys", bench.path("keys"), "--master-key-file",
            bench.path("master"), "--test-data",
          ])
        #expect(clear.status == 0, "\(clear.errorText)")
        pins.insert(clear.text + clear.errorText)
      }
      #expect(pins.count == 1, "\(pins)")
    }
  }

  @Test func `a PVV comes with the PIN that is drawn, which cannot be made again`() async throws {
    let bench = try await bench(pinMethod: "pvv")
    #expect(try await produce(bench, "cards").status == 0)
    #expect(try await records(bench, "cards").allSatisfy { $0["pinBlock"] == nil })
    try await ship(bench)
    #expect(try await printPINs(bench, "pins").status == 0)
    let again = try await printPINs(bench, "again")
    #expect(again.status == 3 && again.errorText.contains("cannot be made again"))
    #expect(!FileManager.default.fileExists(atPath: bench.path("again")))
  }

  /// Everything that production and the outbox leave behind, looked through for card numbers.
  @Test func `no card number is in registry, log, outbox or output`() async throws {
    let bench = try await bench()
    var spoken = ""
    spoken += try await produce(bench, "cards").text
    let pans = try await records(bench, "cards").compactMap { $0["pan"]?.string }
    try #require(pans.count == 2)
    try await ship(bench)
    let runs = [
      try await printPINs(bench, "pins"),
      try await run(
        bench, ["card", "oppose", "--holder", "C9", "--all-of-holder", "--reason", "theft"]),
      try await run(
        bench, ["outbox", "export", "--kind", "fileAction", "--out", bench.path("actions")]),
      try await run(bench, ["outbox", "answers", bench.path("actions")]),
      try await run(bench, ["outbox", "list", "--all", "--json"]),
      try await run(bench, ["health", "--json"]),
      try await run(bench, ["audit", "export"]),
    ]
    spoken += runs.map { $0.text + $0.errorText }.joined()
    for name in ["registry", "registry-wal", "pins", "keys"] {
      let data = try? Data(contentsOf: bench.folder.appending(path: name))
      spoken += String(decoding: data ?? Data(), as: Unicode.ASCII.self)
    }
    for pan in pans { #expect(!spoken.contains(pan)) }
    let actions = try Data(contentsOf: bench.folder.appending(path: "actions"))
    for pan in pans { #expect(actions.range(of: Data(pan.utf8)) != nil, "the one place of a PAN") }
  }
}
