import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

@Suite struct PANIntervalsTests {
  /// Whether all, some or none of the numbers that begin with the known digits are in a range.
  private func naive(_ ranges: [(Int, Int, Int)], _ digits: String) -> Bool? {
    let missing = 8 - digits.count
    let scale = (0..<missing).reduce(1) { scale, _ in scale * 10 }
    let first = Int(digits)! * scale
    var count = 0
    for number in first..<first + scale {
      let isIn = ranges.contains { low, high, digitCount in
        let cut = (0..<(8 - digitCount)).reduce(1) { cut, _ in cut * 10 }
        return (low...high).contains(number / cut)
      }
      count += isIn ? 1 : 0
    }
    return count == scale ? true : count == 0 ? false : nil
  }

  @Test func `agrees with a look at every number`() throws {
    try forEachSeed(count: 40, generator: SplitMix64.init(seed:)) { _, random in
      let ranges = (0..<4).map { _ in
        let digitCount = [4, 6, 8][Int(random.next() % 3)]
        let scale = (0..<digitCount - 4).reduce(1) { scale, _ in scale * 10 }
        let low = 4970 * scale + Int(random.next() % UInt64(scale))
        return (low, min(low + Int(random.next() % 30), 4971 * scale - 1), digitCount)
      }
      let intervals = PANIntervals(
        try ranges.map { low, high, _ in try #require(PANRange(String(low), String(high))) })
      for digitCount in [16, 14] {
        let tail = String(random.next() % 1_000_000_000_000 + 1_000_000_000_000).dropFirst()
        let pan = try #require(PAN("4970" + tail.prefix(digitCount - 4)))
        let known = "4970" + tail.prefix(digitCount == 16 ? 4 : 2)
        #expect(intervals.contain(CardFacts(pan)) == naive(ranges, known))
      }
    }
  }

  @Test func `a card without a number begins as none`() throws {
    let intervals = PANIntervals([try #require(PANRange("4", "5"))])
    #expect(intervals.contain(CardFacts(other: Array("C-1".utf8).span)) == false)
    // Too short for its beginning to be kept.
    #expect(intervals.contain(CardFacts(try #require(PAN("497010123")))) == nil)
  }
}
