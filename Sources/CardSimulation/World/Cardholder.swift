import CardCore

/// Who holds a card and how that person lives: derived from the card's place each time.
struct Cardholder {
  let card: Int
  /// A place at home.
  let city: Int
  /// What the amounts of the middle holder are multiplied by.
  let scale: Double
  /// Of the payments, 0 to 1.
  let remoteShare: Double
  /// How often there is not enough money for a payment.
  let shortShare: Double
  /// How readily the card is held to the reader rather than put in.
  let contactlessShare: Double
  /// Months since year 0 in which the first card of this holder expires.
  private let firstExpiryMonth: Int
  let sequenceNumber: UInt8

  init(_ card: Int, seed: UInt64, start: CivilTime) {
    self.card = card
    var draw = Draw(seed, .card, UInt64(card))
    city = draw.index(in: City.homeWeights)
    let spread = draw.unit() + draw.unit()
    scale = 0.45 + 0.35 * spread + (draw.chance(0.05) ? 1.2 : 0)
    remoteShare = 0.05 + 0.35 * draw.unit()
    shortShare = draw.chance(0.06) ? 0.12 : 0.004
    contactlessShare = 0.3 + 0.6 * draw.unit()
    firstExpiryMonth = start.year * 12 + start.month - 1 + draw.below(36)
    sequenceNumber = draw.chance(0.1) ? 1 : 0
  }

  /// The expiry, YYMM, of the card in use in a month; its successor has 36 months more.
  func expiry(in time: CivilTime) -> UInt16 {
    let now = time.year * 12 + time.month - 1
    var month = firstExpiryMonth
    while month < now { month += 36 }
    return UInt16(month / 12 % 100 * 100 + month % 12 + 1)
  }

  /// Purchases in a day follow one of sixteen paces, by card.
  static func paceClass(of card: Int, seed: UInt64) -> Int {
    Int(Draw.key(seed, .pace, UInt64(card)) & 15)
  }

  /// The mean of each pace, so that the mean over all is 1.
  static let paces: [Double] = [
    0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95, 1.1, 1.3, 1.6, 1.9, 2.3, 3.2,
  ]
}

/// A journey abroad in one span of 30 days.
struct Trip {
  /// Days since the start of the simulation.
  let days: Range<Int>
  /// A place abroad.
  let city: Int

  init?(of card: Int, onDay day: Int, seed: UInt64, share: Double) {
    let span = day / 30
    var draw = Draw(seed, .trip, UInt64(card), UInt64(span))
    guard draw.chance(share) else { return nil }
    let first = span * 30 + draw.below(24)
    days = first..<min(first + draw.within(3...12), span * 30 + 30)
    city = City.abroadRange.lowerBound + draw.below(City.abroadRange.count - 2)
    guard days.contains(day) else { return nil }
  }

  /// Where the traveller can hold a card to a terminal on a day of the journey, by the hour.
  ///
  /// - Returns: nil while travelling.
  func city(day: Int, hour: Int, home: Int) -> Int? {
    let isFar = City.farRange.contains(city)
    if day == days.lowerBound { return hour < 8 ? home : hour >= 16 && !isFar ? city : nil }
    if day == days.upperBound - 1 { return hour < 9 ? city : hour >= 19 && !isFar ? home : nil }
    return city
  }
}
