import CardCore
import CardOffice
import CardRegistry
import PaymentCrypto

/// One record of a sealed file of cards: three verification values, a PIN block, the hash and the
/// seal; the registry apart.
enum ProductionBenchmarks {
  private static let cardCount = 500
  private static let start = Instant(millisecondsSince1970: 1_764_000_000_000)
  /// About the length of a record.
  private static let recordByteCount = 480

  static func all() throws -> [Benchmark] {
    let folder = try BenchFolder()
    let cards = try cards(in: folder)
    let run = try Run(cards)
    return [Benchmark("office.production", yardstick: yardstick(), body: run.run)]
  }

  private static func yardstick() -> Yardstick {
    let raw = OpenSSLYardstick()
    let key = (0..<32).map { UInt8($0 &* 7 &+ 1) }
    let single = raw.cipher("DES-ECB", key: Array(key.prefix(8)))
    let double = raw.cipher("DES-EDE-ECB", key: Array(key.prefix(16)))
    let stream = raw.cipher("AES-256-CTR", key: key)
    return Yardstick(name: "EVP DES, DES-EDE and AES-256-CTR, without the hash") { times in
      (0..<times).reduce(0) { sum, _ in
        sum ^ raw.run(single, count: 8, times: 3) ^ raw.run(double, count: 8, times: 5)
          ^ raw.run(stream, count: recordByteCount, times: 1)
      }
    }
  }

  /// Cards in a batch of a registry of their own.
  private static func cards(in folder: BenchFolder) throws -> [CardToMake] {
    let registry = try Registry.create(
      at: folder.path("production"), keys: RegistryBenchmarks.keys(), isTestClock: true,
      supervisor: "chief", at: start)
    try registry.set(Operator(name: "host", roles: [.system]), by: "chief", at: start)
    guard let range = PANRange(prefix: "497010"), let expiry = CardDate(year: 2028, month: 5),
      let key = CardKey(expiry: expiry, sequenceNumber: 1),
      let product = Product(code: "classic", name: "Carte classique", ranges: [range])
    else { preconditionFailure("the bench's product is one") }
    try registry.set(product, by: "chief", at: start)
    let cards = try (0..<cardCount).compactMap { account in
      try product.pan(account: account).map { pan in
        try PortfolioCard(
          pan: pan, key: key, state: .ordered, product: "classic",
          holder: Holder(reference: "C\(account)", name: "MARTIN Paul"))
      }
    }
    _ = try registry.importCards(cards, by: "chief", at: start)
    let context = ActContext(person: "host", time: start)
    var last: Int64? = 0
    while let card = last {
      last = try registry.produceNext(of: "B1", product: nil, after: card, context)
    }
    return try registry.cards(ofBatch: "B1", after: 0, countMax: cardCount)
  }

  /// Makes record after record.
  final class Run {
    private let cards: [CardToMake]
    private var maker: CardMaker
    private var stream: SealedStreamWriter
    private var output: [UInt8] = []
    private var random = SplitMix64(seed: 1)

    init(_ cards: [CardToMake]) throws {
      self.cards = cards
      let keys = try Keys()
      let rules = try IssuerKeys.PINRules()
      maker = CardMaker(
        verification: try CardVerification(key: keys.verification),
        natural: try IBM3624(key: keys.natural, table: rules.table, validation: rules.validation),
        encryptor: try PINEncryptor(key: keys.pin, format: .iso0))
      stream = try SealedStreamWriter(
        under: keys.transport, information: [], to: &output, using: &random)
    }

    func run(_ iterations: Int) -> UInt64 {
      let before = maker.count
      for index in 0..<iterations {
        do throws(ProductionError) {
          try maker.append(
            cards[index % cards.count], to: &stream, &output, using: &random)
        } catch {
          preconditionFailure("the bench's cards can be made: \(error)")
        }
        if output.count > 1 << 20 { output.removeAll(keepingCapacity: true) }
      }
      return UInt64(maker.count - before)
    }
  }

  private struct Keys: ~Copyable {
    let verification: Key<PaymentCrypto.Usage.CardVerification>
    let natural: Key<PaymentCrypto.Usage.IBM3624>
    let pin: Key<PaymentCrypto.Usage.PINEncryption>
    let transport: Key<PaymentCrypto.Usage.KeyBlockProtection>

    init() throws {
      var random = SplitMix64(seed: 7)
      let verification = try Key<PaymentCrypto.Usage.CardVerification>(
        generating: .tdes2, using: &random)
      let natural = try Key<PaymentCrypto.Usage.IBM3624>(generating: .tdes2, using: &random)
      let pin = try Key<PaymentCrypto.Usage.PINEncryption>(generating: .tdes2, using: &random)
      let transport = try Key<PaymentCrypto.Usage.KeyBlockProtection>(
        generating: .aes256, using: &random)
      self.verification = verification
      self.natural = natural
      self.pin = pin
      self.transport = transport
    }
  }
}
