import CardCore

extension KeyUsageCode {
  /// What the standard calls it; nil where it defines no such usage.
  ///
  /// Source: ANSI X9.143:2021, 6.3.1, table 2, as OpenEMV's `tr31` cites it.
  public var name: String? { Self.names[rawValue] }

  /// Whether it is two digits, which the standard leaves to whoever agrees on them.
  public var isProprietary: Bool { rawValue.utf8.allSatisfy(Digits.isDigit) }

  /// Every usage that the standard defines, in the order of their codes.
  public static let standard = names.keys.sorted().compactMap { KeyUsageCode(rawValue: $0) }

  /// The usage that two characters of a header write, the first one high.
  init?(keyBlock pair: UInt16) {
    if let code = Self.byCharacters[pair] {
      self = code
    } else {
      self.init(
        rawValue: String(
          decoding: [UInt8(pair >> 8), UInt8(truncatingIfNeeded: pair)], as: UTF8.self))
    }
  }

  /// Looked up, so that reading a header makes no text.
  private static let byCharacters: [UInt16: KeyUsageCode] = Dictionary(
    uniqueKeysWithValues: standard.map { code in
      (code.rawValue.utf8.reduce(0) { $0 << 8 | UInt16($1) }, code)
    })

  private static let names: [String: String] = [
    "B0": "base derivation key",
    "B1": "initial DUKPT key",
    "B2": "base key variant key",
    "B3": "key derivation key",
    "C0": "card verification key",
    "D0": "symmetric key for data encryption",
    "D1": "asymmetric key for data encryption",
    "D2": "data encryption key for a decimalization table",
    "D3": "data encryption key for sensitive data",
    "E0": "EMV issuer master key: application cryptograms",
    "E1": "EMV issuer master key: secure messaging for confidentiality",
    "E2": "EMV issuer master key: secure messaging for integrity",
    "E3": "EMV issuer master key: data authentication code",
    "E4": "EMV issuer master key: dynamic numbers",
    "E5": "EMV issuer master key: card personalization",
    "E6": "EMV issuer master key: other",
    "E7": "EMV asymmetric key pair for PIN encryption",
    "I0": "initialization vector",
    "K0": "key encryption or wrapping key",
    "K1": "key block protection key",
    "K2": "TR-34 asymmetric key pair",
    "K3": "asymmetric key pair for key wrapping or agreement",
    "K4": "ISO 20038 key block protection key",
    "M0": "ISO 16609 MAC algorithm 1 (triple DES)",
    "M1": "ISO 9797-1 MAC algorithm 1",
    "M2": "ISO 9797-1 MAC algorithm 2",
    "M3": "ISO 9797-1 MAC algorithm 3 (retail MAC)",
    "M4": "ISO 9797-1 MAC algorithm 4",
    "M5": "ISO 9797-1:1999 MAC algorithm 5",
    "M6": "ISO 9797-1:2011 MAC algorithm 5 (CMAC)",
    "M7": "HMAC",
    "M8": "ISO 9797-1:2011 MAC algorithm 6",
    "P0": "PIN encryption key",
    "P1": "PIN generation key",
    "S0": "asymmetric key pair for digital signature",
    "S1": "asymmetric key pair of a certification authority",
    "S2": "asymmetric key pair for other use",
    "V0": "PIN verification key, other algorithm",
    "V1": "PIN verification key, IBM 3624",
    "V2": "PIN verification key, Visa PVV",
    "V3": "PIN verification key, X9.132 algorithm 1",
    "V4": "PIN verification key, X9.132 algorithm 2",
    "V5": "PIN verification key, X9.132 algorithm 3",
  ]
}
