import CardCore
import CardRegistry
import Foundation
import GRDB
import TestSupport
import Testing

/// Portfolios that are taken in, and how cards are found.
@Suite struct ImportTests {
  @Test func `takes a portfolio in once, however often it is given`() throws {
    let bench = try RegistryBench()
    try bench.fill(20)
    let head = try bench.registry.auditHead()
    let cards = try (0..<20).map { try RegistryBench.card($0) }
    let again = try bench.registry.importCards(cards, by: "chief", at: RegistryBench.start)
    #expect(again.added == 0 && again.known == 20 && again.rejected.isEmpty)
    #expect(try bench.registry.auditHead() == head)
  }

  @Test func `every state of a portfolio is shown again`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let cards = try CardState.allCases.enumerated().map { index, state in
      try RegistryBench.card(
        100 + index, state: state, reason: PortfolioCard.reasons(of: state).first)
    }
    let report = try bench.registry.importCards(cards, by: "chief", at: RegistryBench.start)
    #expect(report.rejected.isEmpty)
    for (index, state) in CardState.allCases.enumerated() {
      let found = try bench.registry.cards(.holder(reference: "C\(100 + index)"))
      #expect(found.map(\.state) == [state])
      let file = try bench.registry.file(of: found[0].card)
      #expect(file.state.state(of: file.card) == state)
    }
  }

  @Test func `refuses cards of unknown products, out of range and of another holder`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    let own = try RegistryBench.card(0, month: 9)
    let other = try PortfolioCard(
      pan: own.pan, key: own.key, state: .active, product: "classic",
      holder: Holder(reference: "X", name: "Other"))
    let unknown = try PortfolioCard(
      pan: own.pan, key: own.key, state: .active, product: "gold", holder: own.holder)
    let range = try #require(PANRange(prefix: "512345"))
    let pan = try #require(range.pan(account: 1))
    let outside = try PortfolioCard(
      pan: pan, key: own.key, state: .active, product: "classic", holder: own.holder)
    let report = try bench.registry.importCards(
      [other, unknown, outside], by: "chief", at: RegistryBench.start)
    #expect(report.added == 0)
    #expect(
      Set(report.rejected.map(\.code)) == ["otherHolder", "unknownProduct", "outOfRange"])
  }

  @Test func `refuses a clerk`() throws {
    let bench = try RegistryBench()
    try bench.fill(1)
    #expect(throws: RegistryError.self) {
      try bench.registry.importCards(
        [RegistryBench.card(5)], by: "anne", at: RegistryBench.start)
    }
  }

  @Test func `refuses a PAN without its check digit, and reasons that are not of the state`()
    throws
  {
    let good = try RegistryBench.card(1)
    let pan = try #require(PAN("4970101234567890"))
    #expect(throws: RegistryError.self) {
      try PortfolioCard(
        pan: pan, key: good.key, state: .active, product: "classic", holder: good.holder)
    }
    #expect(throws: RegistryError.self) { try RegistryBench.card(1, state: .opposed) }
    #expect(throws: RegistryError.self) { try RegistryBench.card(1, reason: .loss) }
  }

  @Test func `finds cards by PAN, by name and last four, and by holder`() throws {
    let bench = try RegistryBench()
    try bench.fill(40)
    let card = try RegistryBench.card(7)
    let byPAN = try bench.registry.cards(.pan(card.pan))
    #expect(byPAN.map(\.holder.reference) == ["C7"])
    let lastFour = try #require(card.pan.lastFour.flatMap(Int.init))
    let byName = try bench.registry.cards(.name("lefevre, ZOE", lastFour: lastFour))
    #expect(byName.map(\.card) == byPAN.map(\.card))
    #expect(try bench.registry.cards(.name("LEFÈVRE Zoé", lastFour: nil)).count == 20)
    #expect(try bench.registry.cards(.holder(reference: "C7")).map(\.card) == byPAN.map(\.card))
    #expect(byPAN[0].pan == card.pan.masked)
  }

  @Test func `no PAN stands in the file, its log or an answer`() throws {
    let bench = try RegistryBench()
    try bench.fill(5)
    let outcome = try bench.act(.oppose, 1, .loss, RegistryBench.opposition)
    let pans = try (0..<5).map { account in
      try #require(try RegistryBench.product().pan(account: account))
    }
    var bytes = Array("\(outcome)".utf8)
    for name in ["registry", "registry-wal"] {
      bytes += try Array(Data(contentsOf: bench.folder.appending(path: name)))
    }
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    for pan in pans {
      let clear = pan.withDigits { span in
        String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      }
      #expect(!text.contains(clear))
      let digits = clear.utf8.map { $0 - 48 }
      let packed: [UInt8] = (0..<8).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
      #expect(bytes.firstRange(of: packed) == nil)
    }
  }

  @Test func `a sealed PAN cannot be put in another's row`() throws {
    let bench = try RegistryBench()
    try bench.fill(2)
    #expect(try bench.registry.pan(ofNumber: 1) != bench.registry.pan(ofNumber: 2))
    try bench.tamper("UPDATE pan SET sealed = (SELECT sealed FROM pan WHERE id = 2) WHERE id = 1")
    #expect(throws: RegistryError.self) { try bench.registry.pan(ofNumber: 1) }
  }
}
