public import CardCore

/// What the monitor tells a person: which rule fired, for whom, why, and on what evidence.
///
/// Holds nothing from which a PAN could be had: the card is its token, and what may be shown of it.
public struct Alert: Sendable, Equatable {
  /// 32 hexadecimal digits: the same in every replay, under every token key.
  public var id: String
  public var rule: String
  public var severity: Severity
  /// The time of the row that the rule fired on.
  public var time: Instant
  /// nil where the row names no card.
  public var card: Card?
  public var subject: AlertSubject
  /// The transaction that the rule fired on.
  public var transaction: AlertTransaction
  /// By language code.
  public var titles: [Title]
  /// The expression tree with the value of each node, exact or a bracket.
  public var explanation: JSONValue
  /// The messages of the exchange, the one that began it first.
  public var evidence: [Evidence]
  /// The score of the transaction, where there is one.
  public var score: Double?
  /// What the score is made of.
  public var scoreParts: ScoreParts?
  /// How many alerts of this rule and subject `quiet` swallowed since the one before.
  public var suppressedCount: Int
  /// What the rules file proposes.
  public var action: String?
  /// From a rule on trial: reported apart, never acted on.
  public var isShadow: Bool
  /// The row came after the watermark had passed its time.
  public var isLate: Bool

  /// A card as alerts name it.
  public struct Card: Sendable, Hashable {
    /// nil where the run has no token key: the card then has a number in this run only.
    public var token: CardToken?
    public var ordinal: UInt64?
    public var masked: String

    /// - Parameter token: Of a run without a token key, one whose lower half is the ordinal.
    init(_ token: CardToken, facts: CardFacts?, isOrdinal: Bool) {
      self.token = isOrdinal ? nil : token
      ordinal = isOrdinal ? token.low : nil
      masked = facts?.masked ?? "*"
    }
  }

  /// A title in one language.
  public struct Title: Sendable, Hashable {
    public var language: String
    public var text: String

    public init(language: String, text: String) {
      self.language = language
      self.text = text
    }
  }

  /// One message that an alert rests on.
  public struct Evidence: Sendable, Hashable {
    public var sequence: UInt64
    /// Where the message stands in its input, in bytes.
    public var offset: UInt64
    /// The number of the input, from 0.
    public var input: UInt16
    public var stan: STAN?
    public var rrn: RRN?
  }
}

/// Whom an alert is about, as it may be printed.
public struct AlertSubject: Sendable, Hashable {
  public var kind: Subject
  /// The token or the ordinal of a card, the text of everything else; empty for `all`.
  public var name: String

  public init(kind: Subject, name: String) {
    self.kind = kind
    self.name = name
  }

  /// The name of a row's subject; terminals and merchants after their acquirer and a slash.
  init(_ kind: Subject, of transaction: borrowing Transaction, tokensAreOrdinals: Bool) {
    self.kind = kind
    let acquirer = transaction.acquirer.map { $0.text + "/" } ?? ""
    name =
      switch kind {
      case .card:
        tokensAreOrdinals ? String(transaction.card.low) : transaction.card.hex
      case .terminal: acquirer + (transaction.terminal?.text ?? "")
      case .merchant: acquirer + (transaction.merchant?.text ?? "")
      case .acquirer: transaction.acquirer?.text ?? ""
      case .bin, .issuer: Self.digits(SubjectKey(kind, of: transaction))
      case .all: ""
      }
  }

  /// The digits of an issuer's number, from a key that holds how many there are.
  private static func digits(_ key: SubjectKey) -> String {
    let text = String(key.low & 0xFFFF_FFFF)
    return String(repeating: "0", count: max(0, Int(key.low >> 32) - text.utf8.count)) + text
  }
}
