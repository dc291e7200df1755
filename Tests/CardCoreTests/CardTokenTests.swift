import CardCore
import Testing

struct CardTokenTests {
  @Test func `reads and writes its bytes in order`() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255]
    let read = CardToken(bytes: bytes.span)
    let token = try #require(read)
    #expect(token.high == 0x0102_0304_0506_0708)
    #expect(token.low == 0x090A_0B0C_0D0E_0FFF)
    let back = token.bytes
    #expect(back.indices.map { back[$0] } == bytes)
  }

  @Test func `prints as 32 digits in upper case and reads both cases`() throws {
    let token = CardToken(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0FFF)
    #expect("\(token)" == "0102030405060708090A0B0C0D0E0FFF")
    #expect(CardToken(hex: token.hex) == token)
    #expect(CardToken(hex: token.hex.lowercased()) == token)
  }

  @Test func `refuses any other number of bytes and text that is no hexadecimal`() {
    #expect(CardToken(bytes: [UInt8](repeating: 0, count: 15).span) == nil)
    #expect(CardToken(bytes: [UInt8](repeating: 0, count: 17).span) == nil)
    #expect(CardToken(hex: "") == nil)
    #expect(CardToken(hex: String(repeating: "0", count: 31)) == nil)
    #expect(CardToken(hex: String(repeating: "0", count: 31) + "G") == nil)
    #expect(CardToken(hex: String(repeating: "é", count: 16)) == nil)
  }

  @Test func `sorts as its bytes do`() {
    let sorted = [
      CardToken.none, CardToken(high: 0, low: 1), CardToken(high: 0, low: .max),
      CardToken(high: 1, low: 0), CardToken(high: .max, low: 0),
    ]
    #expect(sorted.reversed().sorted() == sorted)
    #expect(sorted.map(\.hex).sorted() == sorted.map(\.hex))
  }
}
