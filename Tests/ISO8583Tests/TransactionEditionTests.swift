import CardCore
import ISO8583
import TestSupport
import Testing

/// What 1993 and 2003 write at other places or in other ways than 1987.
struct TransactionEditionTests {
  @Test(arguments: ["iso8583-1993-ascii", "iso8583-1993-binary"])
  func `1993 has the year in DE 12, the category in DE 26, and codes of three digits`(
    spec: String
  ) throws {
    var bench = try TransactionBench(spec, near: nil)
    let read = try bench.read(
      "1210",
      [
        .pan: "5555555555554444", .processingCode: "010000", .transactionAmount: "000000010000",
        .transmissionDateTime: "1231225958", .stan: "654321", .localTime: "251231235958",
        .posEntryMode: "510101211344", .functionCode: "200", .merchantCategoryCode: "6011",
        .originalAmounts: "000000012000000000000000", .acquirerID: "012345",
        .responseCode: "116", .serviceCode: "201", .terminalID: "ATM00001",
        .originalReference: "1200654321251231235900" + "06" + "012345",
        .transactionCurrency: "978",
      ])
    let transaction = try #require(read)
    #expect(transaction.kind == .financial)
    #expect(transaction.phase == .answer)
    #expect(transaction.time == (try Instant(rfc3339: "2025-12-31T22:59:58Z")))
    #expect(transaction.localTime == (try Instant(rfc3339: "2025-12-31T23:59:58Z")))
    #expect(transaction.category?.code == 6011)
    #expect(transaction.functionCode == 200)
    #expect(transaction.conditionCode == nil)
    #expect(transaction.originalMinor == 12_000)
    #expect(transaction.replacementMinor == nil)
    #expect(transaction.responseCode == ResponseCode("116"))
    #expect(transaction.entryMode == .magstripeFallback)
    #expect(transaction.isCardPresent == true)
    let original = try #require(transaction.original)
    #expect(original.timeIsLocal)
    #expect(original.time == (try Instant(rfc3339: "2025-12-31T23:59:00Z")))
    #expect(original.acquirer == AcquirerID("012345"))
  }

  @Test func `2003 has the currency in the amount and longer identifiers`() throws {
    var bench = try TransactionBench("iso8583-2003-binary", near: nil)
    let read = try bench.read(
      "2100",
      [
        .pan: "4111111111111111", .processingCode: "000000",
        .transactionAmount: "978" + "2" + "000000009999", .stan: "000007123456",
        .transmissionDateTime: "0822191049", .localTime: "20250822211049",
        .terminalID: "        TERM0001", .merchantID: "0000012345MERCHANT0000001",
        .merchantCategoryCode: "5411",
        .originalAmounts: "9782000000012000" + "9782000000000000",
      ])
    let transaction = try #require(read)
    #expect(transaction.amount == Amount(minorUnits: 9_999, currency: .euro))
    #expect(transaction.originalMinor == 12_000)
    #expect(transaction.stan?.text == "123456")
    #expect(transaction.terminal?.text == "TERM0001")
    #expect(transaction.merchant?.text == "MERCHANT0000001")
    #expect(transaction.time == (try Instant(rfc3339: "2025-08-22T19:10:49Z")))
    #expect(transaction.category?.code == 5411)
  }

  // A clearing message of cardutil's own tests, in EBCDIC.
  @Test func `a clearing record gives its time, country and amount`() throws {
    var bench = try TransactionBench("ipm-clearing-ebcdic", near: nil)
    let read = try bench.read(SampleMessage.fromCardutilEBCDIC.wire)
    let transaction = try #require(read)
    let values = SampleMessage.fromCardutilEBCDIC.values
    #expect(transaction.amountMinor == Int64(values[4] ?? ""))
    #expect(transaction.merchant?.text == values[42])
    let shown = try #require(transaction.localTime)
    #expect(transaction.time == ZoneRule.paris.instant(showing: shown))
    #expect(transaction.country?.alpha3 == values[43].map { String($0.suffix(3)) })
  }

  @Test func `each message tells its edition where the spec leaves it open`() throws {
    let ascii = try #require(MessageSpec.builtIn(named: "iso8583-1993-ascii"))
    var open = ascii
    open.edition = .byMessage
    let parser = try MessageParser(open)
    var message = try Message(mti: "1100", using: parser)
    try message.set(.localTime, to: .text("250822211049"))
    try message.set(.merchantCategoryCode, to: .text("5411"))
    var table = ElementTable(for: parser)
    let wire = try message.serialize()
    try parser.parse(wire.span, into: &table)
    var reader = TransactionReader(for: parser, clock: MessageClock())
    var pan: PAN?
    let read = try reader.read(wire.span, table, at: MessagePlace(sequence: 0), pan: &pan)
    #expect(try #require(read).category?.code == 5411)
    #expect(pan == nil)
  }
}
