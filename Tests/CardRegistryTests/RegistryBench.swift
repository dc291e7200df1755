import CardCore
import CardRegistry
import Foundation
import GRDB
@_spi(Testing) import PaymentCrypto
import TestSupport

/// A folder with a registry, and a door to its file that the registry does not know.
struct RegistryBench: ~Copyable {
  let folder: URL
  let registry: Registry

  static let start = Instant(millisecondsSince1970: 1_764_000_000_000)

  init() throws {
    let folder = try temporaryFolder()
    let registry = try Registry.create(
      at: folder.appending(path: "registry").path(percentEncoded: false),
      keys: RegistryBench.keys(), isTestClock: true, supervisor: "chief",
      at: RegistryBench.start)
    self.folder = folder
    self.registry = registry
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appending(path: "registry").path(percentEncoded: false) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// Three keys of the same byte, told apart by `seed`.
  static func keys(seed: UInt8 = 1) throws -> RegistryKeys {
    let bytes = [UInt8](repeating: seed, count: 32)
    return try RegistryKeys(
      tokenizer: AESPANTokenizer(key: Key(clear: bytes.span, .aes256)),
      protector: GCMPANProtector(key: Key(clear: bytes.span, .aes256)),
      signer: HMACSigner(key: Key(clear: bytes.span, .hmac(byteCount: 32))),
      digest: { SHA256.prepared() })
  }

  /// Makes operators anne (clerk), bob (checker) and cleo (compliance), a product of test numbers,
  /// and `count` active cards of it, each of a PAN and a holder of its own.
  func fill(_ count: Int, from first: Int = 0) throws {
    for (name, role) in [("anne", Role.clerk), ("bob", .checker), ("cleo", .compliance)] {
      try registry.set(Operator(name: name, roles: [role]), by: "chief", at: RegistryBench.start)
    }
    let product = try RegistryBench.product()
    try registry.set(product, by: "chief", at: RegistryBench.start)
    let cards = try (first..<first + count).map { try RegistryBench.card($0) }
    let report = try registry.importCards(cards, by: "chief", at: RegistryBench.start)
    precondition(report.added == count && report.rejected.isEmpty)
  }

  static func product() throws -> Product {
    guard let range = PANRange(prefix: "497010"),
      let product = Product(code: "classic", name: "Carte classique", ranges: [range])
    else { throw RegistryError(.badValue, "no product") }
    return product
  }

  /// The active card of an account of the test product.
  static func card(
    _ account: Int, state: CardState = .active, reason: Reason? = nil, month: Int = 5
  ) throws -> PortfolioCard {
    guard let pan = try product().pan(account: account),
      let expiry = CardDate(year: 2028, month: month),
      let key = CardKey(expiry: expiry, sequenceNumber: 1)
    else { throw RegistryError(.badValue, "no card") }
    return try PortfolioCard(
      pan: pan, key: key, state: state, product: "classic",
      holder: Holder(
        reference: "C\(account)", name: account % 2 == 0 ? "MARTIN Paul" : "LEFÈVRE Zoé",
        birthDate: "1970-01-02", branch: "00420"),
      reason: reason)
  }

  /// Does an act to the card of that number.
  func act(
    _ verb: Verb, _ card: Int64, _ reason: Reason? = nil, _ detail: CommandDetail = .none,
    by person: String = "anne", key: String? = nil, after seconds: Int64 = 60,
    isDryRun: Bool = false
  ) throws -> Registry.Outcome {
    try registry.execute(
      Act(
        verb, .card(card), reason: reason, detail: detail, channel: .branch,
        key: key ?? "\(verb.rawValue)-\(card)-\(seconds)-\(person)"),
      ActContext(
        person: person, time: RegistryBench.start.adding(milliseconds: seconds * 1_000),
        isDryRun: isDryRun))
  }

  static let opposition = CommandDetail.opposition(number: "", declared: nil)

  /// Runs a statement as another program would, with the triggers dropped that stand in its way.
  func tamper(_ sql: String, dropping triggers: [String] = []) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
      try db.execute(sql: sql)
    }
    try queue.close()
  }

  /// What SQLite says of a statement that another program runs; nil if it takes it.
  func refusal(of sql: String) throws -> String? {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    do {
      try queue.write { try $0.execute(sql: sql) }
      return nil
    } catch let error as DatabaseError {
      return error.message
    }
  }
}
