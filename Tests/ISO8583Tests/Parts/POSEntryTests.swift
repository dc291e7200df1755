import CardCore
import ISO8583
import TestSupport
import Testing

struct POSEntryTests {
  @Test(arguments: [
    ("051", EntryMode.chip), ("012", .manual), ("021", .magstripe), ("071", .contactlessChip),
    ("801", .magstripeFallback), ("901", .magstripe), ("911", .contactlessMagstripe),
    ("812", .ecommerce), ("102", .credentialOnFile), ("001", .unknown), ("031", .optical),
    ("951", .chip), ("0510", .chip), ("661", .unknown),
  ])
  func `1987 tells the entry mode in two digits`(text: String, mode: EntryMode) throws {
    let entry = try #require(POSEntryMode(text))
    #expect(entry.entryMode() == mode)
    #expect(entry.text == text.prefix(3))
  }

  @Test func `a whole track of a card with a chip is a fallback`() throws {
    #expect(POSEntryMode("901")?.entryMode(asksForChip: true) == .magstripeFallback)
    #expect(POSEntryMode("021")?.entryMode(asksForChip: true) == .magstripe)
    #expect(POSEntryMode("051")?.entryMode(asksForChip: true) == .chip)
  }

  @Test func `refuses what is no entry mode of 1987`() {
    for text in ["", "05", "05A", "05100", "5 1"] { #expect(POSEntryMode(text) == nil) }
    #expect(POSEntryMode(number: 1_000) == nil)
    #expect(POSEntryMode(number: -1) == nil)
  }

  @Test func `1987 names its codes and its PIN capability`() throws {
    let entry = try #require(POSEntryMode("052"))
    #expect(entry.panEntry == 5)
    #expect(entry.pinCapability == 2)
    #expect(entry.panEntryText == "chip")
    #expect(POSEntryMode("661")?.panEntryText == nil)
  }

  // Positions as public guides to 1993 list them: 1 input capability (5 = ICC), 5 presence of the
  // holder, 6 presence of the card, 7 input mode.
  @Test(arguments: [
    ("510101511344", EntryMode.chip, true), ("510101211344", .magstripe, true),
    ("210101211344", .magstripe, true), ("510150600000", .ecommerce, false),
    ("000100110000", .manual, false), ("000120610000", .manual, false),
    ("510101A11344", .contactlessMagstripe, true), ("M10101M1134C", .contactlessChip, true),
    ("000150S00000", .ecommerce, false), ("000140700000", .credentialOnFile, false),
    ("510101311344", .optical, true), ("000000000000", .unknown, false),
  ])
  func `1993 tells the entry mode at position 7 and the card at position 6`(
    text: String, mode: EntryMode, isPresent: Bool
  ) throws {
    let code = try #require(POSDataCode(text))
    #expect(code.entryMode() == mode)
    #expect(code.isCardPresent == isPresent)
    #expect(code.text == text)
  }

  @Test func `1993 sees a fallback where a terminal that reads chips reads the stripe`() {
    #expect(POSDataCode("510101211344")?.entryMode(asksForChip: true) == .magstripeFallback)
    #expect(POSDataCode("210101211344")?.entryMode(asksForChip: true) == .magstripe)
    #expect(POSDataCode("000140700000")?.isRecurring == true)
    #expect(POSDataCode("510109511344")?.isCardPresent == nil)
  }

  @Test func `refuses what is no data code of 1993`() {
    for text in ["", "51010151134", "5101015113444", "51010151134 ", "51010151134-"] {
      #expect(POSDataCode(text) == nil)
    }
  }

  // Bits as in jPOS (PosDataCode): reading 02 contactless, 04 manual, 10 stripe, 20 chip, 40 on
  // file in byte 0, 20 fallback in byte 1; environment 10 e-commerce, 40 recurring in byte 8.
  @Test(
    arguments: [
      ("20", "02", EntryMode.chip, true), ("22", "02", .contactlessChip, true),
      ("12", "02", .contactlessMagstripe, true), ("10", "02", .magstripe, true),
      ("04", "10", .ecommerce, false), ("04", "08", .manual, false),
      ("40", "40", .credentialOnFile, false), ("08", "02", .optical, nil),
      ("01", "01", .unknown, nil),
    ] as [(String, String, EntryMode, Bool?)])
  func `2003 tells the entry mode in bits`(
    reading: String, environment: String, mode: EntryMode, isPresent: Bool?
  ) throws {
    let text = reading + "000000" + "02000000" + environment + "000000" + "01000000"
    let read = POSServiceData(bytes(hex: text).span)
    let data = try #require(read)
    #expect(data.entryMode() == mode)
    #expect(data.isCardPresent == isPresent)
    #expect(data.isRecurring == (environment == "40"))
    #expect(hex(data.bytes) == text)
  }

  @Test func `2003 says itself that the stripe was a fallback`() throws {
    let read = POSServiceData(bytes(hex: "10200000 02000000 02000000 01000000").span)
    #expect(try #require(read).entryMode() == .magstripeFallback)
    #expect(POSServiceData([UInt8](repeating: 0, count: 12).span) == nil)
  }
}
