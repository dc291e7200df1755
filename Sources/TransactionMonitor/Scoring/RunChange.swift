/// What a label says of the run of its terminal.
struct RunChange: BitwiseCopyable {
  /// Where the terminal's record is.
  var place: UInt32
  /// When the transaction was, on ``ScoreClock``.
  var seconds: UInt32
  var isFraud: Bool
  /// The fraud is better explained by the card.
  var isCards: Bool
}
