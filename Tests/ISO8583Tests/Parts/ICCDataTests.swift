import CardCore
import ISO8583
import TestSupport
import Testing

struct ICCDataTests {
  // DE 55 of the two messages whose speed is measured.
  private static let sample = """
    9F26081122334455667788 9F270180 9F100706010A03A00000 9F370412345678 9F36020042
    95050080008000 9A03260822 9C0100 9F0206000000009999 5F2A020978 82023C00 9F1A020250
    9F0306000000000000 9F3303E0F8C8 9F3403420300 5F340101
    """

  @Test func `reads the tags that an issuer needs`() throws {
    let read = ICCData(bytes(hex: Self.sample).span)
    let data = try #require(read)
    #expect(data.cryptogram == 0x1122_3344_5566_7788)
    #expect(data.cryptogramInformation == 0x80)
    #expect(data.issuerApplicationData == bytes(hex: "06010A03A00000"))
    #expect(data.unpredictableNumber == 0x1234_5678)
    #expect(data.transactionCounter == 0x0042)
    #expect(data.terminalVerificationResults == 0x00_8000_8000)
    #expect(data.transactionDate == 260_822)
    #expect(data.transactionType == 0)
    #expect(data.amountMinor == 9_999)
    #expect(data.otherAmountMinor == 0)
    #expect(data.currency == .euro)
    #expect(data.interchangeProfile == 0x3C00)
    #expect(data.terminalCountry == .france)
    #expect(data.verificationMethodResults == 0x42_0300)
    #expect(data.panSequenceNumber == 1)
    #expect(data.pan == nil)
  }

  @Test func `finds the PAN in 5A, else in the track of 57`() throws {
    let track = "57 13 4111111111111111 D30122010000012345678F"
    let fromTrack = ICCData(bytes(hex: track).span)
    #expect(fromTrack?.pan == PAN("4111111111111111"))
    #expect(fromTrack?.track2Range == 2..<21)
    let both = ICCData(bytes(hex: track + "5A08 5555555555554444").span)
    #expect(both?.pan == PAN("5555555555554444"))
    let odd = ICCData(bytes(hex: "5A08 378282246310005F").span)
    #expect(odd?.pan == PAN("378282246310005"))
    #expect(!"\(String(describing: both))".contains("5555555555"))
  }

  @Test func `the first of two equal tags counts, and filler between objects does not`() {
    let data = ICCData(bytes(hex: "0000 9F36020001 00 9F36020002 00").span)
    #expect(data?.transactionCounter == 1)
  }

  @Test func `leaves out a tag of a wrong length or with letters for digits`() throws {
    let read = ICCData(bytes(hex: "9F3603000001 9A0326ZZ22".replacing("ZZ", with: "FF")).span)
    let data = try #require(read)
    #expect(data.transactionCounter == nil)
    #expect(data.transactionDate == nil)
  }

  @Test(arguments: ["9F", "9F26", "9F260811", "9F2680", "9F2685", "9F26820001", "9F8181818101"])
  func `refuses bytes that are no objects to their end`(text: String) {
    #expect(ICCData(bytes(hex: text).span) == nil)
  }

  @Test func `reads long lengths`() throws {
    let text = "DF01 820003 AABBCC 9F36 8102 0007"
    #expect(ICCData(bytes(hex: text).span)?.transactionCounter == 7)
  }

  @Test func `names the common tags`() throws {
    #expect(BERTag(key: "9F26")?.emvName == "application cryptogram")
    #expect(BERTag(key: "95")?.emvName == "terminal verification results")
    #expect(BERTag(key: "DF01")?.emvName == nil)
  }
}
