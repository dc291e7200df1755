import CardCore
import Testing

struct HexadecimalDigitTests {
  @Test func `digits of both cases have their values, and no other byte has one`() {
    let digits = Array("0123456789ABCDEF".utf8)
    let lowerCase = Array("0123456789abcdef".utf8)
    for byte in UInt8.min...UInt8.max {
      let value = digits.firstIndex(of: byte) ?? lowerCase.firstIndex(of: byte)
      #expect(HexadecimalDigit.value(of: byte) == value.map { UInt8($0) })
    }
    for nibble in UInt8(0)..<16 {
      #expect(HexadecimalDigit.upperCase(nibble) == digits[Int(nibble)])
    }
  }
}
