/// One message of a card system as the monitor, the simulator and the score know it.
///
/// A value of fixed size that owns no memory: blocks of thousands are laid side by side, copied and
/// dropped at no cost. It holds nothing from which a PAN, a track or a PIN could be had.
///
/// What the message, or the row of another log, does not say is nil. Compare and store properties,
/// never the raw bytes of the value: there is padding between them.
public struct Transaction: Sendable, BitwiseCopyable {
  // The order is of topics, and of sizes within them, so that little room is lost between.

  // MARK: Where it stands

  /// The number of the message in its run, from 0.
  public var sequence: UInt64
  /// The offset of the frame in its input, in bytes from 0.
  public var byteOffset: UInt64 = 0
  /// A hash of the message's bytes without the repeat digit of its MTI; 0 where there are none.
  ///
  /// Two equal hashes with equal matching keys are taken for a message sent twice.
  public var contentHash: UInt64 = 0

  // MARK: When it happened

  /// The event time: ``frameTime``, else ``transmissionTime``, else ``localTime`` in its zone.
  public var time: Instant
  /// When the frame was recorded, by whoever wrote the log.
  @Compact public var frameTime: Instant?
  /// DE 7 in UTC, its year the one nearest to the messages before.
  @Compact public var transmissionTime: Instant?
  /// DE 12 and 13: what the terminal's clock showed, as if it were UTC.
  @Compact public var localTime: Instant?

  // MARK: The money

  /// DE 4 in minor units of ``currency``.
  @Compact public var amountMinor: Int64?
  /// DE 6 in minor units of ``billingCurrency``.
  @Compact public var billingMinor: Int64?
  /// What a partial reversal leaves of the amount, DE 95 of 1987, in minor units of ``currency``.
  @Compact public var replacementMinor: Int64?
  /// What the amount was before, DE 30 of 1993 and 2003, in minor units of ``currency``.
  @Compact public var originalMinor: Int64?

  // MARK: Who takes part

  /// ``CardToken/none`` until a block of messages is tokenised, and where there is no card.
  public var card: CardToken = .none
  /// DE 41; of a longer one of 2003 the last eight characters.
  @Compact public var terminal: TerminalID?
  /// DE 42; of a longer one of 2003 the last fifteen characters.
  @Compact public var merchant: MerchantID?
  /// DE 32.
  @Compact public var acquirer: AcquirerID?
  /// DE 33.
  @Compact public var forwarder: AcquirerID?

  // MARK: What joins messages

  /// DE 37.
  @Compact public var rrn: RRN?
  /// DE 11; of the twelve digits of 2003 the last six.
  @Compact public var stan: STAN?
  /// DE 38.
  @Compact public var authorizationCode: AuthorizationCode?
  /// DE 90 or DE 56.
  @Compact public var original: OriginalReference?

  // MARK: How the card was used

  public var entryMode = EntryMode.unknown
  /// nil where there is no card.
  @Compact public var cardFacts: CardFacts?
  /// What is true of the message beside its values.
  public var facts = Facts(rawValue: 0)
  /// DE 3 as a number: transaction type × 10,000 + from account × 100 + to account.
  @Compact public var processingCode: UInt32?
  /// DE 39.
  @Compact public var responseCode: ResponseCode?
  /// DE 24 of 1993 and 2003, 0 to 999.
  @Compact public var functionCode: UInt16?
  /// From DE 14 or the track.
  @Compact public var expiry: CardDate?
  /// 0 to 99, from DE 23 or tag 5F34.
  @Compact public var panSequenceNumber: UInt8?
  /// DE 25 of 1987, 0 to 99.
  @Compact public var conditionCode: UInt8?
  /// Whether the card was at the terminal, by DE 22, else DE 25, else the entry mode.
  public var isCardPresent: Bool?

  // MARK: What it is

  public var kind: TransactionKind
  public var phase: TransactionPhase
  public var mti: MTI
  /// The number of the input in its run, from 0.
  public var input: UInt16 = 0
  /// DE 49.
  @Compact public var currency: Currency?
  /// DE 51.
  @Compact public var billingCurrency: Currency?
  /// DE 18, or DE 26 of 1993 and 2003.
  @Compact public var category: MCC?
  /// The country in DE 43, else ``acquirerCountry``.
  @Compact public var country: Country?
  /// DE 19.
  @Compact public var acquirerCountry: Country?

  // MARK: What was found out

  /// A score that the network put into the message: as it stands there, on the network's scale.
  @Compact public var networkScore: UInt16?
  public var macVerdict = Verdict.unknown
  public var cryptogramVerdict = Verdict.unknown
  public var pinVerdict = Verdict.unknown

  /// A message of which only this much is known.
  @inlinable
  public init(
    sequence: UInt64, time: Instant, mti: MTI, kind: TransactionKind, phase: TransactionPhase
  ) {
    self.sequence = sequence
    self.time = time
    self.mti = mti
    self.kind = kind
    self.phase = phase
  }

  /// A place for a transaction, to be overwritten.
  @inlinable
  public init() {
    self.init(
      sequence: 0, time: .vacant, mti: .vacant, kind: .network, phase: .notification)
  }

  /// What is true of a message beside its values.
  public struct Facts: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// DE 52 is there.
    @inlinable public static var hasPIN: Facts { Facts(rawValue: 1 << 0) }
    /// DE 55 is there.
    @inlinable public static var hasICCData: Facts { Facts(rawValue: 1 << 1) }
    /// DE 64 or 128 is there.
    @inlinable public static var hasMAC: Facts { Facts(rawValue: 1 << 2) }
    /// DE 35 or 45 is there.
    @inlinable public static var hasTrack: Facts { Facts(rawValue: 1 << 3) }
    /// The track's service code begins with 2 or 6: the card has a chip that is to be used.
    @inlinable public static var serviceCodeAsksForChip: Facts { Facts(rawValue: 1 << 4) }
    /// One of a series of payments agreed on once.
    @inlinable public static var isRecurring: Facts { Facts(rawValue: 1 << 5) }
    /// ``Transaction/time`` is that of the message before, for this one says none.
    @inlinable public static var timeIsAssumed: Facts { Facts(rawValue: 1 << 6) }
    /// The message came after the watermark had passed its time.
    @inlinable public static var isLate: Facts { Facts(rawValue: 1 << 7) }
    /// The row of a log that tells request and answer at once.
    @inlinable public static var isWholeExchange: Facts { Facts(rawValue: 1 << 8) }
    /// The log says whether the transaction was fraud: nobody may look before that is known.
    @inlinable public static var isLabelled: Facts { Facts(rawValue: 1 << 9) }
    /// It was, as the log says where ``isLabelled``.
    @inlinable public static var isFraud: Facts { Facts(rawValue: 1 << 10) }
  }
}

extension Transaction {
  /// DE 4 in DE 49, where both are there.
  @inlinable
  public var amount: Amount? {
    guard let amountMinor, let currency else { return nil }
    return Amount(minorUnits: amountMinor, currency: currency)
  }

  /// DE 6 in DE 51, where both are there.
  @inlinable
  public var billingAmount: Amount? {
    guard let billingMinor, let billingCurrency else { return nil }
    return Amount(minorUnits: billingMinor, currency: billingCurrency)
  }
}
