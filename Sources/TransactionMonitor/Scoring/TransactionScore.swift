/// The score of one transaction.
public struct TransactionScore: Hashable, Sendable, BitwiseCopyable {
  /// The number of the message that began the exchange.
  public var sequence: UInt64
  /// The chance of fraud, 0 to 1.
  public var score: Double
}

/// What a score is made of, for explanations.
public struct ScoreParts: Hashable, Sendable {
  public var score: Double
  /// The chance of fraud by the card's side; nil where the message has no card or no amount.
  public var card: Double?
  /// The amount over what the card is used for.
  public var amountRatio: Double?
  /// The chance by the terminal's side; nil where the message has no terminal.
  public var terminal: Double?
  /// For how many days confirmed frauds have followed one another at the terminal; nil for none.
  public var terminalRunDays: Int?
  /// By what the odds were multiplied for what surrounds the transaction.
  public var lifts: [Lift]

  /// What one thing that surrounds a transaction does to the odds.
  public struct Lift: Hashable, Sendable {
    public var part: ScorePart
    public var factor: Double
  }
}

/// What became of labels.
public struct ScoreCounts: Hashable, Sendable {
  /// Transactions that were given a score.
  public var scored = 0
  /// Labels that became known and were learnt.
  public var genuine = 0
  public var frauds = 0
  /// Reports that name no transaction of the log.
  public var unknown = 0
  /// Reports of frauds before their transaction: taken as known at its time.
  public var early = 0
  /// Frauds reported after their transaction was taken for genuine.
  public var contradicted = 0
  /// Reports of a transaction of which another report had told.
  public var repeated = 0
}
