import CardCore
import Testing

@testable import ISO8583

/// Checks of many bytes at once, compared with the same checks byte by byte.
struct ByteCheckTests {
  private typealias Row = (name: String, check: any ByteCheck, admits: (UInt8) -> Bool)

  private static var checks: [Row] {
    [
      ("digits", RangeCheck(first: 0x30, last: 0x39), { (0x30...0x39).contains($0) }),
      ("all", RangeCheck(first: 0x00, last: 0xFF), { _ in true }),
      ("ASCII", RangeCheck(first: 0x00, last: 0x7F), { $0 < 0x80 }),
      ("one", RangeCheck(first: 0xFF, last: 0xFF), { $0 == 0xFF }),
      ("hexadecimal", HexadecimalCheck(), { Hexadecimal.nibble(UInt16($0)) != nil }),
      (
        "upper-case hexadecimal", UpperCaseHexadecimalCheck(),
        { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
      ),
      (
        "alphanumeric", AlphanumericCheck(),
        { $0 == 0x20 || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
      ),
      ("track", TrackCheck(), { (0x30...0x3F).contains($0) || $0 == 0x44 }),
      ("EBCDIC digits", EBCDICDigitCheck(), { (0xF0...0xF9).contains($0) }),
      ("packed decimals", PackedDecimalCheck(), { $0 >> 4 <= 9 && $0 & 15 <= 9 }),
      (
        "packed track", PackedTrackCheck(),
        { [$0 >> 4, $0 & 15].allSatisfy { $0 <= 9 || $0 == 13 } }
      ),
    ]
  }

  @Test func `every byte is judged alone, in every lane`() {
    for (name, check, admits) in Self.checks {
      for byte in UInt8.min...UInt8.max {
        let refused = check.refused(ByteBlock(repeating: byte))
        for lane in 0..<16 { #expect((refused[lane] == 0) == admits(byte), "\(name) \(byte)") }
      }
    }
  }

  @Test func `one bad byte is found wherever it stands, and none outside`() throws {
    for (name, check, admits) in Self.checks where name != "all" {
      let good = try #require((UInt8.min...UInt8.max).first(where: admits))
      let bad = try #require((UInt8.min...UInt8.max).first { !admits($0) })
      for (offset, count) in [(0, 0), (0, 1), (3, 7), (0, 31), (0, 32), (5, 31), (40, 3), (9, 71)] {
        var bytes = [UInt8](repeating: bad, count: offset + count + 2)
        for index in offset..<(offset + count) { bytes[index] = good }
        let isLetThrough = Self.holds(check, bytes, offset, count)
        #expect(isLetThrough, "\(name) \(offset) \(count)")
        for index in offset..<(offset + count) {
          bytes[index] = bad
          let isFound = !Self.holds(check, bytes, offset, count)
          #expect(isFound, "\(name) \(offset) \(count) \(index)")
          bytes[index] = good
        }
      }
    }
  }

  private static func holds(
    _ check: some ByteCheck, _ bytes: [UInt8], _ offset: Int, _ count: Int
  ) -> Bool {
    Words.allHold(bytes.span, from: offset, count: count, check)
  }

  @Test func `eight hexadecimal digits are told from all other words`() {
    for position in 0..<8 {
      for byte in UInt8.min...UInt8.max {
        let shift = UInt64(8 * position)
        let word = 0x3061_4639_6641_3046 & ~(0xFF << shift) | UInt64(byte) << shift
        #expect(Words.isHexadecimal(word) == (Hexadecimal.nibble(UInt16(byte)) != nil))
      }
    }
  }
}
