/// Means, spreads and rates of whole numbers, with bounds where some of them may or may not count.
enum Statistics {
  /// Count, sum and sum of squares of some amounts.
  struct Moments: Sendable {
    var count: Int64 = 0
    var sum: Int64 = 0
    var squares: UInt128 = 0

    @inline(__always)
    mutating func add(_ value: Int64) {
      count += 1
      sum = sum.addingBounded(value)
      let magnitude = UInt128(value.magnitude)
      squares = squares &+ magnitude &* magnitude
    }

    static func + (left: Moments, right: Moments) -> Moments {
      Moments(
        count: left.count + right.count, sum: left.sum.addingBounded(right.sum),
        squares: left.squares &+ right.squares)
    }
  }

  /// The mean of numbers whose sum and count lie between bounds.
  @inline(__always)
  static func mean(sum: Bounds, count: Bounds) -> RealBounds {
    guard count.low > 0, sum.low != .min, sum.high != .max, count.high != .max else {
      // A sum without an upper bound still has a lower one.
      guard count.low > 0, sum.low >= 0, count.high != .max else { return .widest }
      return RealBounds(low: Double(sum.low) / Double(count.high), high: .infinity)
    }
    return RealBounds(
      low: Double(sum.low) / Double(sum.low >= 0 ? count.high : count.low),
      high: Double(sum.high) / Double(sum.high >= 0 ? count.low : count.high))
  }

  /// The standard deviation of `certain` numbers and any of the `possible` ones.
  ///
  /// Adding numbers never lowers the sum of squared deviations: it lies between that of the certain
  /// ones and that of all.
  static func spread(certain: Moments, possible: Moments) -> RealBounds {
    guard certain.count > 0 else { return .widest }
    let all = certain + possible
    guard let least = scaledVariance(certain), let most = scaledVariance(all) else {
      return RealBounds(low: 0, high: .infinity)
    }
    if possible.count == 0 {
      let spread = least.squareRoot() / Double(certain.count)
      return RealBounds(low: spread, high: spread)
    }
    // The scale is the square of the count: M₂ = scaled ÷ count, and variance M₂ ÷ how many.
    let low = least / Double(certain.count) / Double(all.count)
    let high = most / Double(all.count) / Double(certain.count)
    return RealBounds(
      low: low.squareRoot() * (1 - 1e-12), high: high.squareRoot() * (1 + 1e-12))
  }

  /// n·Σx² − (Σx)², which is n² times the variance; nil where it does not fit.
  private static func scaledVariance(_ moments: Moments) -> Double? {
    let (product, overflow) = moments.squares.multipliedReportingOverflow(
      by: UInt128(moments.count))
    let sum = UInt128(moments.sum.magnitude)
    guard !overflow, moments.sum.magnitude < UInt64(Int64.max) else { return nil }
    let square = sum * sum
    return product >= square ? Double(product - square) : nil
  }

  /// How many of `all` events meet a condition: some certainly, some possibly; and some more of
  /// either kind may or may not lie in the window.
  static func rate(
    certain: Int64, possible: Int64, all: Int64, more: (certain: Int64, possible: Int64, all: Int64)
  ) -> RealBounds {
    guard all > 0 else { return .widest }
    let low = Double(certain) / Double(all + more.all - more.certain)
    let high = Double(possible + more.possible) / Double(all + more.possible)
    return RealBounds(low: low, high: high)
  }
}
