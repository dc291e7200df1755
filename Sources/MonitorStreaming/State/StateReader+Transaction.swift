import CardCore
import TransactionMonitor

extension StateReader {
  /// Reads what ``StateWriter/transaction(_:)`` wrote.
  mutating func transaction() throws(StateError) -> Transaction {
    var value = Transaction()
    value.sequence = try integer()
    value.byteOffset = try integer()
    value.contentHash = try integer()
    value.time = try instant()
    value.frameTime = try optionalInstant()
    value.transmissionTime = try optionalInstant()
    value.localTime = try optionalInstant()
    value.amountMinor = try optionalInteger()
    value.billingMinor = try optionalInteger()
    value.replacementMinor = try optionalInteger()
    value.originalMinor = try optionalInteger()
    value.card = try token()
    value.terminal = try identifier("terminal") { TerminalID($0) }
    value.merchant = try identifier("merchant") { MerchantID($0) }
    value.acquirer = try identifier("acquirer") { AcquirerID($0) }
    value.forwarder = try identifier("forwarder") { AcquirerID($0) }
    value.rrn = try identifier("RRN") { RRN($0) }
    value.stan = try code("STAN") { STAN(number: $0) }
    value.authorizationCode = try identifier("code") { AuthorizationCode($0) }
    if try bool("original") { value.original = try reference() }
    try readRest(into: &value)
    return value
  }

  private mutating func readRest(into value: inout Transaction) throws(StateError) {
    value.entryMode = try self.value(EntryMode.self, "entry mode")
    if try bool("card facts") { value.cardFacts = try cardFacts() }
    value.facts = Transaction.Facts(rawValue: try integer())
    value.processingCode = try optionalInteger()
    value.responseCode = try identifier("response code") { ResponseCode($0) }
    value.functionCode = try optionalInteger()
    if try bool("expiry") {
      let start = offset
      let (year, month) = (try integer(UInt16.self), try integer(UInt8.self))
      guard let expiry = CardDate(year: Int(year), month: Int(month)) else {
        throw .invalid(offset: start, what: "expiry")
      }
      value.expiry = expiry
    }
    value.panSequenceNumber = try optionalInteger()
    value.conditionCode = try optionalInteger()
    if try bool("card presence") { value.isCardPresent = try bool("card presence") }
    value.kind = try self.value(TransactionKind.self, "kind")
    value.phase = try self.value(TransactionPhase.self, "phase")
    value.mti = try mti()
    value.input = try integer()
    value.currency = try code("currency") { (number: UInt16) in Currency(numeric: Int(number)) }
    value.billingCurrency = try code("currency") { (number: UInt16) in
      Currency(numeric: Int(number))
    }
    value.category = try code("category") { (number: UInt16) in MCC(Int(number)) }
    value.country = try code("country") { (number: UInt16) in Country(numeric: Int(number)) }
    value.acquirerCountry = try code("country") { (number: UInt16) in
      Country(numeric: Int(number))
    }
    value.networkScore = try optionalInteger()
    value.macVerdict = try self.value(Verdict.self, "verdict")
    value.cryptogramVerdict = try self.value(Verdict.self, "verdict")
    value.pinVerdict = try self.value(Verdict.self, "verdict")
  }

  mutating func instant() throws(StateError) -> Instant {
    Instant(millisecondsSince1970: try integer())
  }

  mutating func optionalInstant() throws(StateError) -> Instant? {
    try bool("time") ? try instant() : nil
  }

  mutating func optionalInteger<Value: FixedWidthInteger>() throws(StateError) -> Value? {
    try bool("number") ? try integer() : nil
  }

  mutating func token() throws(StateError) -> CardToken {
    CardToken(high: try integer(), low: try integer())
  }

  mutating func mti() throws(StateError) -> MTI {
    let start = offset
    let number = try integer(UInt16.self)
    guard let mti = MTI(Int(number)) else { throw .invalid(offset: start, what: "MTI") }
    return mti
  }

  mutating func identifier<Value>(
    _ what: String, _ make: (String) -> Value?
  ) throws(StateError) -> Value? {
    guard try bool(what) else { return nil }
    let start = offset
    guard let value = make(try text(what, byteCountMaximum: 16)) else {
      throw .invalid(offset: start, what: what)
    }
    return value
  }

  mutating func code<Number: FixedWidthInteger, Value>(
    _ what: String, _ make: (Number) -> Value?
  ) throws(StateError) -> Value? {
    guard try bool(what) else { return nil }
    let start = offset
    guard let value = make(try integer()) else { throw .invalid(offset: start, what: what) }
    return value
  }

  mutating func cardFacts() throws(StateError) -> CardFacts {
    let start = offset
    let facts = CardFacts(
      iin: try integer(), iinDigitCount: try integer(), digitCount: try integer(),
      luhnHolds: try bool("Luhn"), lastCharacters: try text("tail", byteCountMaximum: 4))
    guard let facts else { throw .invalid(offset: start, what: "card facts") }
    return facts
  }

  private mutating func reference() throws(StateError) -> OriginalReference {
    var value = OriginalReference()
    value.time = try optionalInstant()
    value.acquirer = try identifier("acquirer") { AcquirerID($0) }
    value.forwarder = try identifier("forwarder") { AcquirerID($0) }
    value.stan = try code("STAN") { STAN(number: $0) }
    if try bool("MTI") { value.mti = try mti() }
    value.timeIsLocal = try bool("local time")
    return value
  }
}
