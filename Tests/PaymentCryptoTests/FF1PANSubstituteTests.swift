import CardCore
import PaymentCrypto
import TestSupport
import Testing

@Suite struct FF1PANSubstituteTests {
  private func substitute(_ fill: UInt8 = 7) throws -> FF1PANSubstitute {
    try FF1PANSubstitute(keyFile: Array(repeating: fill, count: 32).span)
  }

  private func text(_ pan: PAN) -> String {
    pan.withDigits { digits in
      String(decoding: digits.indices.map { digits[$0] }, as: UTF8.self)
    }
  }

  @Test func `what may be shown of a PAN stays, and whether its Luhn digit holds`() throws {
    let substitute = try substitute()
    try forEachSeed(count: 200, generator: SplitMix64.init(seed:)) { _, generator in
      let count = Int.random(in: 6...19, using: &generator)
      let digits = (0..<count).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
      let pan = try #require(PAN(digits))
      let other = substitute.substitute(for: pan)
      #expect(other.digitCount == count)
      #expect(other.masked == pan.masked)
      #expect(other.luhnHolds == pan.luhnHolds)
      #expect(substitute.substitute(for: pan) == other)
    }
  }

  @Test func `no two PANs of an issuer become one`() throws {
    let substitute = try substitute()
    var seen: Set<PAN> = []
    var changedCount = 0
    for number in 0..<2_000 {
      let middle = "\(1_000_000 + number * 499)".suffix(6)
      let pan = try #require(PAN("424242" + middle + "4242"))
      let other = substitute.substitute(for: pan)
      #expect(seen.insert(other).inserted)
      if other != pan { changedCount += 1 }
    }
    #expect(changedCount > 1_990)
  }

  @Test func `another key makes other PANs`() throws {
    let pan = try #require(PAN("4242424242424242"))
    let (one, two) = (try substitute(1), try substitute(2))
    #expect(one.substitute(for: pan) != two.substitute(for: pan))
  }

  @Test(arguments: 1...5)
  func `of very short PANs only the last four digits stay`(count: Int) throws {
    let pan = try #require(PAN(String("98765".prefix(count))))
    let expected = String(repeating: "0", count: max(0, count - 4)) + text(pan).suffix(4)
    #expect(text(try substitute().substitute(for: pan)) == expected)
  }

  @Test func `refuses a key of another length`() {
    #expect(throws: CryptoError.self) {
      try FF1PANSubstitute(keyFile: Array(repeating: 1 as UInt8, count: 31).span)
    }
  }
}
