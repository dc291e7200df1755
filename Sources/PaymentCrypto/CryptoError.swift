/// Why a cryptographic operation was refused.
///
/// The text is a literal of this module: it says what was expected, never what was found, so that
/// no key, PIN or card number can be in it.
public struct CryptoError: Error, Sendable, CustomStringConvertible {
  public let code: Code
  private let text: StaticString

  /// - Parameter text: What was expected and of what, as `PAN: expected 1 to 19 digits`.
  init(_ code: Code, _ text: StaticString) {
    self.code = code
    self.text = text
  }

  public var description: String { "\(text)" }

  /// The class of the refusal; its raw value is the name in vector files and in JSON.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    case invalidLength
    case invalidKeyLength
    case invalidDigits
    case invalidPadding
    case invalidRange
    case invalidVariant
    case weakKey
    case weakDecimalisationTable
    case invalidPINBlock = "invalidPinBlock"
    case translationNotAllowed
    case keyBlockHeader
    case keyBlockVersion
    case keyBlockLength
    case keyBlockEncoding
    case keyBlockMAC = "keyBlockMac"
    case keyBlockKeyLength
    case invalidKSN = "ksnInvalid"
    case exhaustedKSN = "ksnExhausted"
    case keyTooStrong
    case malformedTLV = "tlvMalformed"
    case invalidCertificate = "certificateInvalid"
    case invalidDomain
    /// The key is for another purpose.
    case wrongKeyUsage
    /// The key may be used, and not in this way: to verify and not to generate, for one.
    case wrongModeOfUse
    /// The key may not leave under another key.
    case notExportable
    /// Out of date, and not asked for by name: see ``Legacy``.
    case legacyNotAllowed
    /// OpenSSL failed, or lacks the algorithm.
    case library
  }

  // MARK: - Texts that more than one place needs

  /// The one answer to every way that a PIN block can be wrong.
  ///
  /// A caller that could tell a wrong digit from a wrong fill could find a PIN by asking.
  static let invalidPINBlock = CryptoError(.invalidPINBlock, "the PIN block does not hold")

  static let library = CryptoError(.library, "OpenSSL refused the operation")

  static let wrongKeyUsage = CryptoError(.wrongKeyUsage, "the key is for another use")

  static let wrongModeOfUse = CryptoError(.wrongModeOfUse, "the key may not be used in this way")

  static let singleDES = CryptoError(
    .legacyNotAllowed, "single DES is out of date: allow Legacy.singleDES to use it")
}

extension CryptoError: Hashable {
  public static func == (left: CryptoError, right: CryptoError) -> Bool {
    left.code == right.code && left.description == right.description
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
