internal import CardCore

/// Format-preserving encryption by FF1: a text of digits becomes another of the same length.
///
/// What comes out is still card data, encrypted: whoever holds the key has it back.
///
///     var ff1 = try FF1(key: key, radix: 10)
///     try ff1.encrypt(&numerals, tweak: tweak)
///
/// Not copyable, and each call changes it: give each thread its own.
///
/// Source: NIST SP 800-38G, algorithms 7 and 8, with the domains of its revision 1 (2025 draft).
/// Vectors: `TestVectors/crypto/fpe.json`.
public struct FF1: ~Copyable, Sendable {
  private var cipher: BlockCipher
  private let mode: ModeOfUse
  let radix: Radix
  private let domain: Domain

  /// The least number of texts that a text may be one of.
  public enum Domain: Int, Hashable, Sendable {
    /// One million, of revision 1: below it a text can be found by trying.
    case million = 1_000_000
    /// One hundred, of the first edition: out of date.
    case hundred = 100
  }

  /// The most numerals of a text.
  public static let numeralCountMax = 4_096

  /// The most bytes of a tweak.
  public static let tweakByteCountMax = 65_536

  /// - Parameters:
  ///   - key: One of AES.
  ///   - radix: 2 to 65,536: a numeral is less than that.
  ///   - domain: The least that is taken; ``Domain/hundred`` needs ``Legacy/smallDomain``.
  ///   - legacy: What of small domains is taken.
  /// - Throws: ``CryptoError/Code/invalidRange`` for another radix,
  ///   ``CryptoError/Code/legacyNotAllowed``.
  public init(
    key: borrowing Key<Usage.FormatPreserving>, radix: Int, domain: Domain = .million,
    allowing legacy: Legacy = []
  ) throws(CryptoError) {
    guard domain == .million || legacy.contains(.smallDomain) else {
      throw CryptoError(
        .legacyNotAllowed, "domain under one million: allow Legacy.smallDomain to use it")
    }
    let radix = try Radix(radix)
    let algorithm = key.algorithm
    cipher = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try BlockCipher(algorithm, key: bytes)
    }
    mode = key.attributes.mode
    self.radix = radix
    self.domain = domain
  }

  /// Enciphers the numerals where they stand.
  ///
  /// - Parameters:
  ///   - numerals: Each less than the radix; up to ``numeralCountMax``.
  ///   - tweak: Not secret; the same again to decipher. Up to ``tweakByteCountMax`` bytes.
  /// - Throws: ``CryptoError/Code/invalidDomain`` for too few numerals,
  ///   ``CryptoError/Code/invalidLength`` for too many or for a longer tweak,
  ///   ``CryptoError/Code/invalidDigits`` for a numeral that is none,
  ///   ``CryptoError/Code/wrongModeOfUse`` if the key deciphers only.
  public mutating func encrypt(
    _ numerals: inout MutableSpan<UInt16>, tweak: Span<UInt8>
  ) throws(CryptoError) {
    guard mode.allows(.encrypt) else { throw .wrongModeOfUse }
    try run(&numerals, tweak, encrypts: true)
  }

  /// Deciphers the numerals where they stand.
  ///
  /// - Throws: As ``encrypt(_:tweak:)``.
  public mutating func decrypt(
    _ numerals: inout MutableSpan<UInt16>, tweak: Span<UInt8>
  ) throws(CryptoError) {
    guard mode.allows(.decrypt) else { throw .wrongModeOfUse }
    try run(&numerals, tweak, encrypts: false)
  }

  private mutating func run(
    _ numerals: inout MutableSpan<UInt16>, _ tweak: Span<UInt8>, encrypts: Bool
  ) throws(CryptoError) {
    try check(numerals.span, tweak)
    var rounds = try FF1Rounds(
      radix: radix, numeralCount: numerals.count, tweak: tweak, cipher: &cipher)
    defer { rounds.wipe() }
    for step in 0..<10 {
      let round = encrypts ? step : 9 - step
      try rounds.run(round, encrypts: encrypts, on: &numerals, cipher: &cipher)
    }
  }

  private func check(
    _ numerals: Span<UInt16>, _ tweak: Span<UInt8>
  ) throws(CryptoError) {
    guard numerals.count >= 2, radix.hasDomain(of: numerals.count, atLeast: domain.rawValue) else {
      throw CryptoError(.invalidDomain, "text: too short for its radix")
    }
    guard numerals.count <= Self.numeralCountMax else {
      throw CryptoError(.invalidLength, "text: expected at most 4,096 numerals")
    }
    guard tweak.count <= Self.tweakByteCountMax else {
      throw CryptoError(.invalidLength, "tweak of FF1: expected at most 65,536 bytes")
    }
    try radix.check(numerals)
  }
}
