// What one module needs of another without importing it. PaymentCrypto implements all of these;
// the modules named below use them and get them from the CLI.

/// Turns PANs into tokens under one key, for MonitorStreaming and CardRegistry.
public protocol PANTokenizer {
  /// The key's check value in hexadecimal, which tells whether two runs have the same tokens.
  var checkValue: String { get }

  /// Makes the token of each PAN at the same index: a block at a time, to enter the cipher once.
  ///
  /// - Precondition: `tokens` has at least as many elements as `pans`.
  func tokenize(_ pans: Span<PAN>, into tokens: inout MutableSpan<CardToken>)

  /// Makes the token of a value that names a card and is no PAN, such as a customer number.
  func tokenizeOther(_ value: Span<UInt8>) -> CardToken
}

/// Enciphers PANs for storage under one key, for CardRegistry.
public protocol PANProtector {
  /// The key's check value in hexadecimal.
  var checkValue: String { get }

  /// Enciphers and authenticates a PAN together with the context that it belongs to.
  ///
  /// - Parameters:
  ///   - pan: What is sealed.
  ///   - context: Bytes that ``open(_:context:)`` must be given again, such as the card's id, so
  ///     that one card's sealed PAN cannot be put in another's row.
  func seal(_ pan: PAN, context: Span<UInt8>) -> [UInt8]

  /// The PAN that was sealed, or nil if anything about the bytes, context or key is not the same.
  func open(_ sealed: Span<UInt8>, context: Span<UInt8>) -> PAN?
}

/// A cryptographic digest such as SHA-256, fed piece by piece, for CardRegistry's audit chain.
public protocol Digest: ~Copyable {
  /// The length of the result, in bytes.
  static var byteCount: Int { get }

  /// Takes in the next bytes.
  mutating func update(_ bytes: Span<UInt8>)

  /// The digest of all bytes taken in since the last call, or since the beginning; starts anew.
  mutating func finish() -> [UInt8]
}

/// Signs bytes with a message authentication code under one key, for CardRegistry's audit trail.
public protocol MessageSigner {
  /// The key's check value in hexadecimal.
  var checkValue: String { get }

  /// The code over `message`.
  func sign(_ message: Span<UInt8>) -> [UInt8]

  /// Whether `signature` is the code over `message`, found out in constant time.
  func isSigned(_ message: Span<UInt8>, by signature: Span<UInt8>) -> Bool
}

/// Checks message authentication codes, for CardOffice and MonitorStreaming.
public protocol MACVerifier {
  /// - Parameters:
  ///   - mac: The code as received, DE 64 or DE 128.
  ///   - message: The bytes that it covers.
  ///   - acquirer: Who sent the message and so under which key, if the message says so.
  /// - Returns: ``Verdict/unknown`` if there is no key for that acquirer.
  func verify(mac: Span<UInt8>, over message: Span<UInt8>, from acquirer: AcquirerID?) -> Verdict
}

/// Checks the request cryptogram (ARQC) that a chip computed, for CardOffice and MonitorStreaming.
public protocol CryptogramVerifier {
  /// - Parameters:
  ///   - cryptogram: 8 bytes, tag 9F26.
  ///   - transactionData: The bytes that it covers, in the order that the card's scheme sets.
  ///   - pan: What the card's own key is derived from, with the sequence number.
  ///   - panSequenceNumber: 0 to 99.
  ///   - transactionCounter: Tag 9F36, for the session key.
  ///   - unpredictableNumber: Tag 9F37, for the session key of schemes that use it.
  /// - Returns: ``Verdict/unknown`` if there is no key for that PAN.
  func verify(
    cryptogram: Span<UInt8>, over transactionData: Span<UInt8>,
    pan: PAN, panSequenceNumber: UInt8,
    transactionCounter: UInt16, unpredictableNumber: UInt32
  ) -> Verdict
}

/// Checks the PIN in an enciphered block by one method, for CardOffice.
///
/// The PIN itself never leaves the implementation.
public protocol PINVerifier {
  /// - Parameters:
  ///   - pinBlock: The enciphered block as received, DE 52: 8 or 16 bytes.
  ///   - pan: The PAN that the block was made with.
  ///   - reference: What the registry holds for this card: the ASCII digits of a PVV or an offset.
  /// - Returns: ``Verdict/unknown`` if there is no key for it.
  func verify(pinBlock: Span<UInt8>, pan: PAN, reference: Span<UInt8>) -> Verdict
}

/// Stands other PANs in for real ones, in logs that leave the house.
public protocol PANSubstitute: AnyObject {
  /// The PAN that stands for `pan`: always the same one, of the same length and issuer, and with a
  /// right Luhn digit where `pan` has one.
  func substitute(for pan: PAN) -> PAN
}
