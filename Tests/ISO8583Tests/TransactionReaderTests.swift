import CardCore
import ISO8583
import TestSupport
import Testing

/// Turns messages written for a test into transactions.
struct TransactionBench {
  let parser: MessageParser
  var reader: TransactionReader
  var pan: PAN?

  init(_ spec: String, near reference: String? = "2025-08-22T00:00:00Z") throws {
    parser = try #require(MessageParser.builtIn(named: spec))
    let instant = try reference.map { try Instant(rfc3339: $0) }
    reader = TransactionReader(for: parser, clock: MessageClock(near: instant))
  }

  mutating func read(_ wire: [UInt8], frameTime: Instant? = nil) throws -> Transaction? {
    var table = ElementTable(for: parser)
    try parser.parse(wire.span, into: &table)
    let place = MessagePlace(sequence: 3, input: 1, byteOffset: 99, frameTime: frameTime)
    return try reader.read(wire.span, table, at: place, pan: &pan)
  }

  mutating func read(
    _ mti: String, _ values: [DataElement: String], frameTime: String? = nil
  ) throws -> Transaction? {
    let instant = try frameTime.map { try Instant(rfc3339: $0) }
    return try read(try wire(mti, values), frameTime: instant)
  }

  func wire(_ mti: String, _ values: [DataElement: String]) throws -> [UInt8] {
    var message = try Message(mti: mti, using: parser)
    let isBinary: Set<DataElement> = [.pinBlock, .mac]
    for (element, text) in values {
      let value: FieldValue = isBinary.contains(element) ? .bytes(bytes(hex: text)) : .text(text)
      try message.set(element, to: value)
    }
    return try message.serialize()
  }
}

struct TransactionReaderTests {
  // The two messages whose speed is measured; the values stand beside their bytes.
  @Test(arguments: [SampleMessage.a, .b])
  func `reads every value of an authorization request`(sample: SampleMessage) throws {
    var bench = try TransactionBench(sample.spec)
    let transaction = try #require(try bench.read(sample.wire))
    #expect(transaction.sequence == 3)
    #expect(transaction.input == 1)
    #expect(transaction.byteOffset == 99)
    #expect(transaction.mti.text == sample.mti)
    #expect(transaction.kind == (sample.mti == "0100" ? .authorization : .financial))
    #expect(transaction.phase == .request)
    #expect(transaction.time == (try Instant(rfc3339: "2025-08-22T19:10:49Z")))
    #expect(transaction.transmissionTime == transaction.time)
    #expect(transaction.localTime == transaction.time)
    #expect(transaction.frameTime == nil)
    #expect(transaction.amount == Amount(minorUnits: 9_999, currency: .euro))
    #expect(transaction.billingAmount == nil)
    #expect(transaction.processingCode == 0)
    #expect(transaction.stan?.text == "123456")
    #expect(transaction.rrn?.text == "623419123456")
    #expect(transaction.terminal?.text == "TERM0001")
    #expect(transaction.merchant?.text == "MERCHANT0000001")
    #expect(transaction.acquirer?.text == "12345678901")
    #expect(transaction.forwarder == nil)
    #expect(transaction.category?.code == 5411)
    #expect(transaction.country == .france)
    #expect(transaction.acquirerCountry == nil)
    #expect(transaction.conditionCode == 0)
    #expect(transaction.responseCode == nil)
    #expect(transaction.original == nil)
  }

  @Test(arguments: [SampleMessage.a, .b])
  func `reads the card and how it was used`(sample: SampleMessage) throws {
    var bench = try TransactionBench(sample.spec)
    bench.reader.chipUse = .numbersCard
    let transaction = try #require(try bench.read(sample.wire))
    #expect(bench.pan == PAN("4242424242424242"))
    #expect(transaction.cardFacts?.masked == "424242******4242")
    #expect(transaction.cardFacts?.luhnHolds == true)
    #expect(transaction.card == .none)
    #expect(transaction.expiry == CardDate(year: 2030, month: 12))
    #expect(transaction.panSequenceNumber == 1)
    #expect(transaction.entryMode == .chip)
    #expect(transaction.isCardPresent == true)
    #expect(
      transaction.facts == [.hasPIN, .hasICCData, .hasTrack, .serviceCodeAsksForChip])
  }

  private static let request: [DataElement: String] = [
    .pan: "4111111111111111", .processingCode: "003000", .transactionAmount: "000000012345",
    .transmissionDateTime: "0822191049", .stan: "000001", .localTime: "211049",
    .localDate: "0822", .expirationDate: "2712", .merchantType: "5999", .acquirerCountry: "250",
    .posEntryMode: "812", .panSequenceNumber: "002", .posConditionCode: "59",
    .acquirerID: "00012345", .forwarderID: "987654", .rrn: "AB3419123456", .terminalID: "T1",
    .merchantID: "SHOP", .transactionCurrency: "978",
  ]

  @Test(arguments: ["iso8583-1987-ascii", "iso8583-1987-binary", "iso8583-1987-ebcdic"])
  func `reads the same from ASCII, packed digits and EBCDIC`(spec: String) throws {
    var bench = try TransactionBench(spec)
    var values = Self.request
    values[.terminalID] = "T1      "
    values[.merchantID] = "SHOP           "
    let transaction = try #require(try bench.read("0100", values))
    #expect(bench.pan == PAN("4111111111111111"))
    #expect(transaction.amountMinor == 12_345)
    #expect(transaction.processingCode == 3_000)
    #expect(transaction.stan?.number == 1)
    #expect(transaction.acquirer?.text == "00012345")
    #expect(transaction.forwarder?.text == "987654")
    #expect(transaction.rrn?.text == "AB3419123456")
    #expect(transaction.terminal?.text == "T1")
    #expect(transaction.merchant?.text == "SHOP")
    #expect(transaction.country == .france)
    #expect(transaction.panSequenceNumber == 2)
    #expect(transaction.entryMode == .ecommerce)
    #expect(transaction.isCardPresent == false)
    #expect(transaction.conditionCode == 59)
    #expect(transaction.transmissionTime == (try Instant(rfc3339: "2025-08-22T19:10:49Z")))
    #expect(transaction.localTime == (try Instant(rfc3339: "2025-08-22T21:10:49Z")))
  }

  @Test func `a whole track of a card with a chip is a fallback`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    var values = Self.request
    values[.posEntryMode] = "901"
    values[.posConditionCode] = "00"
    values[.track2] = "4111111111111111=27122010000012345"
    let fallback = try #require(try bench.read("0100", values))
    #expect(fallback.entryMode == .magstripeFallback)
    #expect(fallback.isCardPresent == true)
    values[.track2] = "4111111111111111=27121010000012345"
    let swipe = try #require(try bench.read("0100", values))
    #expect(swipe.entryMode == .magstripe)
    #expect(!swipe.facts.contains(.serviceCodeAsksForChip))
  }

  @Test(arguments: ["iso8583-1987-ascii", "iso8583-1987-binary", "iso8583-1987-ebcdic"])
  func `takes the PAN from the track where DE 2 is not there`(spec: String) throws {
    var bench = try TransactionBench(spec)
    var values = Self.request
    values[.pan] = nil
    values[.expirationDate] = nil
    let separator = spec.hasSuffix("binary") ? "D" : "="
    values[.track2] = "378282246310005" + separator + "2612" + "601" + "12345"
    let transaction = try #require(try bench.read("0100", values))
    #expect(bench.pan == PAN("378282246310005"))
    #expect(transaction.expiry == CardDate(year: 2026, month: 12))
    #expect(transaction.facts.contains([.hasTrack, .serviceCodeAsksForChip]))
    values[.track2] = "378282246310005" + separator + separator + separator + "12345"
    let bare = try #require(try bench.read("0100", values))
    #expect(bare.expiry == nil)
    #expect(!bare.facts.contains(.serviceCodeAsksForChip))
  }

  @Test(arguments: ["iso8583-1987-ascii", "iso8583-1987-ascii-hex"])
  func `takes the PAN from the chip where neither DE 2 nor a track is there`(spec: String) throws {
    var bench = try TransactionBench(spec)
    var values = Self.request
    values[.pan] = nil
    values[.panSequenceNumber] = nil
    var message = try Message(parsing: bench.wire("0100", values), using: bench.parser)
    try message.set(
      .iccData,
      to: .fields([
        .init("57", .bytes(bytes(hex: "4111111111111111D30122010000012345"))),
        .init("5F34", .bytes([0x07])),
      ]))
    let transaction = try #require(try bench.read(message.serialize()))
    #expect(bench.pan == PAN("4111111111111111"))
    #expect(transaction.panSequenceNumber == 7)
    #expect(transaction.cardFacts?.lastCharacters == "1111")
  }

  @Test(arguments: [SampleMessage.a, .b])
  func `leaves the chip alone where DE 2 names the card`(sample: SampleMessage) throws {
    var bench = try TransactionBench(sample.spec)
    let transaction = try #require(try bench.read(sample.wire))
    #expect(bench.pan == PAN("4242424242424242"))
    #expect(transaction.panSequenceNumber == nil)
  }

  @Test func `messages of several types take turns`() throws {
    var bench = try TransactionBench("iso8583-1987-binary")
    for mti in ["0100", "0110", "0100", "0420", "0800", "0200"] {
      let transaction = try #require(try bench.read(mti, Self.request))
      #expect(transaction.mti.text == mti)
    }
    #expect(try bench.read("9100", Self.request) == nil)
    #expect(try bench.read("0100", Self.request)?.mti.text == "0100")
  }

  @Test func `an answer has its codes`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    var values = Self.request
    values[.responseCode] = "51"
    values[.authorizationCode] = "A1B2  "
    let answer = try #require(try bench.read("0110", values))
    #expect(answer.phase == .answer)
    #expect(answer.responseCode == ResponseCode("51"))
    #expect(answer.authorizationCode?.text == "A1B2")
  }

  @Test func `a reversal of 1987 names its original and what remains of it`() throws {
    var bench = try TransactionBench("iso8583-1987-binary")
    let request = try #require(try bench.read("0200", Self.request))
    var values = Self.request
    values[.stan] = "000002"
    values[.transmissionDateTime] = "0822191110"
    values[.originalDataElements] =
      "0200" + "000001" + "0822191049" + "00000012345"
      + "00000000000"
    values[.replacementAmounts] = "000000002345" + String(repeating: "0", count: 30)
    let reversal = try #require(try bench.read("0420", values))
    #expect(reversal.kind == .reversal)
    #expect(reversal.phase == .advice)
    #expect(reversal.replacementMinor == 2_345)
    let original = try #require(reversal.original)
    #expect(original.mti == request.mti)
    #expect(original.stan == request.stan)
    #expect(original.time == request.transmissionTime)
    #expect(original.acquirer?.text == "00000012345")
    #expect(original.forwarder == nil)
  }

  @Test func `currencies may be letters, and billing has its own`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    var values = Self.request
    values[.transactionCurrency] = "GBP"
    values[.billingAmount] = "000000015000"
    values[.billingCurrency] = "978"
    let transaction = try #require(try bench.read("0100", values))
    #expect(transaction.currency?.numeric == 826)
    #expect(transaction.billingAmount == Amount(minorUnits: 15_000, currency: .euro))
  }

  @Test func `a copy has the same hash, and so has a repeat`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    let first = try #require(try bench.read("0100", Self.request))
    let copy = try #require(try bench.read("0100", Self.request))
    let again = try #require(try bench.read("0101", Self.request))
    let answer = try #require(try bench.read("0110", Self.request))
    var values = Self.request
    values[.stan] = "000002"
    let next = try #require(try bench.read("0100", values))
    #expect(copy.contentHash == first.contentHash)
    #expect(again.contentHash == first.contentHash)
    #expect(again.phase == .repeat)
    #expect(answer.contentHash != first.contentHash)
    #expect(next.contentHash != first.contentHash)
  }

  @Test func `a message of a national version is no transaction`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    #expect(try bench.read("9100", Self.request) == nil)
    #expect(try bench.read("0000", Self.request) == nil)
  }

  @Test func `a single message gives its transaction, changed values included`() throws {
    let bench = try TransactionBench("iso8583-1987-ascii")
    let wire = try bench.wire("0100", Self.request)
    var message = try Message(parsing: wire, using: bench.parser)
    try message.set(.transactionAmount, to: .text("000000000777"))
    let clock = MessageClock(near: try Instant(rfc3339: "2025-08-22T00:00:00Z"))
    var pan: PAN?
    let transaction = try message.transaction(clock: clock, pan: &pan)
    #expect(transaction?.amountMinor == 777)
    #expect(transaction?.rrn?.text == "AB3419123456")
    #expect(pan == PAN("4111111111111111"))
  }

  @Test func `a message that could not be parsed gives what was read before the error`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    let wire = try bench.wire("0100", Self.request)
    var table = ElementTable(for: bench.parser)
    try bench.parser.parse(wire.span, into: &table)
    for count in 0..<wire.count {
      let cut = Array(wire.prefix(count))
      #expect(throws: ParseError.self) { try bench.parser.parse(cut.span, into: &table) }
      var pan: PAN?
      let place = MessagePlace(sequence: 0)
      let read = try? bench.reader.read(cut.span, table, at: place, pan: &pan)
      if let transaction = read ?? nil { #expect(transaction.mti.text == "0100") }
    }
  }
}
