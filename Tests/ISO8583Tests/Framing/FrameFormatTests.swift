import ISO8583
import Testing

@Suite struct FrameFormatTests {
  static let names = [
    "binary2", "binary2-inclusive", "binary4", "binary4-inclusive+header12", "bcd2",
    "bcd2-inclusive+tpdu5", "ascii1", "ascii2", "ascii3", "ascii4", "ascii4-inclusive", "ascii5",
    "ascii6+header255", "hex4", "hex4+tpdu5", "hexlines", "vbs", "vbs-1014", "raw",
  ]

  @Test(arguments: names)
  func `a name comes back from the format that it makes`(name: String) throws {
    let format = try #require(FrameFormat(name: name))
    #expect(format.name == name)
    #expect("\(format)" == name)
  }

  @Test func `a name says what lies in the input`() {
    #expect(
      FrameFormat(name: "ascii4-inclusive+header12")
        == .lengthPrefixed(LengthPrefix(.ascii4, isInclusive: true, headerByteCount: 12)))
    #expect(
      FrameFormat(name: "binary2+tpdu5")
        == .lengthPrefixed(LengthPrefix(.binary2, headerByteCount: 5)))
    #expect(FrameFormat(name: "vbs-1014") == .vbs(isBlocked: true))
  }

  @Test func `a header of five bytes has two names`() {
    #expect(FrameFormat(name: "hex4+header5") == FrameFormat(name: "hex4+tpdu5"))
  }

  @Test(arguments: [
    "", "binary", "binary3", "Binary2", "ascii0", "ascii7", "bcd2+", "bcd2+tpdu", "bcd2+tpdu6",
    "bcd2+header0", "bcd2+header012", "bcd2+header256", "bcd2+header-1", "bcd2+header+1",
    "binary2+tpdu5+tpdu5", "binary2+tpdu5-inclusive", "-inclusive", "binary2-inclusive-inclusive",
    "hexlines+tpdu5", "raw-inclusive", "vbs-1012", " raw",
  ])
  func `refuses a name that is none`(name: String) {
    #expect(FrameFormat(name: name) == nil)
  }
}
