public import CardCore
public import CardRegistry
public import ISO8583

/// What an issuer answers to a message.
public struct IssuerAnswer: Sendable {
  /// The first condition that holds; what the ledger of the registry keeps.
  public let condition: AnswerCondition
  /// DE 39 as the acceptor is told.
  public let code: ResponseCode
  /// What is wrong with the message itself; nil if nothing is.
  public let fault: MessageFault?
  /// Whether a machine that has the card is asked to keep it.
  public let asksForPickUp: Bool
  /// The card's number within the registry; nil where none was found.
  public let card: Int64?
  /// The expiry and the sequence number of that card.
  public let key: CardKey?
  /// The card number as it may be shown; nil where the message has none.
  public let maskedPAN: String?
  /// DE 38; empty for none.
  public let approvalCode: String
  /// Whether the same message was answered before, so that nothing was done now.
  public let isRepeated: Bool
  /// The answer, and its bytes on the wire.
  public let message: Message
  public let bytes: [UInt8]
}

/// Why an issuer has no answer at all.
public enum IssuerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No answer is due to such a message, or it could not be read far enough to know.
  case unanswerable(MessageFault)
  /// The message's spec cannot write an answer of this dialect: nothing was decided.
  case unwritable(BuildError)
  case registry(RegistryError)

  public var description: String {
    switch self {
    case .unanswerable(let fault): "\(fault)"
    case .unwritable(let error): "the answer cannot be written: \(error)"
    case .registry(let error): "\(error)"
    }
  }
}
