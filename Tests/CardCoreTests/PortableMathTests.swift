import CardCore
import Foundation
import Testing

struct PortableMathTests {
  /// How many numbers lie between two positive or two negative ones.
  private func distance(_ one: Double, _ other: Double) -> UInt64 {
    let (left, right) = (one.bitPattern, other.bitPattern)
    return left > right ? left - right : right - left
  }

  @Test func `the exponential is the C library's to two units in the last place`() {
    var generator = SplitMix64(seed: 1)
    var worst: UInt64 = 0
    for _ in 0..<200_000 {
      let share = Double(generator.next() >> 11) * 0x1p-53
      for x in [share * 1_410 - 703, share * 4 - 2, -share * share] {
        worst = max(worst, distance(PortableMath.exp(x), Foundation.exp(x)))
      }
    }
    #expect(worst <= PortableMath.ulpMaximum)
  }

  @Test func `the logarithm is the C library's to two units in the last place`() {
    var generator = SplitMix64(seed: 2)
    var worst: UInt64 = 0
    for _ in 0..<200_000 {
      let bits = generator.next()
      let share = Double(bits >> 11) * 0x1p-53
      let any = Double(bitPattern: bits & 0x7FFF_FFFF_FFFF_FFFF)
      for x in [share * 10, 0.5 + share, 1 + share * 1e-6, any] where x > 0 && x.isFinite {
        worst = max(worst, distance(PortableMath.log(x), Foundation.log(x)))
      }
    }
    #expect(worst <= PortableMath.ulpMaximum)
  }

  @Test func `the ends of the range are what they should be`() {
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.exp(-1_000) == 0)
    #expect(PortableMath.exp(1_000) == .infinity)
    #expect(PortableMath.exp(.nan).isNaN)
    #expect(PortableMath.log(1) == 0)
    #expect(PortableMath.log(0) == -.infinity)
    #expect(PortableMath.log(.infinity) == .infinity)
    #expect(PortableMath.log(-1).isNaN)
    #expect(PortableMath.log(.nan).isNaN)
  }
}
