public import CardCore

/// What a log's reader hands over: transactions side by side, their cards still to be tokenised,
/// and what could not be read.
///
/// The PANs are overwritten when the block is emptied and when it goes.
public struct LogBlock: ~Copyable, Sendable {
  /// The most transactions of a block.
  public let rowMaximum: Int
  /// In the order of the log.
  public internal(set) var transactions: [Transaction] = []
  /// The names that a mapping gives to rows, of the same rows as ``transactions``; empty where it
  /// gives none.
  public internal(set) var names: [String] = []
  public internal(set) var quarantined: [QuarantinedRecord] = []
  /// What is to be said to a person, once.
  public internal(set) var notes: [String] = []
  /// Messages parsed, those that are no transaction included.
  public internal(set) var messageCount: UInt64 = 0
  /// The offset in the input up to which everything was read.
  public internal(set) var inputOffset: UInt64 = 0

  private var cards = BlockCards()

  public init(rowMaximum: Int = 4_096) {
    precondition(rowMaximum > 0, "a block has rows")
    self.rowMaximum = rowMaximum
    transactions.reserveCapacity(rowMaximum)
    cards.reserve(rowMaximum)
  }

  deinit { cards.wipe() }

  /// Whether no more rows fit.
  public var isFull: Bool {
    transactions.count >= rowMaximum || quarantined.count >= rowMaximum
  }

  /// Empties the block; its PANs are overwritten.
  public mutating func removeAll() {
    transactions.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    quarantined.removeAll(keepingCapacity: true)
    notes.removeAll()
    messageCount = 0
    cards.removeAll()
  }

  /// Puts the tokens of its cards into the transactions and overwrites the PANs.
  public mutating func tokenize(by tokenizer: some PANTokenizer) {
    cards.tokenize(by: tokenizer, into: &transactions)
    cards.removeAll()
  }

  // MARK: - For readers

  /// Appends the transaction that `body` writes in place, and its card.
  ///
  /// - Returns: Whether `body` wrote one.
  @inline(__always)
  mutating func appendRow<E: Error>(
    _ body: (inout Transaction, inout PAN?) throws(E) -> Bool
  ) throws(E) -> Bool {
    let row = transactions.count
    transactions.append(Transaction())
    var pan: PAN?
    var isKept = false
    defer { if !isKept { transactions.removeLast() } }
    isKept = try body(&transactions[row], &pan)
    if isKept, let pan { cards.append(pan, row: row) }
    return isKept
  }

  /// Appends a transaction whose card is a value that is no PAN.
  mutating func append(_ transaction: Transaction, pan: PAN?, other: Span<UInt8>) {
    let row = transactions.count
    transactions.append(transaction)
    if let pan {
      cards.append(pan, row: row)
    } else if !other.isEmpty {
      cards.append(other: other, row: row)
    }
  }
}
