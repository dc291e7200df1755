/// One use of a card, before it becomes messages.
struct Payment {
  /// Milliseconds since 1970.
  var time: Int64
  /// The card's place; -1 for a number that no card has.
  var card: Int
  var number: UInt64
  var expiry: UInt16
  var sequenceNumber: UInt8 = 0
  var merchant: Int
  var terminal: UInt32
  var entry: MessageShape.Entry
  /// In cents of a euro.
  var cents: Int64
  var hasPIN = false
  var outcome = Outcome.approved
  /// The episode of a fraud; -1 for an honest payment.
  var fraud: Int32 = -1
  /// Whether the holder tries again at once.
  var isRetried = false
}
