public import CardCore

/// What other currencies are worth in the base currency of a rule file.
public struct RateTable: Sendable {
  /// The currency of sums and of all that is calculated.
  public let base: Currency
  private var rates: [Currency: Rate] = [:]

  /// Major units of the base for one of the currency: `units` × 10^-`decimals`.
  struct Rate: Hashable, Sendable {
    var units: Int64
    var decimals: Int
  }

  static let decimalsMax = 9

  init(base: Currency) {
    self.base = base
  }

  mutating func set(_ rate: Rate, for currency: Currency) { rates[currency] = rate }

  /// The currencies with a rate, by ascending numeric code.
  public var currencies: [Currency] { rates.keys.sorted { $0.numeric < $1.numeric } }

  /// The rate of a currency, as units and decimals, for the text that fingerprints are made of.
  func rate(of currency: Currency) -> Rate? { rates[currency] }

  /// Changes an amount into another currency, to the nearest minor unit, halves away from zero.
  ///
  /// - Returns: nil where a rate is missing, a currency has no decimals that the table knows, or
  ///   the result does not fit.
  public func convert(_ minorUnits: Int64, from: Currency, to: Currency) -> Int64? {
    ratio(from: from, to: to).flatMap { $0.times(minorUnits) }
  }

  /// What one minor unit of a currency is in minor units of another; nil where a rate is missing.
  func ratio(from: Currency, to: Currency) -> Ratio? {
    if from == to { return Ratio(numerator: 1, denominator: 1) }
    guard let source = fraction(of: from), let target = fraction(of: to) else { return nil }
    // Rates have at most 18 digits and currencies 4 decimals: the products fit 128 bits.
    return Ratio(
      numerator: source.numerator * target.denominator,
      denominator: source.denominator * target.numerator
    ).reduced
  }

  /// A fraction over 0.
  struct Ratio: Hashable, Sendable {
    var numerator: Int128
    var denominator: Int128

    /// In lowest terms.
    var reduced: Ratio {
      var (left, right) = (numerator, denominator)
      while right != 0 { (left, right) = (right, left % right) }
      return Ratio(numerator: numerator / left, denominator: denominator / left)
    }

    /// The product to the nearest whole number, halves away from zero; nil where it does not fit.
    func times(_ value: Int64) -> Int64? {
      if numerator == denominator { return value }
      let (product, isOver) = Int128(value).multipliedReportingOverflow(by: numerator)
      guard !isOver else { return nil }
      let half = denominator / 2
      let (rounded, isTop) = product.addingReportingOverflow(product < 0 ? -half : half)
      return isTop ? nil : Int64(exactly: rounded / denominator)
    }
  }

  /// How many minor units of the base one minor unit of the currency is worth.
  private func fraction(of currency: Currency) -> Ratio? {
    guard let exponent = currency.exponent, let baseExponent = base.exponent else { return nil }
    guard currency != base else { return Ratio(numerator: 1, denominator: 1) }
    guard let rate = rates[currency] else { return nil }
    return Ratio(
      numerator: Int128(rate.units) * Self.power(baseExponent),
      denominator: Self.power(exponent + rate.decimals)
    ).reduced
  }

  private static func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
