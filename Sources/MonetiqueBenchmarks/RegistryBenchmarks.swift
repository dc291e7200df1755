import CardCore
import CardRegistry
import Foundation
import PaymentCrypto

/// The acknowledged opposition, beside the same statements and bytes through SQLite's C interface.
enum RegistryBenchmarks {
  /// Cards of one copy of the registry; once they are opposed another copy is taken.
  private static let cardCount = 2_000
  private static let start = Instant(millisecondsSince1970: 1_764_000_000_000)

  static func all() throws -> [Benchmark] {
    let folder = try BenchFolder()
    let keys = try keys()
    try makeRegistry(folder.path("base"), keys)
    let acts = try Acts(folder, keys)
    let statements = try Statements(folder, keys)
    var benchmark = Benchmark(
      "registry.oppose",
      yardstick: Yardstick(name: "the same statements through C", body: statements.run),
      body: acts.run)
    benchmark.clock = .wall
    return [benchmark]
  }

  private static func keys() throws -> RegistryKeys {
    var random = SecureRandom()
    return try RegistryKeys(
      tokenizer: AESPANTokenizer(key: Key(generating: .aes256, using: &random)),
      protector: GCMPANProtector(key: Key(generating: .aes256, using: &random)),
      signer: HMACSigner(key: Key(generating: .hmac(byteCount: 32), using: &random)),
      digest: { SHA256.prepared() })
  }

  private static func makeRegistry(_ path: String, _ keys: RegistryKeys) throws {
    let registry = try Registry.create(
      at: path, keys: keys, isTestClock: true, supervisor: "chief", at: start)
    try registry.set(Operator(name: "anne", roles: [.clerk]), by: "chief", at: start)
    guard let range = PANRange(prefix: "497010"), let expiry = CardDate(year: 2028, month: 5),
      let key = CardKey(expiry: expiry, sequenceNumber: 1),
      let product = Product(code: "classic", name: "Carte classique", ranges: [range])
    else { preconditionFailure("the bench's product is one") }
    try registry.set(product, by: "chief", at: start)
    let cards = try (0..<cardCount).compactMap { account in
      try product.pan(account: account).map { pan in
        try PortfolioCard(
          pan: pan, key: key, state: .active, product: "classic",
          holder: Holder(reference: "C\(account)", name: "Holder \(account)"))
      }
    }
    _ = try registry.importCards(cards, by: "chief", at: start)
    try registry.checkpoint()
  }

  /// Opposes card after card through the registry.
  final class Acts {
    private let folder: BenchFolder
    private let keys: RegistryKeys
    private var registry: Registry
    private var card: Int64 = 0
    private var copyCount = 0

    init(_ folder: BenchFolder, _ keys: RegistryKeys) throws {
      self.folder = folder
      self.keys = keys
      registry = try Registry(opening: folder.copy(named: "acts"), keys: keys)
    }

    func run(_ iterations: Int) -> UInt64 {
      var done: UInt64 = 0
      for _ in 0..<iterations {
        if card == cardCount { restart() }
        card += 1
        if RegistryBenchmarks.oppose(card, in: registry) { done += 1 }
      }
      precondition(done == UInt64(iterations), "every card of the bench can be opposed")
      return done
    }

    private func restart() {
      copyCount += 1
      guard let path = try? folder.copy(named: "acts-\(copyCount)"),
        let other = try? Registry(opening: path, keys: keys)
      else { preconditionFailure("a copy of the bench's registry can be opened") }
      registry = other
      card = 0
    }
  }

  static func oppose(_ card: Int64, in registry: Registry) -> Bool {
    let act = Act(
      .oppose, .card(card), reason: .loss, detail: .opposition(number: "", declared: nil),
      channel: .branch, key: "bench-\(card)")
    let outcome = try? registry.execute(act, ActContext(person: "anne", time: start))
    if case .done = outcome { return true }
    return false
  }
}

/// A folder that goes with its last user.
final class BenchFolder {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "monetique-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// A copy of the registry `base`.
  func copy(named name: String) throws -> String {
    try FileManager.default.copyItem(atPath: path("base"), toPath: path(name))
    return path(name)
  }
}
