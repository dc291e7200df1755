import CardCore
import Foundation
import TestSupport
import Testing

/// Acts on cards from the shell: what is printed, and how each ends.
@Suite struct CardCommandTests {
  @Test func `an opposition is acknowledged with its number and can be proved`() async throws {
    let bench = try await CardBench()
    let run = try await bench.run(
      "carte", "opposer", "--pan-file", "-", "--reason", "vol", input: CardBench.pan(0))
    #expect(run.status == 0)
    let card = try await bench.card(0)
    #expect(
      run.text == """
        opposition O-20260301-00000006, recorded at 2026-03-01T10:00:00Z
        497010******0006: opposed for ever, cards \(card)
        proof: monetique card certificate O-20260301-00000006

        """)
    let proof = try await bench.run("card", "certificate", "O-20260301-00000006", "--lang", "en")
    #expect(proof.status == 0)
    #expect(proof.text.contains("Reason             theft\n"))
    let late = try await bench.run(
      "card", "certificate", "O-20260301-00000006", now: "2027-09-02T00:00:00Z")
    #expect(late.status == 3)
    #expect(late.errorText.contains("its proof could be asked for until 2027-09-01"))
    let block = try await bench.run("card", "block", "--card", card, "--reason", "security")
    #expect(block.status == 3)
    #expect(block.errorText.hasPrefix("error: cannot block a card that is opposed"))
  }

  @Test func `homonyms are told apart and nothing is done`() async throws {
    let bench = try await CardBench()
    let run = try await bench.run("card", "oppose", "--name", "durand lea", "--reason", "loss")
    #expect(run.status == 3)
    #expect(run.text.isEmpty)
    #expect(run.errorText.hasPrefix("error: 4 cards are meant: choose one with --card\n"))
    #expect(run.errorText.contains("1970-01-02") && run.errorText.contains("1970-01-03"))
    let all = try await bench.run(
      "card", "oppose", "--name", "durand lea", "--reason", "loss", "--all-of-holder")
    #expect(all.status == 3)
    let one = try await bench.run(
      "card", "oppose", "--holder", "C1", "--reason", "loss", "--all-of-holder", "--json")
    #expect(one.status == 0)
    #expect(one.text.split(separator: "\n").count == 2)
    let list = try await bench.run("card", "list", "--name", "Durand, Léa", "--format", "csv")
    #expect(list.text.split(separator: "\n").count { $0.contains(",opposed,") } == 2)
  }

  @Test func `the same key is answered the same, and refused for another act`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(1)
    let first = try await bench.run(
      "card", "lock", "--card", card, "--idempotency-key", "k1", "--json")
    let again = try await bench.run(
      "card", "lock", "--card", card, "--idempotency-key", "k1", "--json",
      now: "2026-03-02T10:00:00Z")
    #expect(first.status == 0 && again.status == 0)
    #expect(
      first.text.replacing("\"repeated\":false", with: "\"repeated\":true") == again.text)
    let other = try await bench.run(
      "card", "unlock", "--card", card, "--idempotency-key", "k1", "--json")
    #expect(other.status == 3)
    #expect(other.errorText.contains("\"code\":\"idempotencyKeyReused\""))
  }

  @Test func `a refusal is a JSON object that says what is allowed`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(1)
    let run = try await bench.run("card", "unlock", "--card", card, "--json")
    #expect(run.status == 3)
    let value = try JSONReader().read(
      run.errorOutput.split(separator: 0x0A).first.map(Array.init)
        ?? [])
    #expect(value["code"]?.string == "wrongState")
    #expect(value["state"]?.string == "active")
    #expect(value["command"]?.string == "unlock")
    #expect(value["allowed"]?.array?.contains { $0.string == "lock" } == true)
  }

  @Test func `blocking takes one person, and unblocking two`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(2)
    #expect(
      try await bench.run("card", "block", "--card", card, "--reason", "security").status == 0)
    let asked = try await bench.run(
      "card", "unblock", "--card", card, "--reason", "causeLifted", "--cause", "security")
    #expect(asked.status == 8)
    #expect(asked.text.hasSuffix("waits for a second person, approval 1\n"))
    #expect(try await bench.run("approve", "accept", "1").status == 77)
    let accepted = try await bench.run(as: "bob", "approve", "accept", "1")
    #expect(accepted.status == 0)
    #expect(accepted.text.hasSuffix(": active\n"))
    let list = try await bench.run("approve", "list", "--all")
    #expect(list.text.contains("accepted"))
  }

  @Test func `a role that may not ends with 77, and a stranger too`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(2)
    let role = try await bench.run(as: "bob", "card", "lock", "--card", card)
    #expect(role.status == 77)
    let stranger = try await bench.run(as: "mallory", "card", "lock", "--card", card)
    #expect(stranger.status == 77)
    let maker = try await bench.run("operator", "set", "eve", "--role", "supervisor")
    #expect(maker.status == 77)
  }

  @Test func `a batch goes on, stops or does nothing, and is done once`() async throws {
    let bench = try await CardBench()
    let cards = [try await bench.card(0), try await bench.card(1), try await bench.card(2)]
    _ = try await bench.run("card", "oppose", "--card", cards[1], "--reason", "loss")
    try bench.write("batch", "card\n" + cards.joined(separator: "\n") + "\n")
    let file = bench.path("batch")
    let atomic = try await bench.run("card", "lock", "--batch", file, "--on-error", "atomic")
    #expect(atomic.status == 3)
    #expect(atomic.text == "3 lines: 1 refused, 2 untouched\n")
    let rehearsed = try await bench.run(
      "card", "lock", "--batch", file, "--on-error", "continue", "-n")
    #expect(rehearsed.text == "dry run: nothing is changed\n3 lines: 2 done, 1 refused\n")
    let result = bench.path("result")
    let first = try await bench.run(
      "card", "lock", "--batch", file, "--on-error", "continue", "--result", result)
    #expect(first.status == 3)
    #expect(first.text == "3 lines: 2 done, 1 refused\n")
    #expect(
      try bench.text("result") == """
        line,status,code,message
        2,done,,
        3,refused,wrongState,cannot lock a card that is opposed: not in this state
        4,done,,

        """)
    let again = try await bench.run("card", "lock", "--batch", file, "--on-error", "continue")
    #expect(again.text == "3 lines: 2 repeated, 1 refused\n")
  }

  @Test func `a batch without a column of cards is refused whole`() async throws {
    let bench = try await CardBench()
    try bench.write("batch", "kard\n1\n")
    let run = try await bench.run("card", "lock", "--batch", bench.path("batch"))
    #expect(run.status == 65)
    #expect(run.errorText.contains("did you mean card?"))
  }

  @Test func `a motive that the law does not know is refused with what to do instead`()
    async throws
  {
    let bench = try await CardBench()
    let card = try await bench.card(0)
    let run = try await bench.run("card", "oppose", "--card", card, "--reason", "regret")
    #expect(run.status == 3)
    #expect(run.errorText.contains("hint: close the card instead"))
  }

  @Test func `a replacement comes under another PAN, once`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(0)
    _ = try await bench.run("card", "oppose", "--card", card, "--reason", "loss")
    let run = try await bench.run("card", "replace", "--card", card, "--reason", "afterOpposition")
    #expect(run.status == 0)
    #expect(run.text.hasSuffix("497010******0063, card 7: ordered\n"))
    let again = try await bench.run(
      "card", "replace", "--card", card, "--reason", "afterOpposition")
    #expect(again.status == 3)
  }

  @Test func `what is due is renewed once`() async throws {
    let bench = try await CardBench()
    let chief = try await bench.run(
      as: "chief", "operator", "set", "night", "--role", "system")
    #expect(chief.status == 0)
    let early = try await bench.run(
      as: "night", "card", "renew", "--due", now: "2028-04-16T10:00:00Z")
    #expect(early.text == "0 done, 0 done before, 0 waiting, 0 refused\n")
    let due = try await bench.run(
      as: "night", "card", "renew", "--due", now: "2028-04-17T10:00:00Z")
    #expect(due.text == "6 done, 0 done before, 0 waiting, 0 refused\n")
    let again = try await bench.run(
      as: "night", "card", "renew", "--due", now: "2028-04-18T10:00:00Z")
    #expect(again.text == "0 done, 6 done before, 0 waiting, 0 refused\n")
  }

  @Test func `no PAN stands in any file or output`() async throws {
    let bench = try await CardBench()
    var outputs: [UInt8] = []
    for (index, verb) in ["oppose", "block", "lock", "close", "show", "history"].enumerated() {
      var arguments = ["card", verb, "--pan-file", "-", "--json"]
      if verb == "oppose" { arguments += ["--reason", "loss"] }
      if verb == "block" { arguments += ["--reason", "security"] }
      if verb == "close" { arguments += ["--reason", "holderRequest"] }
      let run = try await TestSupport.run(
        "monetique",
        arguments + [
          "--keys", bench.path("keys"), "--master-key-file", bench.path("master"), "--registry",
          bench.path("registry"), "--operator", "anne", "--now", CardBench.now,
        ], input: Array(CardBench.pan(index).utf8))
      #expect(run.status == 0, "\(verb): \(run.errorText)")
      outputs += run.output + run.errorOutput
    }
    outputs += try Array(Data(contentsOf: bench.folder.appending(path: "registry")))
    let text = String(decoding: outputs, as: Unicode.ASCII.self)
    for account in 0..<6 { #expect(!text.contains(CardBench.pan(account))) }
  }
}
