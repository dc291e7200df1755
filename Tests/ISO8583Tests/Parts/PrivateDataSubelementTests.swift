import ISO8583
import TestSupport
import Testing

struct PrivateDataSubelementTests {
  @Test func `reads tags, lengths and values in order, repeated ones too`() throws {
    let text = "0001001Y" + "0148004" + "9782" + "0023000" + "0148004" + "8402"
    let subelements = try #require(PrivateDataSubelement.parse(text))
    #expect(subelements.map(\.tagText) == ["0001", "0148", "0023", "0148"])
    #expect(subelements.map(\.value) == ["Y", "9782", "", "8402"])
    #expect(subelements.map(\.text).joined() == text)
  }

  @Test func `refuses subelements that do not fill their element`() {
    for text in ["0001", "0001001", "0001002Y", "0001001YY", "00A1001Y", "0001+01Y"] {
      #expect(PrivateDataSubelement.parse(text) == nil)
    }
    #expect(PrivateDataSubelement(tag: 10_000, value: "") == nil)
    #expect(PrivateDataSubelement(tag: 1, value: String(repeating: "A", count: 993)) == nil)
  }

  // cardutil 0.6 puts the same five subelements into DE 48 and DE 62 where these are cut.
  @Test func `spreads subelements over elements without cutting one`() throws {
    let values = [
      (23, "CT6"), (148, "9782"), (165, "M"), (500, String(repeating: "A", count: 600)),
      (501, String(repeating: "B", count: 500)),
    ]
    let subelements = try values.map {
      try #require(PrivateDataSubelement(tag: $0.0, value: $0.1))
    }
    let texts = try #require(PrivateDataSubelement.elementTexts(subelements))
    #expect(texts.map(\.element.rawValue) == [48, 62])
    #expect(texts[0].text.hasPrefix("0023003CT6014800497820165001M0500600AAAA"))
    #expect(texts[1].text.hasPrefix("0501500BBBB"))
    var message = try Message(mti: "1240", using: clearing())
    for text in texts { try message.set(text.element, to: .fields(members(of: text.text))) }
    let written = try message.serialize()
    let read = try Message(parsing: written, using: clearing())
    #expect(read.privateDataSubelements == subelements)
  }

  @Test func `refuses more than five elements hold`() throws {
    let full = try #require(
      PrivateDataSubelement(tag: 1, value: String(repeating: "A", count: 992)))
    #expect(PrivateDataSubelement.elementTexts(Array(repeating: full, count: 5))?.count == 5)
    #expect(PrivateDataSubelement.elementTexts(Array(repeating: full, count: 6)) == nil)
  }

  private func clearing() throws -> MessageParser {
    try #require(MessageParser.builtIn(named: "ipm-clearing-ascii"))
  }

  private func members(of text: String) throws -> [FieldValue.Member] {
    try #require(PrivateDataSubelement.parse(text)).map { .init($0.tagText, .text($0.value)) }
  }
}
