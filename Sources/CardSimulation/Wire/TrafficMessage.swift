/// One message before it is written: a value of fixed size that owns no memory.
struct TrafficMessage {
  var shape: MessageShape
  /// Milliseconds since 1970: when it passes by, and so its place in the log.
  var time: Int64
  /// What DE 7 says, as its sender's clock has it.
  var sent: Int64
  /// What DE 12 and 13 say: the request's time at the terminal.
  var occurred: Int64
  /// Sixteen digits.
  var number: UInt64
  /// YYMM.
  var expiry: UInt16
  var sequenceNumber: UInt8 = 0
  var merchant: Int32
  /// Among all terminals.
  var terminal: UInt32
  /// In minor units of the merchant's currency.
  var amount: Int64
  /// In cents of a euro.
  var billing: Int64 = 0
  var isWithdrawal = false
  /// 0 until it is sent: numbers are given in the order of the line.
  var stan: UInt32 = 0
  var rrn: UInt64 = 0
  /// Six digits.
  var authorizationCode: UInt32 = 0
  var outcome = Outcome.approved
  /// Random bytes of cryptograms and PIN blocks.
  var noise: UInt64 = 0
  /// Of a reversal or an advice: the STAN of the original and its DE 7.
  var originalSTAN: UInt32 = 0
  var originalSent: Int64 = 0
  /// 400 for the holder's wish, 402 where no answer came.
  var hasTimedOut = false
  var isRepeat = false
  var hasWrongMAC = false
  var isGarbled = false
  /// A copy on the line, which gets no answer.
  var isCopy = false
  /// What it belongs to, by the number of the episode; -1 for nothing.
  var fraud: Int32 = -1
  var incident: Int32 = -1
  var fault: Int32 = -1

  var isFinancial: Bool { isWithdrawal }
}
