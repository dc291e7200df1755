/// The formats of PIN blocks of ISO 9564-1; the raw value is the number, and the control field.
public enum PINBlockFormat: Int, CaseIterable, Hashable, Sendable {
  /// 8 bytes, bound to a PAN, filled with F.
  case iso0 = 0
  /// 8 bytes, bound to no PAN, filled at random: where the PAN is not known.
  case iso1 = 1
  /// 8 bytes, bound to no PAN: between a card reader and the chip, never online.
  case iso2 = 2
  /// 8 bytes, bound to a PAN, filled with random digits from A to F.
  case iso3 = 3
  /// 16 bytes under AES, bound to a PAN, with 8 random bytes.
  case iso4 = 4

  /// The length of a block, in bytes.
  public var byteCount: Int { self == .iso4 ? 16 : 8 }

  /// Whether a block is of use with its PAN only.
  public var isBoundToPAN: Bool { self == .iso0 || self == .iso3 || self == .iso4 }

  /// Whether a PIN may go from a block of this format into one of `target`, by ISO 9564-1 and PCI
  /// PIN requirement 3-3.
  ///
  /// - Parameter changesPAN: Whether the new block is for another PAN.
  public func allowsTranslation(to target: PINBlockFormat, changesPAN: Bool) -> Bool {
    if self == .iso2 || target == .iso2 { return false }
    // From bound to unbound, anybody's PAN could be put back beside the PIN.
    if isBoundToPAN && !target.isBoundToPAN { return false }
    return !(changesPAN && isBoundToPAN) || (self == .iso4 && target == .iso4)
  }

  /// Whether the blocks are enciphered under keys of this algorithm.
  func allows(_ algorithm: KeyAlgorithm) -> Bool {
    switch self {
    case .iso0, .iso1, .iso3: algorithm.isDES
    case .iso2: false
    case .iso4: algorithm.isAES
    }
  }

  /// Refuses a key that blocks of this format are not enciphered under.
  func check(_ algorithm: KeyAlgorithm) throws(CryptoError) {
    guard self != .iso2 else {
      throw CryptoError(.translationNotAllowed, "PIN block: format 2 never goes online")
    }
    guard allows(algorithm) else {
      throw CryptoError(
        .invalidKeyLength,
        "PIN block: expected a key of AES for format 4, of triple DES for the others")
    }
  }
}
