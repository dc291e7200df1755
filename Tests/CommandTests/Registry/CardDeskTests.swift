import CardCore
import Foundation
import TestSupport
import Testing

/// Limits, PINs, plastic, payments and answers from the shell, and the health of a registry.
@Suite struct CardDeskTests {
  @Test func `a limit of zero holds until its last day and is seen by the answer`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(0)
    let set = try await bench.run(
      "card", "limits", "set", "--card", card, "--usage", "payment", "--days", "30", "--amount",
      "0.00 EUR", "--until", "2026-03-10")
    #expect(set.status == 0)
    let shown = try await bench.run("card", "limits", "--card", card)
    #expect(shown.status == 64)
    let show = try await bench.run("card", "limits", "show", "--card", card)
    #expect(
      show.text == """
        usage     days  amount    count  until
        payments  30    0.00 EUR  -      2026-03-10

        """)
    let pay = ["card", "answer", "--card", card, "--usage", "payment", "--amount", "1.00 EUR"]
    #expect(try await answer(bench, pay) == "61")
    #expect(try await answer(bench, pay, now: "2026-03-10T00:00:00+01:00") == "00")
    let past = try await bench.run(
      "card", "limits", "set", "--card", card, "--usage", "payment", "--days", "30", "--amount",
      "1.00 EUR", "--from", "2026-02-01", "--until", "2026-03-01")
    #expect(past.status == 3)
    let wrong = try await bench.run(
      "card", "limits", "set", "--card", card, "--usage", "payments", "--days", "30", "--amount",
      "1.00 EUR")
    #expect(wrong.status == 64)
    #expect(wrong.errorText.contains("payment"))
  }

  private func answer(
    _ bench: borrowing CardBench, _ words: [String], now: String = CardBench.now
  ) async throws -> String? {
    let run = try await TestSupport.run(
      "monetique",
      words + [
        "--json", "--keys", bench.path("keys"), "--master-key-file", bench.path("master"),
        "--registry", bench.path("registry"), "--operator", "anne", "--now", now,
      ])
    return try JSONReader().read(run.output)["code"]?.string
  }

  @Test func `an answer follows the card, its holder and the dialect`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(0)
    let ask = ["card", "answer", "--card", card]
    #expect(try await answer(bench, ask) == "00")
    #expect(try await answer(bench, ask + ["--expiry", "2028-06"]) == "54")
    #expect(try await bench.run("card", "lock", "--card", card).status == 0)
    #expect(try await answer(bench, ask) == "57")
    #expect(try await answer(bench, ask + ["--dialect", "iso2003"]) == "1019")
    #expect(try await bench.run("holder", "status", "C0", "holder=deceased").status == 0)
    #expect(try await answer(bench, ask) == "05")
    let back = try await bench.run("holder", "status", "C0", "holder=active")
    #expect(back.status == 3)
    #expect(back.errorText.contains("only upwards"))
    let oppose = try await bench.run("card", "oppose", "--card", card, "--reason", "theft")
    #expect(oppose.status == 0)
    #expect(try await answer(bench, ask) == "43")
    #expect(try await answer(bench, ask + ["--discreet"]) == "05")
    let unknown = try await bench.run(
      "card", "answer", "--pan-file", "-", "--json", input: "4970109999999995")
    #expect(unknown.text.contains(#""code":"56","condition":"unknownPAN""#))
  }

  @Test func `payments, recurring payments, renewal and the PIN`() async throws {
    let bench = try await CardBench()
    let card = try await bench.card(0)
    let done = try await bench.run(
      "card", "oppose-payment", "--card", card, "--payment", "ARN1", "--reason", "liquidation")
    #expect(done.status == 0)
    let credited = try await bench.run(
      "card", "oppose-payment", "--card", card, "--payment", "ARN2", "--reason", "liquidation",
      "--credited")
    #expect(credited.status == 3)
    #expect(
      try await bench.run("card", "revoke-recurring", "--card", card, "--mcc", "5968").status == 0)
    let recurring = ["card", "answer", "--card", card, "--recurring", "SHOP", "--mcc"]
    #expect(try await answer(bench, recurring + ["5968"]) == "82")
    #expect(try await answer(bench, recurring + ["5411"]) == "00")
    #expect(
      try await bench.run(
        "card", "set-renewal", "--card", card, "--policy", "refusedByHolder"
      ).status == 0)
    let both = try await bench.run("card", "revoke-recurring", "--card", card)
    #expect(both.status == 64)
    let pin = try await bench.run(
      "card", "pin", "unblock", "--card", card, "--reason", "identityVerified")
    #expect(pin.status == 3)
    #expect(pin.errorText.contains("not in this state of the PIN"))
  }

  @Test func `health is silent of what is well and ends with 1 where a review is overdue`()
    async throws
  {
    let bench = try await CardBench()
    #expect(try await bench.run("health").status == 0)
    let card = try await bench.card(0)
    let block = try await bench.run("card", "block", "--card", card, "--reason", "security")
    #expect(block.status == 0)
    #expect(try await bench.run("health", now: "2026-03-31T10:00:00Z").status == 0)
    let late = try await bench.run("health", "--json", now: "2026-04-01T10:00:00Z")
    #expect(late.status == 1)
    #expect(late.text.contains(#""overdueReviews":[\#(card)]"#))
    let behind = try await bench.run("health", now: "2026-02-01T10:00:00Z")
    #expect(behind.status == 1)
    #expect(behind.text.contains("clock            behind the last record"))
  }

  @Test func `explains reasons with their article and what is no reason`() async throws {
    let run = try await monetique("explain", "reason", "suspectedFraud", "regret", "--lang", "en")
    #expect(run.status == 0)
    #expect(run.text.contains("article D133-1"))
    #expect(run.text.contains("close the card instead"))
  }
}
