import CardCore
import Testing

/// No error says anything of the bytes that caused it.
struct QuietErrorTests {
  /// Errors about input whose only digit is 7, where no offset, count or bound has a 7 in it.
  private func refusals() -> [any Error] {
    let sevens = String(repeating: "7", count: 22)
    return [
      refusal { _ = try PAN(ascii(sevens).span) },
      refusal { _ = try PAN(ascii("7777x777").span) },
      refusal { _ = try PAN(packed: ([0x77, 0x7A] as [UInt8]).span, digitCount: 4) },
      refusal { _ = try PIN(ascii("777").span) },
      refusal { _ = try PIN(ascii("777x7").span) },
      refusal { _ = try CardDate(yymm: ascii("7777").span, near: 2026) },
      refusal { _ = try CardDate(yymm: ascii("77x7").span, near: 2026) },
      refusal { _ = try Track2(parsing: ascii("777=7777").span, near: 2026) },
      refusal { _ = try Track2(parsing: ascii(sevens).span, near: 2026) },
      refusal { _ = try Track1(parsing: ascii("B777^SEVENTH/QZ").span, near: 2026) },
      refusal { _ = try Track1(parsing: ascii("B777^QQQ^7777").span, near: 2026) },
      refusal { _ = try Instant(rfc3339: "7777-77-77") },
      refusal { _ = try Instant(rfc3339: "7777x77") },
      refusal { _ = try TerminalID(ascii("77\u{1}77").span) },
      refusal { _ = try MerchantID(ascii(sevens).span) },
      refusal { _ = try RRN(ascii("7777_77").span) },
      refusal { _ = try AcquirerID(ascii("7777Q77").span) },
      refusal { _ = try STAN(ascii("777Q77").span) },
    ].compactMap { $0 }
  }

  private func refusal(_ body: () throws -> Void) -> (any Error)? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func `the text of an error contains no digit of its input`() {
    let refusals = refusals()
    #expect(refusals.count == 18)
    for error in refusals {
      var text = "\(error) \(String(reflecting: error))"
      dump(error, to: &text)
      #expect(!text.contains("7"))
      #expect(!text.contains("Q"))
      #expect(!text.contains("SEVENTH"))
    }
  }

  @Test func `every byte has a class, and only the end has the last`() {
    for byte in UInt8.min...UInt8.max { #expect(ByteClass(byte) != .end) }
    #expect(ByteClass(0x30) == .digit)
    #expect(ByteClass(0x5A) == .letter)
    #expect(ByteClass(0x20) == .space)
    #expect(ByteClass(0x7E) == .punctuation)
    #expect(ByteClass(0x7F) == .control)
    #expect(ByteClass(0x0A) == .control)
    #expect(ByteClass(0x80) == .notASCII)
    #expect(ByteClass(at: 1, of: ascii("7").span) == .end)
    #expect(ByteClass(at: 0, of: ascii("7").span) == .digit)
  }
}
