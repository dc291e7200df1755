import CardCore
import CardOffice
import CardRegistry
import Testing

/// What letters say, what they refuse to be without, and what they must not say.
@Suite struct LetterTests {
  private let sender = LetterSender(
    name: "Banque Exemple", address: ["1 place du Marché", "75001 PARIS"], city: "Paris",
    phone: "+33 1 00 00 00 00", mediator: "Le Médiateur, BP 1, 75009 PARIS")
  private let day = Day(of: DeskBench.start)

  private func letter(
    _ bench: borrowing DeskBench, _ kind: String = "notice", later days: Int = 0
  ) throws -> Letter {
    try LetterWriter(sender: sender).letter(bench.facts(kind), on: day.adding(days: days))
  }

  private func refusal(
    _ bench: borrowing DeskBench, _ kind: String = "notice", from sender: LetterSender
  ) throws -> LetterRefusal? {
    let facts = try bench.facts(kind)
    do throws(LetterRefusal) {
      _ = try LetterWriter(sender: sender).letter(facts, on: day)
      return nil
    } catch {
      return error
    }
  }

  @Test func `an opposition is certified with number, time, channel and 18 months`() throws {
    let bench = try DeskBench()
    try bench.act(.oppose, 0, .theft, .opposition(number: "", declared: nil))
    let letter = try letter(bench)
    let facts = try bench.facts()
    let number = try #require(facts.state.opposition?.number)
    let words = letter.paragraphs.joined(separator: " ")
    #expect(letter.kind == .opposition && letter.language == .french)
    #expect(words.contains("Numéro d'opposition : \(number)"))
    #expect(words.contains("2 mars 2026 à 11 h 01"))
    #expect(words.contains("téléphone") && words.contains(": vol."))
    #expect(words.contains("jusqu'au 2 septembre 2027") && words.contains("D133-3"))
    #expect(words.contains("sous un autre numéro") && words.contains("Le Médiateur"))
    #expect(letter.recipient == ["LEFÈVRE Zoé", "12 rue de l'Église", "75002 PARIS"])
    #expect(letter.subject.contains("497010******"))
  }

  @Test func `the same facts give the same bytes, and what was kept reads back the same`() throws {
    let bench = try DeskBench()
    try bench.act(.block, 0, .security)
    let first = try letter(bench)
    let second = try letter(bench)
    #expect(first.text == second.text && first.page == second.page)
    #expect(first.hash == second.hash)
    let kept = try #require(Letter(json: first.json))
    #expect(kept == first && kept.hash == first.hash)
  }

  @Test func `refuses a letter with the list of all that is missing`() throws {
    let bench = try DeskBench()
    try bench.act(.block, 1, .security)
    #expect(try refusal(bench, from: sender) == .missing([.address]))
    let poor = LetterSender(name: "Banque Exemple")
    let found = try refusal(bench, from: poor)
    #expect(found == .missing([.address, .senderAddress, .city, .phone, .mediator]))
    #expect(
      found.map { "\($0)" } == "missing: address, senderAddress, city, phone, mediator")
  }

  @Test(arguments: [Reason.assetFreeze, .moneyLaundering])
  func `no letter of a block that must not be told, nor of what it leaves blocked`(
    reason: Reason
  ) throws {
    let bench = try DeskBench()
    try bench.act(.block, 0, reason)
    #expect(try bench.items("notice").isEmpty)
    try bench.act(.block, 0, .security)
    try bench.act(.unblock, 0, .causeLifted, .cause(.security))
    let approval = try #require(try bench.registry.approvals(isAll: false).first)
    _ = try bench.registry.accept(approval.number, bench.context("bob"))
    #expect(try refusal(bench, from: sender) == .noticeForbidden)
  }

  @Test func `an unblocking names the cause that is gone`() throws {
    let bench = try DeskBench()
    try bench.act(.block, 0, .security)
    try bench.act(.unblock, 0, .causeLifted, .cause(.security))
    let approval = try #require(try bench.registry.approvals(isAll: false).first)
    _ = try bench.registry.accept(approval.number, bench.context("bob"))
    let letter = try letter(bench)
    #expect(letter.kind == .unblock)
    #expect(letter.paragraphs[1].contains("(sécurité)"))
    #expect(letter.paragraphs[2].hasPrefix("Votre carte peut de nouveau"))
  }

  @Test func `a PIN letter says no card and no expiry, and never leaves with a card`() throws {
    let bench = try DeskBench()
    try bench.orderAndShip()
    let facts = try bench.facts("pinLetter")
    #expect(facts.item.due > bench.context("host").time)
    #expect(try refusal(bench, "pinLetter", from: sender) == .cardLeavesThatDay)
    let letter = try letter(bench, "pinLetter", later: 1)
    #expect(letter.kind == .pinNotice)
    for secret in ["497010", "*", "2028", "2029", "mai 2", "mars 2"] {
      #expect(!letter.paragraphs.joined().contains(secret), "\(secret)")
      #expect(!letter.subject.contains(secret), "\(secret)")
    }
    #expect(letter.subject.contains("pli n° 1"))
  }

  @Test func `a demand says incidents, sums, fees, the last day and the way out`() throws {
    let bench = try DeskBench()
    let euro = Currency.euro
    let demand = try RestitutionDemand(
      incidents: [
        .init(day: day.adding(days: -20), amount: Amount(minorUnits: 123_450, currency: euro)),
        .init(day: day.adding(days: -18), amount: Amount(minorUnits: 2_000, currency: euro)),
      ], fees: Amount(minorUnits: 800, currency: euro), deadline: day.adding(days: 15))
    let card = try bench.number(0)
    let item = try bench.registry.demand(demand, ofCard: card, key: "d", bench.context("anne"))
    #expect(
      try bench.registry.demand(demand, ofCard: card, key: "d", bench.context("anne")) == item)
    let words = try letter(bench, RestitutionDemand.kind).paragraphs.joined(separator: " ")
    #expect(words.contains("1\u{202F}234,50 EUR le 10 février 2026 ; 20,00 EUR le 12 février"))
    #expect(words.contains("1\u{202F}254,50 EUR") && words.contains("8,00 EUR de frais"))
    #expect(words.contains("1\u{202F}262,50 EUR") && words.contains("17 mars 2026"))
    #expect(words.contains("mis en demeure") && words.contains("Médiateur"))
  }

  @Test func `returned mail, closing, limits and recurring payments have their letters`() throws {
    let bench = try DeskBench(state: .shipped)
    try bench.act(.returnMail, 0, .undelivered)
    #expect(try letter(bench).paragraphs[2].contains("sous 90 jours"))
    let other = try DeskBench()
    try other.act(.revokeRecurring, 0, .consentWithdrawn, .recurring(.all))
    #expect(try letter(other).kind == .recurring)
    try other.act(.close, 0, .holderRequest)
    let closing = try letter(other)
    #expect(closing.kind == .closing && closing.paragraphs[1].contains("demande du porteur"))
  }

  @Test func `a renewal names both months and says what changes`() throws {
    let bench = try DeskBench()
    try bench.act(.renew, 0, .advanced)
    let letter = try letter(bench)
    #expect(letter.kind == .renewal)
    #expect(letter.paragraphs[1].contains("fin mai 2028"))
    #expect(letter.paragraphs[1].contains("fin mars 2029"))
  }

  @Test func `a page is one file, escaped, with the address in the window`() throws {
    let bench = try DeskBench()
    try bench.act(.block, 0, .security)
    let holder = try Holder(
      reference: "C0", name: "A <b> & \"c\"", address: ["1 rue", "75002 PARIS"])
    try bench.registry.set(holder, by: "anne", at: DeskBench.start)
    let page = try letter(bench).page
    #expect(page.contains("<b>A &lt;b&gt; &amp; &quot;c&quot;</b>"))
    #expect(page.contains("@page { size: A4") && page.contains("left: 105mm; top: 50mm"))
    #expect(!page.contains("http") && !page.contains("<script"))
  }
}
