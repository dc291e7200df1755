import CardCore
import Testing

struct Track2Tests {
  private func track(_ text: String) throws -> Track2 {
    try Track2(parsing: ascii(text).span, near: 2026)
  }

  private func refusal(_ text: String) -> String? {
    do {
      _ = try Track2(parsing: ascii(text).span, near: 2026)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `reads each field`() throws {
    let track = try track("4111111111111111=27122011234567890")
    #expect(track.pan == PAN("4111111111111111"))
    #expect(track.expiry == CardDate(year: 2027, month: 12))
    #expect(track.serviceCode?.description == "201")
    #expect(track.serviceCode?.isChip == true)
    let rest = track.discretionaryData.withBytes { text($0) }
    #expect(rest == "1234567890")
    #expect(track.separator == .equals)
    let hasSentinels = track.hasSentinels
    #expect(!hasSentinels)
  }

  @Test(arguments: [
    "4111111111111111=27122011234567890",
    ";4111111111111111=27122011234567890?",
    "4111111111111111D27122011234567890",
    "6304000000000000000=2712101",
    "4111111111111111==101123",
    "4111111111111111=2712=123",
    "4111111111111111===", ";4===?", "4DDD", "4D2712D0",
    "4111111111111111=2712201" + "1234567890123",
  ])
  func `gives back the bytes that it read`(text: String) throws {
    var bytes: [UInt8] = []
    try track(text).serialize(into: &bytes)
    #expect(bytes == ascii(text))
  }

  @Test func `writes another separator when asked to`() throws {
    var bytes: [UInt8] = []
    try track(";4111111111111111==101?").serialize(into: &bytes, separator: .letterD)
    #expect(bytes == ascii(";4111111111111111DD101?"))
  }

  @Test func `a separator stands for a missing expiry or service code`() throws {
    let track = try track("4111111111111111==101")
    #expect(track.expiry == nil)
    #expect(track.serviceCode?.description == "101")
    let bare = try self.track("4111111111111111===")
    #expect(bare.expiry == nil && bare.serviceCode == nil)
    #expect(bare.discretionaryData.count == 0)
  }

  @Test(arguments: [
    ("", "track 2 at offset 0: expected a digit, found the end"),
    ("=7712", "track 2 at offset 0: expected a digit, found punctuation"),
    ("7777777777777777", "track 2 at offset 16: expected a field separator, found the end"),
    ("7777^7712", "track 2 at offset 4: expected a field separator, found punctuation"),
    (
      "77777777777777777777=7712201",
      "track 2 at offset 19: expected a field separator, found a digit"
    ),
    ("7777=77", "track 2 at offset 7: expected a digit, found the end"),
    ("7777=7713201", "track 2 at offset 7: expected a month from 01 to 12"),
    ("7777=7712", "track 2 at offset 9: expected a digit, found the end"),
    ("7777=771220D", "track 2 at offset 11: expected a digit, found a letter"),
    ("7777=D7712201", "track 2 at offset 5: expected a digit, found a letter"),
    ("7777=7712201 7", "track 2 at offset 12: expected a digit, found a space"),
    ("7777=7712201?", "track 2 at offset 12: expected a digit, found punctuation"),
    (";7777=7712201", "track 2 at offset 13: expected the end sentinel, found the end"),
    (";", "track 2 at offset 1: expected the end sentinel, found the end"),
    (";?", "track 2 at offset 1: expected a digit, found the end"),
    (
      "7777777777777777=7712201" + "77777777777777",
      "track 2 at offset 37: expected the end, the track being full, found a digit"
    ),
  ])
  func `refuses what is no track 2`(text: String, says: String) {
    #expect(refusal(text) == says)
  }

  @Test func `no changed track makes it stop, and what it takes it gives back`() {
    var generator = SplitMix64(seed: 35)
    let original = ascii(";4111111111111111=27122011234567890?")
    let alphabet = ascii("0123456789=D;?^A \u{7F}")
    for _ in 0..<3_000 {
      var bytes = original
      for _ in 0...generator.next(upperBound: 3 as UInt64) {
        let offset = Int(generator.next(upperBound: UInt64(bytes.count)))
        bytes[offset] = alphabet[Int(generator.next(upperBound: UInt64(alphabet.count)))]
        if generator.next() % 4 == 0 { bytes.remove(at: offset) }
      }
      do {
        let track = try Track2(parsing: bytes.span, near: 2026)
        var back: [UInt8] = []
        track.serialize(into: &back)
        #expect(back == bytes)
      } catch {
        #expect((0...bytes.count).contains(error.offset))
      }
    }
  }

  @Test func `a service code has three digits`() {
    #expect(ServiceCode(ascii("20").span) == nil)
    #expect(ServiceCode(ascii("2010").span) == nil)
    #expect(ServiceCode(ascii("2x1").span) == nil)
    let code = ServiceCode(ascii("601").span)
    #expect(code?.interchange == 6 && code?.authorization == 0 && code?.services == 1)
    #expect(code?.isChip == true)
    #expect(ServiceCode(ascii("021").span)?.description == "021")
    #expect(ServiceCode(ascii("101").span)?.isChip == false)
  }
}
