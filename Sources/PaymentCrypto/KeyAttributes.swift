/// What is known of a key without knowing the key: fixed when it is made, and never widened.
public struct KeyAttributes: Hashable, Sendable {
  public let usage: KeyUsageCode
  public let algorithm: KeyAlgorithm
  public let mode: ModeOfUse
  public let exportability: Exportability

  public init(
    usage: KeyUsageCode, algorithm: KeyAlgorithm, mode: ModeOfUse, exportability: Exportability
  ) {
    self.usage = usage
    self.algorithm = algorithm
    self.mode = mode
    self.exportability = exportability
  }
}

/// What may be done with a key; the raw value is the character of a key block's header.
public enum ModeOfUse: String, CaseIterable, Hashable, Sendable {
  case encryptAndDecrypt = "B"
  case generateAndVerify = "C"
  case decrypt = "D"
  case encrypt = "E"
  case generate = "G"
  case unrestricted = "N"
  case sign = "S"
  case signAndDecrypt = "T"
  case verify = "V"
  case derive = "X"
  case makeVariants = "Y"

  /// One thing done with a key.
  public enum Act: Hashable, Sendable {
    case encrypt, decrypt, generate, verify, derive
  }

  /// Whether a key of this mode may be used so.
  public func allows(_ act: Act) -> Bool {
    switch act {
    case .encrypt: self == .encryptAndDecrypt || self == .encrypt || self == .unrestricted
    case .decrypt: self == .encryptAndDecrypt || self == .decrypt || self == .unrestricted
    case .generate: self == .generateAndVerify || self == .generate || self == .unrestricted
    case .verify: self == .generateAndVerify || self == .verify || self == .unrestricted
    case .derive: self == .derive || self == .unrestricted
    }
  }
}

/// Whether a key may leave; the raw value is the character of a key block's header.
public enum Exportability: String, CaseIterable, Hashable, Sendable {
  /// Under a key that protects keys by a method of ANSI X9.24.
  case exportable = "E"
  case nonExportable = "N"
  /// Also under protection that ANSI X9.24 does not allow.
  case sensitive = "S"
}
