import CardCore
import Testing

@testable import TransactionMonitor

@Suite struct DivisorTests {
  @Test(arguments: [1, 2, 3, 7, 10, 34, 1 << 32, 3_600_000, 432_000_000, .max - 1, .max])
  func `divides as the processor does, on both sides of every multiple`(divisor: UInt64) {
    let reciprocal = Divisor(divisor)
    var random = SplitMix64(seed: divisor)
    for _ in 0..<200 {
      let dividend = random.next() >> (random.next() & 63)
      let multiple = dividend / divisor * divisor
      for near in [dividend, multiple, multiple &- 1, multiple &+ divisor &- 1, .max, 0] {
        #expect(reciprocal.quotient(of: near) == near / divisor)
      }
    }
  }
}
