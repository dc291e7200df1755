import CardCore

/// What a request and its answer have in common for certain: version, class, function and DE 11.
struct ExchangeKey: Hashable, Sendable, BitwiseCopyable {
  /// The answer's MTI without its last digit.
  var function: UInt16
  var stan: UInt32

  /// - Returns: nil where no answer is due, or nothing says to which request it would belong.
  init?(request: Transaction) {
    guard let answer = request.mti.answer, let stan = request.stan else { return nil }
    function = answer.number / 10
    self.stan = stan.number
  }

  init?(answer: Transaction) {
    guard let stan = answer.stan else { return nil }
    function = answer.mti.number / 10
    self.stan = stan.number
  }

  init(function: UInt16, stan: UInt32) {
    self.function = function
    self.stan = stan
  }

  /// Spread over 64 bits, with the terminal or without.
  func hash(terminal: UInt64) -> UInt64 {
    var mixed = UInt64(function) &<< 32 | UInt64(stan)
    mixed = (mixed ^ terminal &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed &>> 29) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed &>> 32
  }
}
