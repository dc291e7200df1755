/// What a card may be used for, up to a limit.
public enum Usage: String, Labelled {
  case payment, withdrawal, remote, contactless, quasiCash

  public var labels: Labels {
    switch self {
    case .payment: Labels("payments", "paiements")
    case .withdrawal: Labels("cash withdrawals", "retraits")
    case .remote: Labels("remote payments", "paiements à distance")
    case .contactless: Labels("contactless payments without PIN", "sans contact sans code")
    case .quasiCash: Labels("quasi-cash", "quasi-espèces")
    }
  }
}

extension Usage {
  /// The usage that this one is a part of, and counts for as well: payments at a distance, without
  /// contact or as quasi-cash are payments.
  public var whole: Usage? {
    switch self {
    case .payment, .withdrawal: nil
    case .remote, .contactless, .quasiCash: .payment
    }
  }

  /// The usages that count for a limit of this one.
  var parts: [Usage] { Usage.allCases.filter { $0 == self || $0.whole == self } }
}

/// How much, and how often, within a number of days: zero means none at all.
public struct Limit: Hashable, Sendable {
  public let usage: Usage
  /// The number of days that it counts together, the current one included: 1 to 366.
  public let days: Int
  /// The most in minor units of the card's currency; nil if the amount is not limited.
  public let amountMinor: Int64?
  /// The most times; nil if they are not counted.
  public let countMax: Int?

  /// nil for days outside 1 to 366 or a negative amount or count.
  public init?(_ usage: Usage, days: Int, amountMinor: Int64?, countMax: Int? = nil) {
    guard (1...366).contains(days), amountMinor ?? 0 >= 0, countMax ?? 0 >= 0 else { return nil }
    self.usage = usage
    self.days = days
    self.amountMinor = amountMinor
    self.countMax = countMax
  }

  /// Whether it lets more through than `other` does.
  public func exceeds(_ other: Limit) -> Bool {
    func more(_ own: Int64?, _ its: Int64?) -> Bool {
      guard let its else { return false }
      return own.map { $0 > its } ?? true
    }
    return more(amountMinor, other.amountMinor)
      || more(countMax.map(Int64.init), other.countMax.map(Int64.init))
  }
}

/// A limit that takes the place of the product's between two days.
public struct LimitOverride: Hashable, Sendable {
  public let limit: Limit
  /// The first day on which it holds.
  public let from: Day
  /// The first day on which it no longer holds; nil if it stays.
  public let until: Day?

  /// nil for an end that is not after the start.
  public init?(_ limit: Limit, from: Day, until: Day?) {
    if let until, until <= from { return nil }
    self.limit = limit
    self.from = from
    self.until = until
  }

  /// Whether it holds on `day`.
  public func holds(on day: Day) -> Bool { day >= from && until.map { day < $0 } ?? true }
}
