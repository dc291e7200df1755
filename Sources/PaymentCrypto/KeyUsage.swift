/// What a key is for, as two characters of a key block's header.
///
/// Source: the usage codes of ANSI X9.143 and TR-31 as published with OpenEMV's and psec's key
/// blocks; two digits are for the proprietary uses of this library.
public struct KeyUsageCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: String

  /// Two ASCII letters or digits; nil for anything else.
  public init?(rawValue: String) {
    let isCode = rawValue.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    }
    guard rawValue.utf8.count == 2, isCode else { return nil }
    self.rawValue = rawValue
  }

  fileprivate init(_ code: StaticString) { rawValue = "\(code)" }

  public var description: String { rawValue }
}

/// A purpose as a type, so that a key of one purpose cannot be given where another is needed.
///
/// An operation asks for `Key<Usage.RetailMAC>`, and a `Key<Usage.PINEncryption>` there does not
/// compile. The types of ``Usage`` conform; nothing is ever made of them.
public protocol KeyUsage {
  /// The codes of the key blocks that may become a key of this purpose; the first is written.
  static var codes: [KeyUsageCode] { get }

  /// What a new key of this purpose may do unless said otherwise.
  static var defaultMode: ModeOfUse { get }

  /// Whether a key of this algorithm and length serves the purpose.
  static func allows(_ algorithm: KeyAlgorithm) -> Bool
}

extension KeyUsage {
  public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm.blockByteCount != nil }
}

/// The purposes of keys.
public enum Usage {
  /// Base derivation keys of DUKPT (BDK).
  public enum BaseDerivation: KeyUsage {
    public static let codes = [KeyUsageCode("B0")]
    public static let defaultMode = ModeOfUse.derive
  }

  /// Initial keys of DUKPT (IK, formerly IPEK).
  public enum InitialDerivation: KeyUsage {
    public static let codes = [KeyUsageCode("B1")]
    public static let defaultMode = ModeOfUse.derive
  }

  /// Card verification keys (CVK), for CVV, CVV2, iCVV and CAVV.
  public enum CardVerification: KeyUsage {
    public static let codes = [KeyUsageCode("C0")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// Enciphering of data that are no PIN and no key.
  public enum DataEncryption: KeyUsage {
    public static let codes = [KeyUsageCode("D0")]
    public static let defaultMode = ModeOfUse.encryptAndDecrypt
  }

  /// EMV issuer master keys for application cryptograms.
  public enum EMVCryptogram: KeyUsage {
    public static let codes = [KeyUsageCode("E0")]
    public static let defaultMode = ModeOfUse.derive
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// EMV issuer master keys for the confidentiality of issuer scripts.
  public enum EMVScriptConfidentiality: KeyUsage {
    public static let codes = [KeyUsageCode("E1")]
    public static let defaultMode = ModeOfUse.derive
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// EMV issuer master keys for the integrity of issuer scripts.
  public enum EMVScriptIntegrity: KeyUsage {
    public static let codes = [KeyUsageCode("E2")]
    public static let defaultMode = ModeOfUse.derive
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// EMV issuer master keys for dynamic numbers, of which CVC3 and dCVV are made.
  public enum EMVDynamicNumber: KeyUsage {
    public static let codes = [KeyUsageCode("E4")]
    public static let defaultMode = ModeOfUse.derive
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// Keys that encipher keys outside key blocks.
  public enum KeyEncryption: KeyUsage {
    public static let codes = [KeyUsageCode("K0")]
    public static let defaultMode = ModeOfUse.encryptAndDecrypt
  }

  /// Key block protection keys (KBPK).
  public enum KeyBlockProtection: KeyUsage {
    public static let codes = [KeyUsageCode("K1")]
    public static let defaultMode = ModeOfUse.encryptAndDecrypt
  }

  /// MAC algorithm 1 of ISO/IEC 9797-1: a CBC-MAC.
  public enum CBCMAC: KeyUsage {
    public static let codes = [KeyUsageCode("M1"), KeyUsageCode("M0")]
    public static let defaultMode = ModeOfUse.generateAndVerify
  }

  /// MAC algorithm 3 of ISO/IEC 9797-1: the retail MAC.
  public enum RetailMAC: KeyUsage {
    public static let codes = [KeyUsageCode("M3")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// CMAC, MAC algorithm 5 of ISO/IEC 9797-1.
  public enum CMAC: KeyUsage {
    public static let codes = [KeyUsageCode("M6"), KeyUsageCode("M5")]
    public static let defaultMode = ModeOfUse.generateAndVerify
  }

  public enum HMAC: KeyUsage {
    public static let codes = [KeyUsageCode("M7")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool {
      if case .hmac = algorithm { return true }
      return false
    }
  }

  /// PIN encryption keys (PEK): terminals', zones' and those of DUKPT.
  public enum PINEncryption: KeyUsage {
    public static let codes = [KeyUsageCode("P0")]
    public static let defaultMode = ModeOfUse.encryptAndDecrypt
  }

  /// PIN verification keys of the IBM 3624 method.
  public enum IBM3624: KeyUsage {
    public static let codes = [KeyUsageCode("V1")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm.isDES }
  }

  /// PIN verification keys of Visa's PVV.
  public enum VisaPVV: KeyUsage {
    public static let codes = [KeyUsageCode("V2")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm.isDES }
  }

  /// Keys that turn a PAN into a token: a proprietary use, AES-256.
  public enum PANTokenization: KeyUsage {
    public static let codes = [KeyUsageCode("10")]
    public static let defaultMode = ModeOfUse.encrypt
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .aes256 }
  }

  /// Keys that encipher PANs for storage: a proprietary use, AES-256.
  public enum PANProtection: KeyUsage {
    public static let codes = [KeyUsageCode("11")]
    public static let defaultMode = ModeOfUse.encryptAndDecrypt
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .aes256 }
  }
}
