public import CardCore

/// A message that asks for an answer, as far as the registry is concerned with it.
public struct AuthorizationRequest: Sendable {
  /// What the message wants.
  public enum Kind: Hashable, Sendable {
    /// A decision.
    case request
    /// That what was decided before, or for the issuer, is taken note of: whether it was approved,
    /// and which message it completes, whose place it takes.
    case advice(isApproved: Bool, completing: Original?)
    /// That an earlier one is undone, wholly, or down to what stays of its amount.
    case reversal(of: Original, staysMinor: Int64?)
  }

  /// What a reversal says of the message that it undoes; nil and empty texts fit any.
  public struct Original: Hashable, Sendable {
    public var stan: UInt32?
    /// When it was sent, by the time that reversals name.
    public var sentAt: Instant?
    public var acquirer = ""
    /// Looked at where there is no STAN.
    public var rrn = ""
    public var terminal = ""

    /// Fits every message of the card.
    public init() {}
  }

  public let kind: Kind
  public let pan: PAN
  public var question: AnswerQuestion
  /// The amount in each currency that the message has it in: that of the card's currency counts.
  /// Where there is none, ``AnswerQuestion/amountMinor`` is taken as it is.
  public var amounts: [Currency: Int64] = [:]
  /// What this message and its repeats have in common and no other message has: no longer than
  /// needed, as it is hashed.
  public var reference: [UInt8] = []
  /// The bytes of the message without what a repeat changes.
  public var content: [UInt8] = []
  /// Whether it says of itself that it comes again.
  public var isRepeat = false
  public var stan: UInt32?
  /// By the time that a reversal would name.
  public var sentAt: Instant?
  public var acquirer = ""
  public var rrn = ""
  public var terminal = ""
  /// The chip's count of its transactions (ATC), tag 9F36: never the same twice.
  public var transactionCounter: UInt16?
  /// Whether a chip made a cryptogram for it, so that it may activate a card.
  public var isChip = false

  /// Makes a request of what is asked for a PAN.
  public init(_ kind: Kind, of pan: PAN, _ question: AnswerQuestion) {
    self.kind = kind
    self.pan = pan
    self.question = question
  }
}

/// What a message's secrets are checked against.
public struct AuthorizationCase: Sendable {
  /// The number of the PAN within the registry.
  public let number: Int64
  public let card: Card
  public let product: Product
  /// The offset or the PVV, in digits; empty if no PIN was made yet.
  public let pinReference: String
  /// Whether a PIN is to be looked at: not once its tries are used up.
  public let isPINChecked: Bool
}

/// What became of a message's secrets; nil where it has none.
public struct AuthorizationEvidence: Hashable, Sendable {
  public var isPINRight: Bool?
  public var isVerificationValueRight: Bool?
  public var isCryptogramRight: Bool?
  /// Whether it has one that there is no key for.
  public var isUnverifiable = false
  /// Whether the chip itself says that it verified the PIN; counts with a right cryptogram only.
  public var isPINVerifiedByChip = false
  public var hasFunds = true

  /// Nothing to be checked.
  public init() {}
}

/// What a message was answered.
public struct AuthorizationAnswer: Hashable, Sendable {
  public let condition: AnswerCondition
  /// The card's number within the registry; nil where none was found.
  public let card: Int64?
  /// The expiry and the sequence number of that card.
  public let key: CardKey?
  /// Up to 6 letters or digits for what is approved, else empty (DE 38).
  public let approvalCode: String
  /// Whether the same message was answered before, and nothing was done now.
  public let isRepeated: Bool
}
