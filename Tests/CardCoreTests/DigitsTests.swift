import CardCore
import Testing

struct DigitsTests {
  private func luhnHolds(_ digits: String) -> Bool { Digits.luhnHolds(ascii(digits).span) }

  private func checkDigit(_ digits: String) -> UInt8? {
    Digits.luhnCheckDigit(for: ascii(digits).span)
  }

  private func value(_ digits: String) -> UInt64? { Digits.value(of: ascii(digits).span) }

  @Test func `knows the ten digits among all bytes`() {
    let digits = (UInt8.min...UInt8.max).filter(Digits.isDigit)
    #expect(digits == ascii("0123456789"))
  }

  @Test func `reads a number up to the largest of 64 bits`() {
    #expect(value("0") == 0)
    #expect(value("000042") == 42)
    #expect(value("18446744073709551615") == UInt64.max)
    #expect(value("0000018446744073709551615") == UInt64.max)
  }

  @Test func `refuses as a number no digit at all, a byte that is none, and one past 64 bits`() {
    #expect(value("") == nil)
    #expect(value("12a4") == nil)
    #expect(value("-1") == nil)
    #expect(value("18446744073709551616") == nil)
    #expect(value("99999999999999999999") == nil)
  }

  @Test func `finds the first byte that is no digit`() {
    #expect(Digits.firstNonDigit(in: ascii("12/:").span) == 2)
    #expect(Digits.firstNonDigit(in: ascii("0123456789").span) == nil)
  }

  @Test func `writes a number with zeros in front`() {
    var bytes = ascii("x")
    Digits.append(42, width: 6, to: &bytes)
    Digits.append(UInt64.max, width: 20, to: &bytes)
    Digits.append(0, width: 0, to: &bytes)
    #expect(bytes == ascii("x00004218446744073709551615"))
  }

  @Test func `does not cut a number that is too wide`() async {
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = []
      Digits.append(1_000, width: 3, to: &bytes)
    }
  }

  // Test numbers that card schemes and payment processors publish, and the two examples by which
  // the formula is usually explained (49927398716, 79927398713).
  @Test(arguments: [
    "4111111111111111", "4242424242424242", "5555555555554444", "378282246310005",
    "30569309025904", "6011000990139424", "49927398716", "79927398713", "00",
  ])
  func `the Luhn check holds for published numbers and for none that differs in one digit`(
    number: String
  ) {
    #expect(luhnHolds(number))
    let digits = ascii(number)
    for offset in digits.indices {
      for change in 1...9 as ClosedRange<UInt8> {
        var changed = digits
        changed[offset] = 0x30 + (changed[offset] - 0x30 + change) % 10
        #expect(!luhnHolds(String(decoding: changed, as: UTF8.self)))
      }
    }
    #expect(checkDigit(String(number.dropLast())) == digits.last)
  }

  @Test func `the Luhn check refuses what is not digits or has nothing to check`() {
    #expect(!luhnHolds(""))
    #expect(!luhnHolds("0"))
    #expect(!luhnHolds("411111111111111A"))
    #expect(checkDigit("") == nil)
    #expect(checkDigit("4111 1111") == nil)
  }

  // 300 check digits of 1 to 18 seeded digits, computed by an independent Python function that
  // sums the decimal digits of each doubled digit; their FNV-1a hash.
  @Test func `check digits agree with an independent computation`() {
    var generator = SplitMix64(seed: 7812)
    var checkDigits: [UInt8] = []
    for _ in 0..<300 {
      let count = Int(1 + generator.next() % 18)
      let digits = (0..<count).map { _ in 0x30 + UInt8(generator.next() % 10) }
      let checkDigit = Digits.luhnCheckDigit(for: digits.span)
      checkDigits.append(checkDigit ?? 0)
      let holds = Digits.luhnHolds((digits + [checkDigit ?? 0]).span)
      #expect(holds)
    }
    #expect(checkDigits.prefix(10) == ascii("4845955914")[...])
    #expect(fnv1a(checkDigits) == 0x28cd_ffd8_764a_6378)
  }
}
