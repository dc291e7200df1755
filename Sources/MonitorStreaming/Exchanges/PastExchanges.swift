import CardCore

/// The exchanges of the reversal horizon, in the order in which they began: a ring with an index by
/// card and one by DE 11.
///
/// A place is the count of exchanges before it and is never used again. The index is of chains from
/// the newest to older ones, which end where the ring does, so that nothing is ever taken out.
struct PastExchanges: Sendable {
  let maximum: Int
  /// The time of the newest one that was forgotten before its horizon.
  var forgottenUpTo: Instant?
  /// The oldest place that is still held.
  private(set) var first: UInt64 = 0
  /// The place that the next exchange gets.
  private(set) var end: UInt64 = 0

  private var ring: [PastExchange] = []
  /// The place before in the chain of the same card, or of the same DE 11; as a place + 1.
  private var olderByCard: [UInt64] = []
  private var olderByNumber: [UInt64] = []
  private var cardHeads: [UInt64] = []
  private var numberHeads: [UInt64] = []

  /// Members of a chain that are looked at before a search gives up.
  private static let searchMaximum = 4_096
  /// The same where a copy of a message is looked for, which is done for every message.
  private static let copySearchMaximum = 64

  init(maximum: Int) { self.maximum = maximum }

  var count: Int { Int(end - first) }

  subscript(place: UInt64) -> PastExchange? {
    place >= first && place < end ? ring[index(place)] : nil
  }

  private func index(_ place: UInt64) -> Int { Int(place & UInt64(ring.count - 1)) }

  mutating func append(_ exchange: PastExchange) -> UInt64 {
    if count >= maximum {
      forgottenUpTo = max(forgottenUpTo ?? .earliest, ring[index(first)].time)
      first += 1
    }
    if count == ring.count { grow(filling: exchange) }
    let place = end
    end += 1
    ring[index(place)] = exchange
    link(place)
    return place
  }

  /// Has the first exchange get this place: nothing is held yet.
  mutating func begin(at place: UInt64) {
    precondition(first == end, "a ring begins empty")
    first = place
    end = place
  }

  /// Forgets what began before `time`.
  mutating func drop(before time: Instant) {
    while first < end, ring[index(first)].time < time { first += 1 }
  }

  mutating func markReversed(_ place: UInt64) { ring[index(place)].isReversed = true }

  /// Notes what an answer tells of the exchange that its request did not.
  mutating func learn(_ place: UInt64, from answer: Transaction) {
    guard place >= first, place < end else { return }
    let index = index(place)
    if let code = answer.authorizationCode { ring[index].authorizationCode = code }
    if ring[index].rrn == nil { ring[index].rrn = answer.rrn }
  }

  /// Whether the same bytes under the same number were there before.
  func hasCopy(of message: Transaction) -> Bool {
    guard message.contentHash != 0, message.stan != nil else { return false }
    let (hash, stan) = (message.contentHash, message.stan)
    return find(cardHeads, olderByCard, hash: Self.hash(message.card), Self.copySearchMaximum) {
      $0.contentHash == hash && $0.stan == stan
    } != nil
  }

  /// The exchange that a reversal is about: what DE 90 or DE 56 names, else DE 37, 41 and card,
  /// else DE 38, amount and card.
  func findOriginal(of reversal: Transaction) -> UInt64? {
    if let reference = reversal.original {
      let card = reversal.card
      if let found = find(onCardOf: reversal, where: { $0.isNamed(by: reference) }) {
        return found
      }
      guard let stan = reference.stan else { return findByContent(of: reversal) }
      return find(numberHeads, olderByNumber, hash: Self.hash(stan), Self.searchMaximum) {
        $0.isNamed(by: reference) && ($0.card == card || card == .none || $0.card == .none)
      }
    }
    return findByContent(of: reversal)
  }

  private func findByContent(of reversal: Transaction) -> UInt64? {
    if let rrn = reversal.rrn {
      let terminal = reversal.terminal
      if let found = find(
        onCardOf: reversal, where: { $0.rrn == rrn && $0.terminal == terminal })
      {
        return found
      }
    }
    guard let code = reversal.authorizationCode, let amount = reversal.amountMinor else {
      return nil
    }
    return find(
      onCardOf: reversal, where: { $0.authorizationCode == code && $0.amountMinor == amount })
  }

  private func find(
    onCardOf reversal: Transaction, where isMeant: (PastExchange) -> Bool
  ) -> UInt64? {
    let card = reversal.card
    return find(cardHeads, olderByCard, hash: Self.hash(card), Self.searchMaximum) {
      $0.card == card && isMeant($0)
    }
  }

  private func find(
    _ heads: [UInt64], _ older: [UInt64], hash: UInt64, _ maximum: Int,
    where isMeant: (PastExchange) -> Bool
  ) -> UInt64? {
    guard !ring.isEmpty else { return nil }
    var next = heads[Int(hash & UInt64(heads.count - 1))]
    var looked = 0
    while next > first, looked < maximum {
      let index = index(next - 1)
      if isMeant(ring[index]) { return next - 1 }
      next = older[index]
      looked += 1
    }
    return nil
  }
}

extension PastExchanges {
  private mutating func link(_ place: UInt64) {
    let index = index(place)
    let cardBucket = Int(Self.hash(ring[index].card) & UInt64(cardHeads.count - 1))
    olderByCard[index] = cardHeads[cardBucket]
    cardHeads[cardBucket] = place + 1
    guard let stan = ring[index].stan else { return }
    let numberBucket = Int(Self.hash(stan) & UInt64(numberHeads.count - 1))
    olderByNumber[index] = numberHeads[numberBucket]
    numberHeads[numberBucket] = place + 1
  }

  private mutating func grow(filling exchange: PastExchange) {
    let held = first..<end
    let exchanges = held.map { ring[index($0)] }
    let size = max(1_024, 2 * ring.count)
    ring = Array(repeating: exchange, count: size)
    olderByCard = Array(repeating: 0, count: size)
    olderByNumber = olderByCard
    cardHeads = olderByCard
    numberHeads = olderByCard
    for (place, exchange) in zip(held, exchanges) {
      ring[index(place)] = exchange
      link(place)
    }
  }

  private static func hash(_ card: CardToken) -> UInt64 { spread(card.high ^ card.low) }

  private static func hash(_ stan: STAN) -> UInt64 { spread(UInt64(stan.number)) }

  private static func spread(_ value: UInt64) -> UInt64 {
    var mixed = value &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed &>> 29) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed &>> 32
  }
}
