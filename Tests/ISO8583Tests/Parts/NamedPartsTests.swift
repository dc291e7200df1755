import ISO8583
import TestSupport
import Testing

struct NamedPartsTests {
  // A clearing message of cardutil's own tests, with the values that cardutil derives from it.
  @Test func `derives what cardutil derives`() throws {
    let sample = SampleMessage.fromCardutilASCII
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    let message = try Message(parsing: sample.wire, using: parser)
    #expect(
      message.namedParts == [
        "DE43_NAME": "BIG BOBS", "DE43_ADDRESS": "80 KERNDALE ST", "DE43_SUBURB": "DANERLEY",
        "DE43_POSTCODE": "3103", "DE43_STATE": "VIC", "DE43_COUNTRY": "AUS", "PDS0001": "Y",
      ])
  }

  // Keys and lower-case hexadecimal as cardutil gives them.
  @Test func `derives the tags of chip data, be they bytes or written in hexadecimal`() throws {
    for name in ["iso8583-1987-ascii", "iso8583-1987-ascii-hex"] {
      let parser = try #require(MessageParser.builtIn(named: name))
      var message = try Message(mti: "0100", using: parser)
      let data = bytes(hex: "9F2608112233445566778895050080008000")
      let wire = FieldValue.fields([
        .init("9F26", .bytes(Array(data[3..<11]))), .init("95", .bytes(Array(data[13...]))),
      ])
      try message.set(.iccData, to: wire)
      #expect(
        message.namedParts == [
          "ICC_DATA": "9f2608112233445566778895050080008000", "TAG9F26": "1122334455667788",
          "TAG95": "0080008000",
        ])
      #expect(message.iccDataParts?.cryptogram == 0x1122_3344_5566_7788)
    }
  }

  @Test func `derives nothing from elements of other forms`() throws {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-1987-ascii"))
    var message = try Message(mti: "0100", using: parser)
    try message.set(.merchantNameLocation, to: .text(String(repeating: " ", count: 40)))
    try message.set(.additionalDataPrivate, to: .text("free text"))
    #expect(message.namedParts.isEmpty)
    #expect(message.privateDataSubelements == nil)
  }
}
