import CardCore

/// What is remembered of an exchange so that a reversal finds it and a copy is known.
struct PastExchange: Sendable, BitwiseCopyable {
  var card: CardToken
  var time: Instant
  /// DE 7 of 1987, else what DE 12 and 13 showed: what a reversal names.
  @Compact var clock: Instant?
  var contentHash: UInt64
  @Compact var amountMinor: Int64?
  @Compact var terminal: TerminalID?
  @Compact var acquirer: AcquirerID?
  @Compact var forwarder: AcquirerID?
  @Compact var rrn: RRN?
  @Compact var authorizationCode: AuthorizationCode?
  @Compact var cardFacts: CardFacts?
  @Compact var stan: STAN?
  var mti: MTI
  var isReversed = false

  init(_ transaction: Transaction) {
    card = transaction.card
    time = transaction.time
    contentHash = transaction.contentHash
    mti = transaction.mti
    clock =
      transaction.mti.version == .iso1987 ? transaction.transmissionTime : transaction.localTime
    amountMinor = transaction.amountMinor
    terminal = transaction.terminal
    acquirer = transaction.acquirer
    forwarder = transaction.forwarder
    rrn = transaction.rrn
    authorizationCode = transaction.authorizationCode
    cardFacts = transaction.cardFacts
    stan = transaction.stan
  }

  /// Whether anything in a message could name this exchange later.
  static func canBeFound(_ transaction: Transaction) -> Bool {
    transaction.stan != nil || transaction.rrn != nil || transaction.authorizationCode != nil
  }

  /// Whether every part that `reference` names is the one of this exchange.
  func isNamed(by reference: OriginalReference) -> Bool {
    Self.agree(reference.mti, repeatless: mti) && Self.agree(reference.stan, stan)
      && Self.agree(reference.time, clock) && Self.agree(reference.acquirer, acquirer)
      && Self.agree(reference.forwarder, forwarder)
  }

  private static func agree(_ named: MTI?, repeatless mti: MTI) -> Bool {
    guard let named else { return true }
    return (named.repeatOf ?? named) == (mti.repeatOf ?? mti)
  }

  private static func agree<Part: Equatable>(_ named: Part?, _ found: Part?) -> Bool {
    named == nil || named == found
  }
}
