import CardCore
import TransactionMonitor

/// A stream of whole exchanges of so many cards, made as fast as it is judged and always the same.
///
/// Each card is used about ten times a day, mostly at the two merchants that it knows, for small
/// sums and at home, as most payments are: fewer than one in a thousand calls for an alert.
final class MonitorWorkload {
  static let blockRowCount = 4_096

  let cardCount: Int
  private(set) var rows: [MonitorEvent]
  private var generator = SplitMix64(seed: 42)
  private var sequence: UInt64 = 0
  /// Event time, in milliseconds and 1/1,024 of them.
  private var clock: UInt64 = 1_735_689_600_000 * 1_024
  private let step: UInt64

  private static let terminals = (0..<8_192).compactMap { TerminalID("T\(1_000_000 + $0)") }
  private static let merchants = (0..<2_048).compactMap { MerchantID("M\(1_000_000 + $0)") }
  private static let acquirers = (0..<16).compactMap { AcquirerID("4000\(10 + $0)") }
  private static let categories = [5411, 5812, 5541, 5912].compactMap(MCC.init)
  private static let countries = ["FR", "BE", "DE", "US"].compactMap { Country(alphabetic: $0) }
  private static let approved = ResponseCode("00")
  private static let declined = ResponseCode("51")
  private static let bins = (0..<32).compactMap { bin in
    PAN("4970\(1_000 + bin * 37)00000000").map(CardFacts.init)
  }

  /// Whether rows tell of frauds: one in 256, for no reason.
  private let isLabelled: Bool

  init(cardCount: Int, isLabelled: Bool = false) {
    self.cardCount = cardCount
    self.isLabelled = isLabelled
    step = max(1, 86_400_000 * 1_024 / UInt64(cardCount * 10))
    let blank = Transaction(
      sequence: 0, time: Instant(millisecondsSince1970: 0), mti: MTI(100) ?? .vacant,
      kind: .authorization, phase: .request)
    rows = Array(repeating: MonitorEvent(blank, stage: .whole), count: Self.blockRowCount)
  }

  /// Makes the next block in ``rows``.
  func advance() {
    for row in rows.indices { fill(row, card: generator.next() % UInt64(cardCount)) }
  }

  /// Makes a block in which each of the cards `first`… is used once; to build up state.
  func introduce(from first: Int) {
    for row in rows.indices { fill(row, card: UInt64((first + row) % cardCount)) }
  }

  private func fill(_ row: Int, card: UInt64) {
    let draw = generator.next()
    clock += step
    let time = Instant(millisecondsSince1970: Int64(clock / 1_024))
    var event = MonitorEvent(rows[row].transaction, stage: .whole)
    event.transaction.sequence = sequence
    event.transaction.byteOffset = sequence * 280
    event.transaction.time = time
    var mixer = SplitMix64(seed: card)
    event.transaction.card = CardToken(high: mixer.next(), low: mixer.next())
    event.transaction.cardFacts = Self.bins[Int(card % UInt64(Self.bins.count))]
    let habit = mixer.next()
    // One in 512 goes somewhere else.
    let known = habit >> (draw & 1 == 0 ? 0 : 16)
    let place = Int((draw >> 1 & 511 == 0 ? draw >> 10 : known) & 8_191)
    event.transaction.terminal = Self.terminals[place]
    event.transaction.merchant = Self.merchants[place >> 2]
    event.transaction.acquirer = Self.acquirers[place >> 9]
    event.transaction.category = Self.categories[place >> 2 & 3]
    let isRemote = draw >> 52 & 7 == 0
    // One in 1,024 buys abroad, never by going there.
    let isAbroad = isRemote && draw >> 23 & 127 == 0
    event.transaction.country = Self.countries[isAbroad ? Int(draw >> 30 & 3) : 0]
    event.transaction.amountMinor = Int64(300 + (draw >> 38 & 0x7FF))
    event.transaction.currency = .euro
    event.transaction.entryMode = isRemote ? .ecommerce : .contactlessChip
    event.transaction.isCardPresent = !isRemote
    let isDeclined = draw >> 55 & 63 == 0
    event.outcome = isDeclined ? .declined : .approved
    event.transaction.responseCode = isDeclined ? Self.declined : Self.approved
    if isLabelled { event.transaction.facts = Self.label(draw) }
    event.requestTime = time
    event.requestSequence = sequence
    event.requestOffset = event.transaction.byteOffset
    rows[row] = event
    sequence += 1
  }

  private static func label(_ draw: UInt64) -> Transaction.Facts {
    draw >> 44 & 255 == 0 ? [.isLabelled, .isFraud] : .isLabelled
  }
}
