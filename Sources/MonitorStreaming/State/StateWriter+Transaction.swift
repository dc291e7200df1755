import CardCore
import TransactionMonitor

extension StateWriter {
  /// Writes a transaction property by property; a text stands for each identifier.
  mutating func transaction(_ value: Transaction) {
    integer(value.sequence)
    integer(value.byteOffset)
    integer(value.contentHash)
    instant(value.time)
    optional(value.frameTime) { $0.instant($1) }
    optional(value.transmissionTime) { $0.instant($1) }
    optional(value.localTime) { $0.instant($1) }
    optional(value.amountMinor) { $0.integer($1) }
    optional(value.billingMinor) { $0.integer($1) }
    optional(value.replacementMinor) { $0.integer($1) }
    optional(value.originalMinor) { $0.integer($1) }
    token(value.card)
    optional(value.terminal) { $0.text($1.text) }
    optional(value.merchant) { $0.text($1.text) }
    optional(value.acquirer) { $0.text($1.text) }
    optional(value.forwarder) { $0.text($1.text) }
    optional(value.rrn) { $0.text($1.text) }
    optional(value.stan) { $0.integer($1.number) }
    optional(value.authorizationCode) { $0.text($1.text) }
    optional(value.original) { $0.reference($1) }
    integer(value.entryMode.rawValue)
    optional(value.cardFacts) { $0.cardFacts($1) }
    integer(value.facts.rawValue)
    optional(value.processingCode) { $0.integer($1) }
    optional(value.responseCode) { $0.text($1.text) }
    optional(value.functionCode) { $0.integer($1) }
    optional(value.expiry) {
      $0.integer($1.year)
      $0.integer($1.month)
    }
    optional(value.panSequenceNumber) { $0.integer($1) }
    optional(value.conditionCode) { $0.integer($1) }
    optional(value.isCardPresent) { $0.bool($1) }
    integer(value.kind.rawValue)
    integer(value.phase.rawValue)
    integer(value.mti.number)
    integer(value.input)
    optional(value.currency) { $0.integer($1.numeric) }
    optional(value.billingCurrency) { $0.integer($1.numeric) }
    optional(value.category) { $0.integer($1.code) }
    optional(value.country) { $0.integer($1.numeric) }
    optional(value.acquirerCountry) { $0.integer($1.numeric) }
    optional(value.networkScore) { $0.integer($1) }
    integer(value.macVerdict.rawValue)
    integer(value.cryptogramVerdict.rawValue)
    integer(value.pinVerdict.rawValue)
  }

  mutating func instant(_ value: Instant) { integer(value.millisecondsSince1970) }

  mutating func token(_ value: CardToken) {
    integer(value.high)
    integer(value.low)
  }

  mutating func optional<Value>(
    _ value: Value?, _ write: (inout StateWriter, Value) -> Void
  ) {
    bool(value != nil)
    if let value { write(&self, value) }
  }

  mutating func cardFacts(_ value: CardFacts) {
    integer(value.iin)
    integer(value.iinDigitCount)
    integer(value.digitCount)
    bool(value.luhnHolds)
    text(value.lastCharacters)
  }

  private mutating func reference(_ value: OriginalReference) {
    optional(value.time) { $0.instant($1) }
    optional(value.acquirer) { $0.text($1.text) }
    optional(value.forwarder) { $0.text($1.text) }
    optional(value.stan) { $0.integer($1.number) }
    optional(value.mti) { $0.integer($1.number) }
    bool(value.timeIsLocal)
  }
}
