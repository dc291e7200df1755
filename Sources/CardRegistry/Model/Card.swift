public import CardCore

/// One card of a card number: its own state, where its plastic is, its PIN and its renewal.
public struct Card: Hashable, Sendable {
  /// Where the plastic is.
  public enum Support: String, Hashable, Sendable, CaseIterable {
    case toBeMade, inProduction, sent, returnedToSender, atBranch, handedOver, captured, givenBack
    case destroyed
  }

  /// What is known of the PIN; never the PIN.
  public enum PINState: String, Hashable, Sendable, CaseIterable {
    case absent, issued, usable, used
    /// Changed here, and not yet in the chip.
    case scriptPending
  }

  /// Whether the card is renewed when it ends.
  public enum Renewal: String, Hashable, Sendable, CaseIterable {
    case automatic, refusedByHolder, refusedByIssuer, suspended
  }

  /// A cause for which the issuer blocks the card.
  public struct Block: Hashable, Sendable {
    public let reason: Reason
    public let since: Instant
    /// When it is looked at again.
    public let reviewDue: Instant

    init(_ rule: ReasonRule, since: Instant) {
      reason = rule.reason
      self.since = since
      reviewDue = since.adding(milliseconds: Int64(rule.reviewDays) * 86_400_000)
    }

    init(reason: Reason, since: Instant, reviewDue: Instant) {
      self.reason = reason
      self.since = since
      self.reviewDue = reviewDue
    }
  }

  /// Its number within the registry.
  public let id: Int64
  /// 0 to 99.
  public let sequenceNumber: UInt8
  public let expiry: CardDate
  /// The state without blocks and opposition: never `blocked`, never `opposed`.
  public internal(set) var base: CardState
  /// The causes for which the issuer blocks it, in the order in which they came.
  public internal(set) var blocks: [Block] = []
  public internal(set) var support = Support.toBeMade
  public internal(set) var pin = PINState.absent
  /// 0 to 3.
  public internal(set) var triesLeft: UInt8 = 3
  public internal(set) var renewal = Renewal.automatic
  /// When its holder first had the use of it.
  public internal(set) var activatedAt: Instant?
  /// The card that it takes the place of.
  public internal(set) var predecessor: Int64?

  public init(id: Int64, sequenceNumber: UInt8, expiry: CardDate, base: CardState) {
    precondition(base != .blocked && base != .opposed, "these are not states by themselves")
    self.id = id
    self.sequenceNumber = sequenceNumber
    self.expiry = expiry
    self.base = base
  }

  /// The state of a card whose number is not opposed.
  var ownState: CardState {
    base.isTerminal || blocks.isEmpty ? base : .blocked
  }

  /// The first instant at which the card is no longer valid: the end of its month in Paris.
  public var end: Instant {
    let isDecember = expiry.month == 12
    let year = Int(expiry.year) + (isDecember ? 1 : 0)
    let month = isDecember ? 1 : Int(expiry.month) + 1
    guard let reading = Instant(year: year, month: month, day: 1) else { return .latest }
    return ZoneRule.paris.instant(showing: reading)
  }
}
