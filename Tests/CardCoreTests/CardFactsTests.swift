import CardCore
import Testing

struct CardFactsTests {
  @Test func `keeps eight digits in front of a PAN of 16, and the last four`() throws {
    let facts = CardFacts(try #require(PAN("4970101234567890")))
    #expect(facts.iin == 49_701_012)
    #expect(facts.iinDigitCount == 8)
    #expect(facts.digitCount == 16)
    #expect(facts.lastCharacters == "7890")
    #expect(facts.masked == "497010******7890")
  }

  @Test func `keeps six digits in front of a PAN of 10 to 15`() throws {
    let facts = CardFacts(try #require(PAN("378282246310005")))
    #expect(facts.iin == 378_282)
    #expect(facts.iinDigitCount == 6)
    #expect(facts.luhnHolds)
  }

  @Test(arguments: [
    "4970101234567890", "378282246310005", "4111111111111111", "123456789", "1234", "0",
    "0000000000000000", "6304000000000000000", "50339619890917", "1234567890123456789",
  ])
  func `shows a PAN as the PAN shows itself`(digits: String) throws {
    let pan = try #require(PAN(digits))
    let facts = CardFacts(pan)
    #expect(facts.masked == pan.masked)
    #expect("\(facts)" == pan.masked)
    #expect(facts.luhnHolds == pan.luhnHolds)
  }

  @Test func `keeps nothing in front of a short PAN`() throws {
    let facts = CardFacts(try #require(PAN("123456789")))
    #expect(facts.iin == 0)
    #expect(facts.iinDigitCount == 0)
  }

  @Test func `shows the last two characters of a value that is no PAN`() {
    #expect(CardFacts(other: Array("customer-42".utf8).span).masked == "*42")
    #expect(CardFacts(other: Array("42".utf8).span).masked == "*")
    #expect(CardFacts(other: [0x43, 0x34, 0x00].span).masked == "*4*")
  }

  @Test func `counts the check digit of every length as the plain count does`() throws {
    var generator = SplitMix64(seed: 11)
    for count in 1...19 {
      for _ in 0..<40 {
        let digits = (0..<count).map { _ in UInt8.random(in: 0x30...0x39, using: &generator) }
        let pan = try PAN(digits.span)
        #expect(pan.luhnHolds == Digits.luhnHolds(digits.span))
        for iinCount in [6, 8] where iinCount <= count {
          let head = digits.prefix(iinCount).reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
          #expect(pan.iin(digitCount: iinCount) == head)
        }
      }
    }
  }
}
