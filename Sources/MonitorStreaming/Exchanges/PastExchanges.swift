import CardCore

/// The exchanges of the reversal horizon, in the order in which they began: a ring with an index by
/// card, one by DE 11 and one by the message's bytes.
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
  /// The place before in the chain of the same card, DE 11 or bytes; as a place + 1.
  private var olderByCard: [UInt64] = []
  private var olderByNumber: [UInt64] = []
  private var olderByContent: [UInt64] = []
  private var cardHeads: [UInt64] = []
  private var numberHeads: [UInt64] = []
  // A copy is looked for at every request: a chain of its own, which is as short as it gets.
  private var contentHeads: [UInt64] = []

  /// Members of a chain that are looked at before a search gives up.
  private static let searchMaximum = 4_096

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

  /// As many messages as ``warm(_:)`` takes at once.
  static let warmedMaximum = 32

  /// Reads the places that these messages will be looked for at, so that waiting for memory is done
  /// once for all of them and not one after the other.
  ///
  /// - Returns: A number that means nothing, so that the reading is not left out.
  @inline(never)
  func warm(_ messages: Span<Transaction>) -> UInt64 {
    precondition(messages.count <= Self.warmedMaximum, "a few messages at once")
    guard !ring.isEmpty else { return 0 }
    let mask = UInt64(cardHeads.count - 1)
    var newest = InlineArray<32, UInt64>(repeating: 0)
    var sum: UInt64 = 0
    for index in messages.indices where messages[index].phase != .answer {
      newest[index] = contentHeads[Int(Self.spread(messages[index].contentHash) & mask)]
      sum &+= cardHeads[Int(Self.hash(messages[index].card) & mask)]
      if let stan = messages[index].stan { sum &+= numberHeads[Int(Self.hash(stan) & mask)] }
    }
    for index in newest.indices where newest[index] > first {
      sum &+= ring[self.index(newest[index] - 1)].contentHash
    }
    return sum
  }

  /// Whether the same bytes under the same number were there before.
  func hasCopy(of message: Transaction) -> Bool {
    guard message.contentHash != 0, message.stan != nil else { return false }
    let (hash, stan) = (message.contentHash, message.stan)
    return find(contentHeads, olderByContent, hash: Self.spread(hash)) {
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
      return find(numberHeads, olderByNumber, hash: Self.hash(stan)) {
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
    return find(cardHeads, olderByCard, hash: Self.hash(card)) {
      $0.card == card && isMeant($0)
    }
  }

  @inline(__always)
  private func find(
    _ heads: [UInt64], _ older: [UInt64], hash: UInt64, where isMeant: (PastExchange) -> Bool
  ) -> UInt64? {
    guard !ring.isEmpty else { return nil }
    var next = heads[Int(hash & UInt64(heads.count - 1))]
    var looked = 0
    while next > first, looked < Self.searchMaximum {
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
    let contentBucket = Int(Self.spread(ring[index].contentHash) & UInt64(contentHeads.count - 1))
    olderByContent[index] = contentHeads[contentBucket]
    contentHeads[contentBucket] = place + 1
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
    olderByContent = olderByCard
    cardHeads = olderByCard
    numberHeads = olderByCard
    contentHeads = olderByCard
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
