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
