import CardCore
import ISO8583
import Testing

/// Layouts written out by hand from the formats n42 (4 + 6 + 10 + 11 + 11), n..35 (4 + 6 + 12 +
/// 2 + 11) and n..41 (4 + 12 + 14 + 11).
struct OriginalDataElementsTests {
  @Test func `1987 has five parts of fixed length`() throws {
    let text = "0200" + "123456" + "0822191049" + "00012345678" + "00000000000"
    let original = try #require(OriginalDataElements(text, edition: .iso1987))
    #expect(original.mti?.text == "0200")
    #expect(original.stan == 123_456)
    #expect(original.time == 822_191_049)
    #expect(original.acquirer == AcquirerID("00012345678"))
    #expect(original.forwarder == nil)
    #expect(original.text(edition: .iso1987) == text)
  }

  @Test func `1993 has the acquirer behind its length`() throws {
    let text = "1200" + "123456" + "250822191049" + "06" + "012345"
    let original = try #require(OriginalDataElements(text, edition: .iso1993))
    #expect(original.mti?.text == "1200")
    #expect(original.time == 250_822_191_049)
    #expect(original.acquirer == AcquirerID("012345"))
    #expect(original.text(edition: .iso1993) == text)
    let short = try #require(OriginalDataElements(String(text.prefix(22)), edition: .iso1993))
    #expect(short.acquirer == nil)
  }

  @Test func `2003 has wider numbers and the acquirer at the end`() throws {
    let text = "2200" + "000000123456" + "20250822191049" + "012345"
    let original = try #require(OriginalDataElements(text, edition: .iso2003))
    #expect(original.stan == 123_456)
    #expect(original.time == 20_250_822_191_049)
    #expect(original.acquirer == AcquirerID("012345"))
    #expect(original.text(edition: .iso2003) == text)
  }

  @Test func `zeros stand for any`() throws {
    let zeros = String(repeating: "0", count: 42)
    let original = try #require(OriginalDataElements(zeros, edition: .iso1987))
    #expect(original == OriginalDataElements())
    #expect(original.text(edition: .iso1987) == zeros)
  }

  @Test func `refuses wrong lengths and letters`() {
    let digits = String(repeating: "1", count: 42)
    #expect(OriginalDataElements(String(digits.prefix(41)), edition: .iso1987) == nil)
    #expect(OriginalDataElements(digits + "1", edition: .iso1987) == nil)
    #expect(OriginalDataElements("A" + digits.dropFirst(), edition: .iso1987) == nil)
    #expect(
      OriginalDataElements("1200123456250822191049" + "07" + "012345", edition: .iso1993) == nil)
    #expect(OriginalDataElements("", edition: .iso2003) == nil)
  }
}
