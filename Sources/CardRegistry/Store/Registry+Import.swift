public import CardCore
internal import Foundation
internal import GRDB

extension Registry {
  /// What became of the cards of an import.
  public struct ImportReport: Hashable, Sendable {
    /// Those that are new.
    public var added = 0
    /// Those that were there already, with the same holder and product.
    public var known = 0
    /// Those that were refused: the place in what was given, and why.
    public var rejected: [Reject] = []

    public init() {}
  }

  /// A card that an import refused.
  public struct Reject: Hashable, Sendable {
    public let index: Int
    /// A stable name: programs read it.
    public let code: String
    public let message: String
  }

  /// Takes in cards of an existing portfolio, all of those given in one transaction.
  ///
  /// A card that is there already is left as it is, so that an import can be done again. Fastest
  /// for some hundred thousand cards at once: they are written in the order of their tokens.
  ///
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a supervisor or the system does it.
  public func importCards(
    _ cards: [PortfolioCard], by person: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) -> ImportReport {
    let tokens = tokens(of: cards.map(\.pan))
    return try file.run(isDryRun: isDryRun) { db in
      try Operator.demand([.supervisor, .system], of: person, in: db)
      var writer = try ImportWriter(db: db, keys: keys, time: time)
      try writer.take(cards, tokens)
      try writer.record(by: person)
      return writer.report
    }
  }

  func tokens(of pans: [PAN]) -> [CardToken] {
    var tokens = [CardToken](repeating: .none, count: pans.count)
    var span = tokens.mutableSpan
    keys.tokenizer.tokenize(pans.span, into: &span)
    return tokens
  }
}

/// Writes the cards of one import within its transaction.
struct ImportWriter {
  private let db: Database
  private let keys: RegistryKeys
  private let time: Instant
  private let rules = Rulebook.standard
  private let sequence: Int64
  private let products: [String: Product]
  private var oppositionCount = 0
  private var summary: [UInt8] = []
  private(set) var report = Registry.ImportReport()

  init(db: Database, keys: RegistryKeys, time: Instant) throws {
    self.db = db
    self.keys = keys
    self.time = time
    sequence = try AuditTrail(db: db, keys: keys).head().sequence + 1
    products = Dictionary(
      uniqueKeysWithValues: try ProductRows(db: db).all().map { ($0.code, $0) })
  }

  mutating func take(_ cards: [PortfolioCard], _ tokens: [CardToken]) throws {
    // Holders in the order of the file, cards in that of their tokens: both meet their indices in
    // order.
    var holders: [Int64] = []
    holders.reserveCapacity(cards.count)
    for (index, card) in cards.enumerated() {
      holders.append(try isPossible(card, at: index) ? holder(of: card) : 0)
    }
    let order = cards.indices.filter { holders[$0] != 0 }.sorted {
      (tokens[$0], $0) < (tokens[$1], $1)
    }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, tokens[order[end]] == tokens[order[start]] { end += 1 }
      try take(order[start..<end].map { ($0, cards[$0], holders[$0]) }, tokens[order[start]])
      start = end
    }
  }

  /// Appends the record of the import to the audit trail: how many, and a digest of the rows.
  func record(by person: String) throws {
    guard report.added > 0 else { return }
    let digest = keys.digest([summary])
    let appended = try AuditTrail(db: db, keys: keys).append(at: time, about: []) { writer in
      writer.field("act", "import")
      writer.field("operator", person)
      writer.field("added", report.added)
      writer.field("known", report.known)
      writer.field("rejected", report.rejected.count)
      writer.key("digest")
      writer.hex(digest.span)
    }
    precondition(appended == sequence, "nothing else is recorded in the transaction of an import")
  }

  private mutating func isPossible(_ card: PortfolioCard, at index: Int) -> Bool {
    guard let product = products[card.product] else {
      reject(index, "unknownProduct", "there is no such product")
      return false
    }
    guard product.ranges.contains(where: { $0.contains(card.pan) }) else {
      reject(index, "outOfRange", "the PAN is in no range of its product")
      return false
    }
    return true
  }

  private mutating func reject(_ index: Int, _ code: String, _ message: String) {
    report.rejected.append(Registry.Reject(index: index, code: code, message: message))
  }

  private func holder(of card: PortfolioCard) throws -> Int64 {
    let known = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM holder WHERE reference = ?"),
      arguments: [card.holder.reference])
    if let known { return known }
    return try HolderRows(db: db).store(card.holder)
  }

  /// Takes in the cards of one PAN.
  private mutating func take(
    _ group: [(index: Int, card: PortfolioCard, holder: Int64)], _ token: CardToken
  ) throws {
    let rows = PANRows(db: db, keys: keys)
    if let pan = try rows.find(token) {
      let found = try CardRows(db: db).find(pan)
      var state = found.state
      var starts: [CardKey: String] = [:]
      let before = report.added
      for (index, card, holder) in group {
        let isOwn = holder == found.holder && card.product == state.product
        try add(card, index, isOwn: isOwn, &state, &starts)
      }
      guard report.added > before else { return }
      note(group.map(\.card), token)
      try CardRows(db: db).store(state, over: found, origin: sequence, starts: starts)
      return
    }
    guard let first = group.first else { return }
    var state = PANState(product: first.card.product)
    state.pin = .active(triesLeft: PINState.triesMax)
    var starts: [CardKey: String] = [:]
    for (index, card, holder) in group {
      let isOwn = holder == first.holder && card.product == state.product
      try add(card, index, isOwn: isOwn, &state, &starts)
    }
    note(group.map(\.card), token)
    let pan = try rows.insert(
      first.card.pan, token: token, holder: first.holder, state: state,
      pinReference: first.card.pinReference)
    for card in state.cards {
      _ = try CardRows(db: db).insert(
        card, pan: pan, state: state.state(of: card), origin: sequence, start: starts[card.key])
    }
  }

  private mutating func add(
    _ card: PortfolioCard, _ index: Int, isOwn: Bool, _ state: inout PANState,
    _ starts: inout [CardKey: String]
  ) throws {
    guard isOwn else {
      return reject(index, "otherHolder", "the PAN is another holder's or another product's")
    }
    guard state.card(card.key) == nil else {
      report.known += 1
      return
    }
    let made = card.card(at: time, rules)
    state.cards.append(made)
    var opposition: Opposition?
    if card.state == .opposed, state.opposition == nil, let reason = card.reason {
      oppositionCount += 1
      let recorded = card.since ?? time
      opposition = Opposition(
        number: OppositionNumber.text(sequence, recorded) + "-\(oppositionCount)", motive: reason,
        recorded: recorded, declared: nil, channel: .batch)
      state.opposition = opposition
    }
    starts[card.key] = CardStart.text(of: made, opposition: opposition, at: time)
    report.added += 1
  }

  /// Takes the cards of a PAN into what the digest is of.
  private mutating func note(_ cards: [PortfolioCard], _ token: CardToken) {
    for card in cards {
      summary.append(contentsOf: token.hex.utf8)
      summary.append(contentsOf: " \(card.key) \(card.state.rawValue)\n".utf8)
    }
  }
}

/// How oppositions are numbered: `O-20261125-00000042`.
enum OppositionNumber {
  /// The record of the audit trail that the opposition of that number came with.
  static func record(of number: String) -> Int64? {
    let parts = number.split(separator: "-")
    return parts.count > 2 ? Int64(parts[2]) : nil
  }

  /// - Parameters:
  ///   - sequence: The number of the record on the audit trail, so that no two are the same.
  ///   - time: Of the record; its day in Paris is shown.
  static func text(_ sequence: Int64, _ time: Instant) -> String {
    let civil = Day(of: time).civil
    var bytes = Array("O-".utf8)
    Digits.append(UInt64(max(0, civil.year)), width: 4, to: &bytes)
    Digits.append(UInt64(civil.month), width: 2, to: &bytes)
    Digits.append(UInt64(civil.day), width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    Digits.append(UInt64(sequence), width: 8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension PANRange {
  /// Whether the PAN is as long and begins with the first eight digits of the prefix, or all of it.
  ///
  /// More digits of a PAN are not lent to the registry.
  func contains(_ pan: PAN) -> Bool {
    guard pan.digitCount == digitCount, let iin = pan.iin(digitCount: 6) else { return false }
    guard prefix.hasPrefix(DigitText.sixDigits(iin)) else { return false }
    guard prefix.utf8.count > 6, let eight = pan.iin(digitCount: 8) else { return true }
    return DigitText.eightDigits(eight).hasPrefix(prefix.prefix(8))
  }
}

/// Numbers of card issuers as text, zeros in front.
enum DigitText {
  static func sixDigits(_ number: UInt32) -> String { text(number, width: 6) }
  static func eightDigits(_ number: UInt32) -> String { text(number, width: 8) }

  private static func text(_ number: UInt32, width: Int) -> String {
    var bytes: [UInt8] = []
    Digits.append(UInt64(number), width: width, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
