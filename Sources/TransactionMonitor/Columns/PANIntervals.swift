internal import CardCore

/// Beginnings of card numbers, to be searched: intervals of eight digits that do not touch.
struct PANIntervals: Sendable {
  private var lows: [UInt32] = []
  private var highs: [UInt32] = []

  init(_ ranges: [PANRange]) {
    let intervals = ranges.map { range in
      let step = Self.power(PANRange.digitCountMax - Int(range.digitCount))
      return (low: range.low * step, high: range.high * step + step - 1)
    }
    for interval in intervals.sorted(by: { $0.low < $1.low }) {
      if let last = highs.last, interval.low <= last + 1 {
        highs[highs.count - 1] = max(last, interval.high)
      } else {
        lows.append(interval.low)
        highs.append(interval.high)
      }
    }
  }

  /// Whether a card of these facts begins as one of them; nil where too few of its digits are kept
  /// to tell.
  ///
  /// - Complexity: O(log n).
  func contain(_ facts: CardFacts) -> Bool? {
    guard facts.iinDigitCount > 0 else { return facts.digitCount == 0 ? false : nil }
    let step = Self.power(PANRange.digitCountMax - Int(facts.iinDigitCount))
    let first = facts.iin * step
    let last = first + step - 1
    // The first interval that does not end before the card's numbers begin.
    var index = 0
    var end = highs.count
    while index < end {
      let middle = (index + end) / 2
      if highs[middle] < first { index = middle + 1 } else { end = middle }
    }
    guard index < highs.count, lows[index] <= last else { return false }
    return lows[index] <= first && last <= highs[index] ? true : nil
  }

  private static func power(_ exponent: Int) -> UInt32 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
