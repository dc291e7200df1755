/// A cryptogram version: which keys, values and fill a card's cryptograms are made with.
///
/// Visa writes its numbers in the issuer application data as bytes: 10 and 18 are decimal (0A and
/// 12), and version "22" is hexadecimal (22).
///
/// Source: pyemv's classes of the same names, and what jPOS does under 10, 18 and 34. Vectors:
/// `TestVectors/crypto/emv-cvn.json`.
public enum CryptogramVersion: String, Hashable, Sendable, CaseIterable {
  /// Visa, byte 0A: no session key.
  case visa10
  /// Visa, byte 12.
  case visa18
  /// Visa, byte 22.
  case visa22
  /// Interac, 133.
  case interac133
  /// M/Chip, byte 10: Mastercard's session keys.
  case mChip16
  /// M/Chip, byte 11: the same, with counters.
  case mChip17
  /// M/Chip, byte 14: common session keys.
  case mChip20
  /// M/Chip, byte 15: the same, with counters.
  case mChip21

  /// How the card's master keys follow from the issuer's.
  public var masterKeyMethod: MasterKeyMethod {
    switch self {
    case .visa18, .visa22: .optionB
    case .visa10, .interac133, .mChip16, .mChip17, .mChip20, .mChip21: .optionA
    }
  }

  /// How the key of a transaction's cryptogram follows from the card's.
  public func sessionKeyMethod(
    counter: UInt16, unpredictableNumber: UInt32
  ) -> SessionKeyMethod {
    switch self {
    case .visa10: .masterKey
    case .visa18, .visa22, .mChip20, .mChip21: .common(counter: counter)
    case .interac133, .mChip16, .mChip17:
      .mastercard(counter: counter, unpredictableNumber: unpredictableNumber)
    }
  }

  /// How the values are filled before the MAC.
  public var padding: Padding { self == .visa10 ? .zeros : .bitAndZeros }

  // MARK: - The issuer's answer

  /// Whether the answer (ARPC) is made by method 2, from a card status update, and not by method 1,
  /// from a response code.
  public var answersWithStatus: Bool { self == .visa18 || self == .visa22 }

  /// Whether the answer is made under the card's master key and not under the session's.
  var answersUnderMasterKey: Bool {
    self == .visa10 || self == .mChip16 || self == .mChip17
  }

  // MARK: - Scripts

  /// How the keys of issuer scripts follow from the card's.
  ///
  /// - Parameters:
  ///   - counter: The transaction's, tag 9F36.
  ///   - requestCryptogram: The transaction's ARQC, its first byte most significant.
  public func scriptKeyMethod(
    counter: UInt16, requestCryptogram: UInt64
  ) -> SessionKeyMethod {
    self == .visa10 || self == .visa18
      ? .visaScript(counter: counter) : .common(requestCryptogram)
  }

  /// Whether counter and ARQC go into a command's MAC, between header and data.
  var scriptCoversTransaction: Bool { self != .interac133 }

  /// How data of commands are filled and enciphered.
  public var scriptEncryption: ScriptEncryption { isVisa ? .visa : .mastercard }

  /// Whether a PIN change may ask for the PIN until now.
  public var takesCurrentPIN: Bool { isVisa }

  /// Whether the PIN block of a script is Visa's even where the card does not ask for the PIN until
  /// now; else it is format 2.
  var usesVisaPINBlock: Bool { self == .visa10 || self == .visa18 }

  private var isVisa: Bool { self == .visa10 || self == .visa18 || self == .visa22 }

  // MARK: - Finding it

  /// The version that issuer application data (tag 9F10) name.
  ///
  ///     Visa, formats 0, 1, 3   06 or more, key index, version, results (4) …
  ///     Visa, format 2          1F, version, key index, results (5) …
  ///     M/Chip                  key index, version, results (6), number (2), counters (8 or 16)
  ///
  /// - Returns: nil if the form is none of them or the version is not one of these. Interac's has
  ///   no form of its own: the caller knows the scheme.
  public init?(issuerApplicationData data: Span<UInt8>) {
    guard data.count >= 7 else { return nil }
    let found =
      data[0] == 0x1F && data.count == 32
      ? Self.visa(data[1])
      : Self.visaWithLength(data) ?? Self.mChip(data)
    guard let found else { return nil }
    self = found
  }

  private static func visaWithLength(_ data: Span<UInt8>) -> CryptogramVersion? {
    data[0] >= 6 && Int(data[0]) < data.count ? visa(data[2]) : nil
  }

  private static func mChip(_ data: Span<UInt8>) -> CryptogramVersion? {
    [18, 20, 26, 28].contains(data.count) ? mChip(data[1]) : nil
  }

  private static func visa(_ number: UInt8) -> CryptogramVersion? {
    switch number {
    case 0x0A: .visa10
    case 0x12: .visa18
    case 0x22: .visa22
    default: nil
    }
  }

  private static func mChip(_ number: UInt8) -> CryptogramVersion? {
    switch number {
    case 0x10: .mChip16
    case 0x11: .mChip17
    case 0x14: .mChip20
    case 0x15: .mChip21
    default: nil
    }
  }
}
