import CardCore
import Testing

struct PINTests {
  private func pin(_ digits: String) throws -> PIN { try PIN(ascii(digits).span) }

  @Test func `keeps 4 to 12 digits`() throws {
    for count in 4...12 {
      let digits = String("123456789012".prefix(count))
      let pin = try pin(digits)
      #expect(pin.digitCount == count)
      let kept = pin.withDigits { text($0) }
      #expect(kept == digits)
    }
  }

  @Test func `refuses fewer than 4 and more than 12 digits`() {
    for digits in ["", "123", "1234567890123"] {
      let error = #expect(throws: PIN.BuildError.wrongLength(digitCount: digits.count)) {
        _ = try pin(digits)
      }
      #expect(error?.description == "PIN: expected 4 to 12 digits, found \(digits.count)")
    }
  }

  @Test func `refuses what is no digit and does not say where`() {
    let error = #expect(throws: PIN.BuildError.notDigits) { _ = try pin("77x7") }
    #expect(error?.description == "PIN: expected digits only")
  }

  @Test func `is equal to the same digits only`() throws {
    let pin = try pin("0123")
    let answers = try ["0123", "1123", "0124", "01230"].map { other in
      pin.isEqual(to: try self.pin(other))
    }
    #expect(answers == [true, false, false, false])
  }

  @Test func `draws each digit equally often and the same PIN from the same seed`() throws {
    var generator = SplitMix64(seed: 9_564)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<1_000 {
      let pin = try PIN(digitCount: 12, using: &generator)
      pin.withDigits { digits in
        for offset in digits.indices { counts[Int(digits[offset] - 0x30)] += 1 }
      }
    }
    // Expected 1,200 each; the standard deviation is 33.
    #expect(counts.allSatisfy { (1_000...1_400).contains($0) })
    var first = SplitMix64(seed: 1)
    var second = SplitMix64(seed: 1)
    let isSame = try PIN(digitCount: 4, using: &first).isEqual(
      to: PIN(digitCount: 4, using: &second))
    #expect(isSame)
  }

  @Test func `refuses to draw a PIN of 3 digits`() {
    #expect(throws: PIN.BuildError.wrongLength(digitCount: 3)) {
      var generator = SplitMix64(seed: 1)
      _ = try PIN(digitCount: 3, using: &generator)
    }
  }
}
