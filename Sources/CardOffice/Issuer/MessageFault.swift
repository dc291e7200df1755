internal import CardCore
public import ISO8583
public import PaymentCrypto

/// Why a message is answered as a format error, or not at all: what is wrong with it, never a value
/// of it.
public enum MessageFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// It does not parse, or has no MTI.
  case unreadable(ParseError)
  /// It is none of those that an issuer answers.
  case notAsked(mti: String)
  case noTime(TransactionError)
  case noPAN
  /// Two places of it name different cards.
  case otherPAN
  case unreadableTrack
  case noExpiry
  /// Two places of it name different months.
  case otherExpiry
  case otherSequenceNumber
  case noAmount
  /// It has no amount in the currency of the card.
  case otherCurrency
  case noChipData
  case unreadableChipData
  /// Tag 9F26 is not 8 bytes.
  case truncatedCryptogram
  case missingChipData([CryptogramInput])
  /// DE 52 is neither 8 nor 16 bytes.
  case pinBlockLength
  /// It names no message that it undoes.
  case noOriginal

  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .notAsked(let mti): "\(mti): an issuer does not answer this"
    case .noTime(let error): "\(error)"
    case .noPAN: "the message has no card number"
    case .otherPAN: "the card number differs between DE 2, the track and the chip"
    case .unreadableTrack: "DE 35 (track 2) is no track"
    case .noExpiry: "the message has no expiry: neither DE 14 nor a track nor tag 5F24"
    case .otherExpiry: "the expiry differs between DE 14, the track and the chip"
    case .otherSequenceNumber: "the sequence number differs between DE 23 and tag 5F34"
    case .noAmount: "the message has no amount with its currency"
    case .otherCurrency: "the message has no amount in the currency of the card"
    case .noChipData: "a chip was read, and DE 55 is not there"
    case .unreadableChipData: "DE 55 cannot be taken apart"
    case .truncatedCryptogram: "tag 9F26 (application cryptogram) is not 8 bytes"
    case .missingChipData(let inputs):
      "DE 55 lacks, or has with another length: "
        + inputs.map { "\($0.tag) (\($0.name))" }.joined(separator: ", ")
    case .pinBlockLength: "DE 52 (PIN block) is neither 8 nor 16 bytes"
    case .noOriginal: "the message names no message that it undoes"
    }
  }
}
