import CardCore
import Testing

struct Track1Tests {
  private static let whole = "%B4111111111111111^MARTIN/CAMILLE.DR^27122011234567890?"

  private func track(_ text: String) throws -> Track1 {
    try Track1(parsing: ascii(text).span, near: 2026)
  }

  private func refusal(_ text: String) -> String? {
    do {
      _ = try Track1(parsing: ascii(text).span, near: 2026)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `reads each field`() throws {
    let track = try track(Self.whole)
    #expect(track.pan == PAN("4111111111111111"))
    let name = track.withName { text($0) }
    #expect(name == "MARTIN/CAMILLE.DR")
    #expect(track.expiry == CardDate(year: 2027, month: 12))
    #expect(track.serviceCode?.description == "201")
    let rest = track.discretionaryData.withBytes { text($0) }
    #expect(rest == "1234567890")
    let hasSentinels = track.hasSentinels
    #expect(hasSentinels)
  }

  @Test(arguments: [
    whole, String(whole.dropFirst().dropLast()),
    "B6304000000000000000^ /^^^", "B4^AB^^101A B-C", "B4^AB^2712^1",
    "B4111111111111111^ABCDEFGHIJKLMNOPQRSTUVWXYZ^2712201" + String(repeating: "7", count: 24),
  ])
  func `gives back the bytes that it read`(text: String) throws {
    var bytes: [UInt8] = []
    try track(text).serialize(into: &bytes)
    #expect(bytes == ascii(text))
  }

  @Test(arguments: [
    ("", "track 1 at offset 0: expected the format code `B`, found the end"),
    ("A7777^AB^7712201", "track 1 at offset 0: expected the format code `B`, found a letter"),
    ("%B7777^AB^7712201", "track 1 at offset 17: expected the end sentinel, found the end"),
    ("B^AB^7712201", "track 1 at offset 1: expected a digit, found punctuation"),
    ("B7777=AB^7712201", "track 1 at offset 5: expected a field separator, found punctuation"),
    (
      "B77777777777777777777^AB^7712201",
      "track 1 at offset 20: expected a field separator, found a digit"
    ),
    ("B7777^A^7712201", "track 1 at offset 6: expected a name of 2 to 26 characters"),
    (
      "B7777^ABCDEFGHIJKLMNOPQRSTUVWXYZA^7712201",
      "track 1 at offset 6: expected a name of 2 to 26 characters"
    ),
    (
      "B7777^Ab^7712201",
      "track 1 at offset 7: expected a character of the track's set, found a letter"
    ),
    ("B7777^AB", "track 1 at offset 8: expected a field separator, found the end"),
    ("B7777^AB^7700201", "track 1 at offset 11: expected a month from 01 to 12"),
    ("B7777^AB^771220", "track 1 at offset 15: expected a digit, found the end"),
    (
      "B7777^AB^7712201^",
      "track 1 at offset 16: expected a character of the track's set, found punctuation"
    ),
    (
      "B7777^AB^7712201" + String(repeating: "7", count: 61),
      "track 1 at offset 76: expected the end, the track being full, found a digit"
    ),
  ])
  func `refuses what is no track 1`(text: String, says: String) {
    #expect(refusal(text) == says)
  }

  @Test func `no changed track makes it stop, and what it takes it gives back`() {
    var generator = SplitMix64(seed: 45)
    let alphabet = ascii("0123456789^B%?A /a\u{7F}")
    for _ in 0..<3_000 {
      var bytes = ascii(Self.whole)
      for _ in 0...generator.next(upperBound: 3 as UInt64) {
        let offset = Int(generator.next(upperBound: UInt64(bytes.count)))
        bytes[offset] = alphabet[Int(generator.next(upperBound: UInt64(alphabet.count)))]
        if generator.next() % 4 == 0 { bytes.remove(at: offset) }
      }
      do {
        let track = try Track1(parsing: bytes.span, near: 2026)
        var back: [UInt8] = []
        track.serialize(into: &back)
        #expect(back == bytes)
      } catch {
        #expect((0...bytes.count).contains(error.offset))
      }
    }
  }
}
