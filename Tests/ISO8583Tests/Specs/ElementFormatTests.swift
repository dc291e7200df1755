import Testing

@testable import ISO8583

struct ElementFormatTests {
  @Test func `reads a fixed length`() throws {
    let format = try #require(ElementFormat("n6"))
    #expect(format.characters == .numeric)
    #expect(format.minimum == 6)
    #expect(format.maximum == 6)
    #expect(format.lengthDigitCount == 0)
  }

  @Test func `reads a variable length`() throws {
    let format = try #require(ElementFormat("ans...999"))
    #expect(format.characters == .alphanumericSpecial)
    #expect(format.minimum == 0)
    #expect(format.maximum == 999)
    #expect(format.lengthDigitCount == 3)
    #expect(ElementFormat("n1..19")?.minimum == 1)
  }

  @Test func `reads signed and binary formats`() throws {
    #expect(ElementFormat("x+n8")?.characters == .signedNumeric)
    let binary = try #require(ElementFormat("b....9999"))
    #expect(binary.characters == nil)
    #expect(binary.lengthDigitCount == 4)
  }

  @Test(arguments: ["", "n", "q6", "6", "n..", "n.....99999", "n6x"])
  func `refuses what is no format`(text: String) {
    #expect(ElementFormat(text) == nil)
  }
}
