public import CardCore

/// What an authorisation says of itself, as far as the registry's answer depends on it.
public struct AnswerQuestion: Hashable, Sendable {
  /// What was used up before, in as many days as a limit counts.
  public struct Spent: Hashable, Sendable {
    /// Which limits it counts for; those of the question's own usage if nil.
    public let usage: Usage?
    public let days: Int
    public let amountMinor: Int64
    public let count: Int

    /// Makes what was used up.
    public init(usage: Usage? = nil, days: Int, amountMinor: Int64, count: Int) {
      self.usage = usage
      self.days = days
      self.amountMinor = amountMinor
      self.count = count
    }
  }

  public let time: Instant
  public var luhnHolds = true
  /// From DE 23 or tag 5F34; nil if the message has none.
  public var sequenceNumber: UInt8?
  /// From DE 14 or track 2; nil if the message has none.
  public var expiry: CardDate?
  /// nil where no PIN came with it.
  public var isPINRight: Bool?
  /// nil where there is no verification value.
  public var isVerificationValueRight: Bool?
  /// nil where there is no cryptogram.
  public var isCryptogramRight: Bool?
  /// Whether the message carries a secret that there is no key to check.
  public var isUnverifiable = false
  public var isRecurring = false
  public var merchant = ""
  public var mcc: MCC?
  /// Whether the issuer wants a payment like this to be authenticated, and it was not.
  public var isUnsecured = false
  /// nil where no limit is to be looked at. Limits of ``Usage/whole`` are looked at too.
  public var usage: Usage?
  public var amountMinor: Int64 = 0
  /// A period that is not here has seen nothing yet.
  public var spent: [Spent] = []
  /// Whether the account pays.
  public var hasFunds = true

  /// A payment at `time` against which nothing speaks.
  public init(at time: Instant) { self.time = time }
}
