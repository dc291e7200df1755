import CardCore
import CardRegistry
import Foundation
@_spi(Testing) import PaymentCrypto
import TestSupport

/// A registry in a temporary folder with operators, a product and cards of French and English
/// holders.
struct DeskBench: ~Copyable {
  let folder: URL
  let registry: Registry

  /// A day of work: Monday, 2 March 2026 at 11:00 in Paris.
  static let start = Instant(millisecondsSince1970: 1_772_445_600_000)

  init(
    pinMethod: Product.PINMethod = .ibm3624, cardCount: Int = 2, state: CardState = .active
  ) throws {
    let folder = try temporaryFolder()
    let path = folder.appending(path: "registry").path(percentEncoded: false)
    let registry = try Registry.create(
      at: path, keys: Self.keys(), supervisor: "chief", at: Self.start)
    let people: [(String, Set<Role>)] = [
      ("anne", [.clerk]), ("bob", [.checker]), ("cleo", [.compliance]), ("host", [.system]),
    ]
    for (name, roles) in people {
      try registry.set(Operator(name: name, roles: roles), by: "chief", at: Self.start)
    }
    guard let range = PANRange(prefix: "497010"),
      let product = Product(
        code: "classic", name: "Carte classique", ranges: [range], pinMethod: pinMethod)
    else { throw RegistryError(.badValue, "no product") }
    try registry.set(product, by: "chief", at: Self.start)
    let cards = try (0..<cardCount).map { try Self.card($0, product, state) }
    let report = try registry.importCards(cards, by: "chief", at: Self.start)
    precondition(report.added == cardCount)
    self.folder = folder
    self.registry = registry
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  static func keys() throws -> RegistryKeys {
    let bytes = [UInt8](repeating: 1, count: 32)
    return try RegistryKeys(
      tokenizer: AESPANTokenizer(key: Key(clear: bytes.span, .aes256)),
      protector: GCMPANProtector(key: Key(clear: bytes.span, .aes256)),
      signer: HMACSigner(key: Key(clear: bytes.span, .hmac(byteCount: 32))),
      digest: { SHA256.prepared() })
  }

  /// Holders of even accounts read French and live in Paris; the others have no address.
  private static func card(
    _ account: Int, _ product: Product, _ state: CardState
  ) throws -> PortfolioCard {
    guard let pan = product.pan(account: account), let expiry = CardDate(year: 2028, month: 5),
      let key = CardKey(expiry: expiry, sequenceNumber: 1)
    else { throw RegistryError(.badValue, "no card") }
    let holder = try Holder(
      reference: "C\(account)", name: account % 2 == 0 ? "LEFÈVRE Zoé" : "SMITH John",
      address: account % 2 == 0 ? ["12 rue de l'Église", "75002 PARIS"] : [],
      language: account % 2 == 0 ? .french : .english)
    return try PortfolioCard(pan: pan, key: key, state: state, product: "classic", holder: holder)
  }

  /// The number of the card of an account: numbers follow the tokens.
  func number(_ account: Int) throws -> Int64 {
    let lines = try registry.cards(.holder(reference: "C\(account)"))
    guard let line = lines.first else { throw RegistryError(.notFound, "no card") }
    return line.card
  }

  /// Does an act to the card of an account.
  @discardableResult
  func act(
    _ verb: Verb, _ account: Int = 0, _ reason: Reason? = nil, _ detail: CommandDetail = .none,
    by person: String = "anne", days: Int64 = 0
  ) throws -> Registry.Outcome {
    try registry.execute(
      Act(
        verb, .card(number(account)), reason: reason, detail: detail, channel: .phone,
        key: "\(verb.rawValue)-\(account)-\(days)-\(reason?.rawValue ?? "")"),
      context(person, days: days))
  }

  /// Orders a new card for the holder of an account, has it made and sends it.
  ///
  /// - Returns: Its number.
  @discardableResult
  func orderAndShip(_ account: Int = 0) throws -> Int64 {
    _ = try registry.order(
      Order(
        holder: "C\(account)", product: "classic", reason: .firstCard, channel: .branch,
        key: "order-\(account)"), context("anne"))
    guard let card = try registry.cards(.holder(reference: "C\(account)")).last?.card else {
      throw RegistryError(.notFound, "no card")
    }
    let steps: [(Verb, CommandDetail)] = [(.produce, .none), (.ship, .shipment(tracking: "T1"))]
    for (verb, detail) in steps {
      let outcome = try registry.execute(
        Act(
          verb, .card(card), detail: detail, channel: .batch, key: "\(verb.rawValue)-\(card)"),
        context("host"))
      guard case .done = outcome else { throw RegistryError(.conflict, "\(outcome)") }
    }
    return card
  }

  func context(_ person: String, days: Int64 = 0) -> ActContext {
    ActContext(
      person: person, time: Self.start.adding(milliseconds: 60_000 + days * 86_400_000))
  }

  /// The items of a kind that wait, oldest first.
  func items(_ kind: String) throws -> [OutboxItem] {
    var filter = OutboxFilter()
    filter.kinds = [kind]
    return try registry.outbox(filter)
  }

  /// What is known of the last item of a kind.
  func facts(_ kind: String = "notice") throws -> OutboxFacts {
    guard let item = try items(kind).last else { throw RegistryError(.notFound, "no item") }
    return try registry.facts(ofItem: item.number)
  }
}
