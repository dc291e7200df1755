import CardCore

/// The numbers of the cards: each is derived from its place, none is stored.
///
/// All are under BINs that payment providers publish for tests, so that no number is anyone's.
struct Portfolio {
  let cardCount: Int
  /// Where the numbering of a BIN begins, so that seeds have different numbers.
  private let offset: UInt64

  /// A BIN of six digits, the product under it, and its share of the cards.
  struct Range: Sendable {
    let bin: UInt32
    let product: String
    let weight: Int
  }

  /// Published for tests: 497010 by Lyra, 424242, 555555 and 520082 by Stripe.
  static let ranges: [Range] = [
    Range(bin: 497_010, product: "cb-classic", weight: 8),
    Range(bin: 424_242, product: "visa-premier", weight: 6),
    Range(bin: 555_555, product: "mastercard-gold", weight: 4),
    Range(bin: 520_082, product: "mastercard-debit", weight: 2),
  ]
  private static let weightSum = ranges.reduce(0) { $0 + $1.weight }

  private static let modulus: UInt64 = 1_000_000_000
  /// Has no factor in common with the modulus, so that different places have different numbers.
  private static let multiplier: UInt64 = 618_033_989

  init(seed: UInt64, cardCount: Int) {
    self.cardCount = cardCount
    offset = Draw.key(seed, .holder, 0) % Self.modulus
  }

  /// Of a card, by its place.
  static func range(of card: Int) -> Int {
    var rest = card % weightSum
    for (index, range) in ranges.enumerated() {
      if rest < range.weight { return index }
      rest -= range.weight
    }
    return 0
  }

  /// The sixteen digits as a number; the last one is the Luhn check digit.
  func number(of card: Int) -> UInt64 {
    let account = (UInt64(card) &* Self.multiplier &+ offset) % Self.modulus
    return Self.number(Self.ranges[Self.range(of: card)].bin, account)
  }

  /// A number under the first eight digits `bin` that no card has.
  ///
  /// Account numbers are spread by a multiplier whose inverse tells whose a number is.
  func unknownNumber(under bin: UInt32, _ draw: inout Draw) -> UInt64 {
    let range = Self.ranges.firstIndex { $0.bin == bin / 100 } ?? 0
    let first = UInt64(bin % 100) * 10_000_000
    while true {
      let account = first + UInt64(draw.below(10_000_000))
      guard !isTaken(account, by: range) else { continue }
      return Self.number(Self.ranges[range].bin, account)
    }
  }

  private func isTaken(_ account: UInt64, by range: Int) -> Bool {
    let distance = (account + Self.modulus - offset) % Self.modulus
    let card = distance &* Self.inverse % Self.modulus
    return card < UInt64(cardCount) && Self.range(of: Int(card)) == range
  }

  /// Times the multiplier it is 1.
  static let inverse: UInt64 = {
    // By Euler: the order of the numbers without a factor in common is 400,000,000.
    var (result, base, exponent): (UInt64, UInt64, UInt64) = (1, multiplier, 399_999_999)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base % modulus }
      base = base * base % modulus
      exponent >>= 1
    }
    return result
  }()

  private static func number(_ bin: UInt32, _ account: UInt64) -> UInt64 {
    let body = UInt64(bin) * modulus + account
    return body * 10 + checkDigit(of: body)
  }

  /// The Luhn check digit behind fifteen digits.
  private static func checkDigit(of body: UInt64) -> UInt64 {
    var (sum, rest, isDoubled): (UInt64, UInt64, Bool) = (0, body, true)
    while rest > 0 {
      let digit = rest % 10
      rest /= 10
      sum += isDoubled ? (digit < 5 ? 2 * digit : 2 * digit - 9) : digit
      isDoubled.toggle()
    }
    return (10 - sum % 10) % 10
  }
}
