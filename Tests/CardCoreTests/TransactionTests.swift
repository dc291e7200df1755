import CardCore
import Testing

struct TransactionTests {
  @Test func `fits four cache lines`() {
    #expect(MemoryLayout<Transaction>.size == 253)
    #expect(MemoryLayout<Transaction>.stride == 256)
  }

  @Test func `knows nothing but what it is made with`() throws {
    let mti = try #require(MTI("0100"))
    let instant = Instant(millisecondsSince1970: 1_755_889_849_000)
    let transaction = Transaction(
      sequence: 7, time: instant, mti: mti, kind: .authorization, phase: .request)
    #expect(transaction.sequence == 7)
    #expect(transaction.time == instant)
    #expect(transaction.card == .none)
    #expect(transaction.cardFacts == nil)
    #expect(transaction.amount == nil)
    #expect(transaction.billingAmount == nil)
    #expect(transaction.isCardPresent == nil)
    #expect(transaction.entryMode == .unknown)
    #expect(transaction.stan == nil)
    #expect(transaction.rrn == nil)
    #expect(transaction.responseCode == nil)
    #expect(transaction.original == nil)
    #expect(transaction.facts == [])
    #expect(transaction.macVerdict == .unknown)
    #expect(transaction.networkScore == nil)
  }

  @Test func `gives back what is put in, zeros included`() throws {
    var transaction = Transaction()
    transaction.amountMinor = 0
    transaction.currency = Currency(numeric: 0)
    transaction.stan = STAN(number: 0)
    transaction.panSequenceNumber = 0
    transaction.conditionCode = 0
    transaction.processingCode = 0
    transaction.localTime = Instant(millisecondsSince1970: 0)
    transaction.country = Country(numeric: 0)
    transaction.category = MCC(0)
    transaction.terminal = TerminalID("TERM0001")
    transaction.merchant = MerchantID("MERCHANT0000001")
    transaction.acquirer = AcquirerID("00000000000")
    transaction.rrn = RRN("623419123456")
    transaction.authorizationCode = AuthorizationCode("A1")
    transaction.responseCode = ResponseCode("00")
    transaction.expiry = CardDate(year: 2030, month: 12)
    #expect(transaction.amount == Amount(minorUnits: 0, currency: try #require(.init(numeric: 0))))
    #expect(transaction.stan?.text == "000000")
    #expect(transaction.panSequenceNumber == 0)
    #expect(transaction.conditionCode == 0)
    #expect(transaction.processingCode == 0)
    #expect(transaction.localTime == Instant(millisecondsSince1970: 0))
    #expect(transaction.country?.digits == "000")
    #expect(transaction.category?.digits == "0000")
    #expect(transaction.terminal?.text == "TERM0001")
    #expect(transaction.merchant?.text == "MERCHANT0000001")
    #expect(transaction.acquirer?.text == "00000000000")
    #expect(transaction.rrn?.text == "623419123456")
    #expect(transaction.authorizationCode?.text == "A1")
    #expect(transaction.responseCode?.text == "00")
    #expect(transaction.expiry?.description == "2030-12")
    transaction.stan = nil
    transaction.rrn = nil
    #expect(transaction.stan == nil)
    #expect(transaction.rrn == nil)
  }

  @Test func `does not print a PAN`() throws {
    var transaction = Transaction()
    transaction.cardFacts = CardFacts(try #require(PAN("4111111111111111")))
    var dumped = ""
    dump(transaction, to: &dumped)
    #expect(!dumped.contains("4111111111"))
    #expect(!"\(transaction)".contains("4111111111"))
  }

  @Test func `an original is matched by the parts that are named`() throws {
    var original = OriginalReference()
    #expect(original.isEmpty)
    var transaction = Transaction()
    transaction.mti = try #require(MTI("0200"))
    transaction.stan = STAN(number: 123_456)
    transaction.transmissionTime = Instant(millisecondsSince1970: 1_000)
    transaction.localTime = Instant(millisecondsSince1970: 2_000)
    #expect(original.matches(transaction))
    original.stan = STAN(number: 123_456)
    original.time = Instant(millisecondsSince1970: 1_000)
    #expect(original.matches(transaction))
    original.timeIsLocal = true
    #expect(!original.matches(transaction))
    original.time = Instant(millisecondsSince1970: 2_000)
    #expect(original.matches(transaction))
    original.acquirer = AcquirerID("1")
    #expect(!original.matches(transaction))
  }

  @Test func `entry modes are found by their names`() {
    for mode in EntryMode.allCases { #expect(EntryMode(name: mode.name) == mode) }
    #expect(EntryMode(name: "swipe") == nil)
    #expect(EntryMode.chip.impliesCardPresent == true)
    #expect(EntryMode.ecommerce.impliesCardPresent == false)
    #expect(EntryMode.manual.impliesCardPresent == nil)
  }
}
