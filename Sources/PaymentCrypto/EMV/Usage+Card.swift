// The purposes of the keys that follow from an issuer's master keys. No key block of the standards
// has codes for them: two digits are this library's own.

/// The purpose of a master key of an issuer, from which those of its cards are derived.
public protocol IssuerMasterUse: KeyUsage {
  /// What the keys of the cards are for.
  associatedtype Card: CardMasterUse
}

/// The purpose of a master key of a card, from which those of its sessions are derived.
public protocol CardMasterUse: KeyUsage {
  /// What the keys of the sessions are for.
  associatedtype Session: KeyUsage
}

extension CardMasterUse {
  public static var defaultMode: ModeOfUse { .derive }
  public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
}

extension Usage.EMVCryptogram: IssuerMasterUse {
  public typealias Card = Usage.CardCryptogram
}

extension Usage.EMVScriptConfidentiality: IssuerMasterUse {
  public typealias Card = Usage.CardScriptConfidentiality
}

extension Usage.EMVScriptIntegrity: IssuerMasterUse {
  public typealias Card = Usage.CardScriptIntegrity
}

extension Usage {
  /// A card's master key for application cryptograms.
  public enum CardCryptogram: CardMasterUse {
    public typealias Session = CryptogramSession
    public static let codes = [KeyUsageCode("20")]
  }

  /// A card's master key for the confidentiality of issuer scripts.
  public enum CardScriptConfidentiality: CardMasterUse {
    public typealias Session = ScriptConfidentialitySession
    public static let codes = [KeyUsageCode("21")]
  }

  /// A card's master key for the integrity of issuer scripts.
  public enum CardScriptIntegrity: CardMasterUse {
    public typealias Session = ScriptIntegritySession
    public static let codes = [KeyUsageCode("22")]
  }

  /// A card's key for CVC3.
  public enum CardDynamicNumber: KeyUsage {
    public static let codes = [KeyUsageCode("24")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// The key of one transaction's application cryptograms.
  public enum CryptogramSession: KeyUsage {
    public static let codes = [KeyUsageCode("30")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// The key that one transaction's issuer scripts are enciphered under.
  public enum ScriptConfidentialitySession: KeyUsage {
    public static let codes = [KeyUsageCode("31")]
    public static let defaultMode = ModeOfUse.encryptAndDecrypt
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }

  /// The key of the MACs of one transaction's issuer scripts.
  public enum ScriptIntegritySession: KeyUsage {
    public static let codes = [KeyUsageCode("32")]
    public static let defaultMode = ModeOfUse.generateAndVerify
    public static func allows(_ algorithm: KeyAlgorithm) -> Bool { algorithm == .tdes2 }
  }
}
