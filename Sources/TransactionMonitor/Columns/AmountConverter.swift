internal import CardCore

/// Gives the amount of a transaction in one currency.
struct AmountConverter: Sendable {
  private let target: Currency
  /// By the numeric code of the source.
  private let ratios: [RateTable.Ratio?]

  init(to target: Currency, _ rates: RateTable) {
    self.target = target
    var ratios = [RateTable.Ratio?](repeating: nil, count: 1_000)
    for source in rates.currencies + [rates.base] {
      ratios[Int(source.numeric)] = rates.ratio(from: source, to: target)
    }
    self.ratios = ratios
  }

  /// DE 4 where it is in the currency, else DE 6 where that is, else DE 4 converted; nil where no
  /// rate is known or the message has no amount.
  @inline(__always)
  func minorUnits(of transaction: Transaction) -> Int64? {
    let currency = transaction.currency
    if currency == target { return transaction.amountMinor }
    if transaction.billingCurrency == target, let billed = transaction.billingMinor {
      return billed
    }
    guard let currency, let minor = transaction.amountMinor else { return nil }
    return ratios[Int(currency.numeric)].flatMap { $0.times(minor) }
  }
}

/// The time of day in a zone; its distance from UTC is looked up once an hour of event time.
struct LocalClock {
  private let zone: ZoneRule
  /// Zones change their distance on the hour of UTC.
  private var hour = Int64.min
  private var offset: Int64 = 0

  init(_ zone: ZoneRule) {
    self.zone = zone
  }

  private mutating func local(_ instant: Instant) -> Int64 {
    let milliseconds = instant.millisecondsSince1970
    let hour = Self.quotient(milliseconds, 3_600_000)
    if hour != self.hour {
      self.hour = hour
      offset = zone.offsetMilliseconds(at: instant)
    }
    return milliseconds &+ offset
  }

  mutating func millisecondOfDay(_ instant: Instant) -> Int64 {
    let local = local(instant)
    return local - Self.quotient(local, 86_400_000) * 86_400_000
  }

  /// 0 for Monday; 1970-01-01 was a Thursday.
  mutating func weekday(_ instant: Instant) -> Int64 {
    let days = Self.quotient(local(instant), 86_400_000) + 3
    return days - Self.quotient(days, 7) * 7
  }

  /// Rounded down.
  private static func quotient(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value < 0 && quotient * divisor != value ? quotient - 1 : quotient
  }
}
