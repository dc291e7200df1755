internal import CardCore

/// Format-preserving encryption by FF3-1, for reading what was enciphered with it.
///
/// NIST dropped it in 2025 (SP 800-38G revision 1, second draft) after attacks on its tweaks: new
/// data take ``FF1``. It must be asked for by name.
///
/// Not copyable, and each call changes it: give each thread its own.
///
/// Source: SP 800-38G revision 1, initial draft of 2019, algorithms 9 and 10.
/// Vectors: `TestVectors/crypto/fpe.json`.
public struct FF31: ~Copyable, Sendable {
  private var cipher: BlockCipher
  private let mode: ModeOfUse
  let radix: Radix
  /// The most numerals of a text: a half stays under 2⁹⁶.
  public let numeralCountMax: Int

  /// The length of a tweak, in bytes.
  public static let tweakByteCount = 7

  /// - Parameters:
  ///   - key: One of AES.
  ///   - radix: 2 to 65,536: a numeral is less than that.
  ///   - legacy: With ``Legacy/ff31``.
  /// - Throws: ``CryptoError/Code/invalidRange`` for another radix,
  ///   ``CryptoError/Code/legacyNotAllowed``.
  public init(
    key: borrowing Key<Usage.FormatPreserving>, radix: Int, allowing legacy: Legacy
  ) throws(CryptoError) {
    guard legacy.contains(.ff31) else {
      throw CryptoError(.legacyNotAllowed, "FF3-1 is out of date: allow Legacy.ff31 to use it")
    }
    let radix = try Radix(radix)
    let algorithm = key.algorithm
    cipher = try key.material.secret.withBytes { bytes throws(CryptoError) in
      // The standard turns the key and every block around.
      let reversed = SecretBytes(count: bytes.count) { target in
        for offset in bytes.indices { target[offset] = bytes[bytes.count - 1 - offset] }
      }
      return try reversed.withBytes { bytes throws(CryptoError) in
        try BlockCipher(algorithm, key: bytes)
      }
    }
    mode = key.attributes.mode
    numeralCountMax = Self.numeralCountMax(radix)
    self.radix = radix
  }

  /// Twice the numerals whose greatest number is not over 2⁹⁶.
  private static func numeralCountMax(_ radix: Radix) -> Int {
    var count = 0
    var power: UInt128 = 1
    while power * UInt128(radix.value) <= 1 << 96 {
      power *= UInt128(radix.value)
      count += 1
    }
    return 2 * count
  }

  /// Enciphers the numerals where they stand.
  ///
  /// - Parameters:
  ///   - numerals: Each less than the radix; up to ``numeralCountMax``, and so many that there are
  ///     a million texts of that length.
  ///   - tweak: 7 bytes, not secret; the same again to decipher.
  /// - Throws: ``CryptoError/Code/invalidDomain`` for too few numerals,
  ///   ``CryptoError/Code/invalidLength`` for too many or for another tweak,
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

  private func check(
    _ numerals: Span<UInt16>, _ tweak: Span<UInt8>
  ) throws(CryptoError) {
    guard tweak.count == Self.tweakByteCount else {
      throw CryptoError(.invalidLength, "tweak of FF3-1: expected 7 bytes")
    }
    guard numerals.count >= 2, radix.hasDomain(of: numerals.count, atLeast: 1_000_000) else {
      throw CryptoError(.invalidDomain, "text: too short for its radix")
    }
    guard numerals.count <= numeralCountMax else {
      throw CryptoError(.invalidLength, "text: too long for FF3-1 in its radix")
    }
    try radix.check(numerals)
  }

  // MARK: - Rounds

  /// The halves are turned around once and not exchanged: in an even round the left one changes, in
  /// an odd round the right one.
  private mutating func run(
    _ numerals: inout MutableSpan<UInt16>, _ tweak: Span<UInt8>, encrypts: Bool
  ) throws(CryptoError) {
    try check(numerals.span, tweak)
    let leftCount = (numerals.count + 1) / 2
    let halves = (0..<leftCount, leftCount..<numerals.count)
    reverse(&numerals, halves.0)
    reverse(&numerals, halves.1)
    var number = RadixNumber(limbCount: 4, radix: radix)
    var addend = [UInt16](repeating: 0, count: leftCount)
    defer {
      number.wipe()
      var span = addend.mutableSpan
      OpenSSL.cleanse(&span)
    }
    for step in 0..<8 {
      let round = encrypts ? step : 7 - step
      let (target, source) = round % 2 == 0 ? halves : (halves.1, halves.0)
      number.load(numerals.span.extracting(source))
      try makeImage(&number, word: Self.word(tweak, round: round))
      number.unload(into: &addend, count: target.count)
      let change = addend.span.extracting(first: target.count)
      if encrypts {
        radix.add(change, to: &numerals, at: target.lowerBound)
      } else {
        radix.subtract(change, from: &numerals, at: target.lowerBound)
      }
    }
    reverse(&numerals, halves.0)
    reverse(&numerals, halves.1)
  }

  private func reverse(_ numerals: inout MutableSpan<UInt16>, _ range: Range<Int>) {
    for offset in 0..<range.count / 2 {
      numerals.swapAt(range.lowerBound + offset, range.upperBound - 1 - offset)
    }
  }

  /// The half of the tweak that a round takes, with the round's number.
  private static func word(_ tweak: Span<UInt8>, round: Int) -> UInt32 {
    let number = tweak.bigEndianInteger
    let left = UInt32(truncatingIfNeeded: (number >> 28) << 4)
    let right = UInt32(truncatingIfNeeded: number << 8 | (number >> 20 & 0xF0))
    return (round % 2 == 0 ? right : left) ^ UInt32(round)
  }

  /// Replaces the number by what the cipher makes of it and the tweak.
  private mutating func makeImage(
    _ number: inout RadixNumber, word: UInt32
  ) throws(CryptoError) {
    var block = UInt128(word)
    for place in (0..<12).reversed() { block = block << 8 | UInt128(number.byte(at: place)) }
    let image = try cipher.run(block.byteSwapped).byteSwapped
    for limb in 0..<4 {
      number.setLimb(limb, to: UInt32(truncatingIfNeeded: image >> UInt128(32 * limb)))
    }
  }
}
