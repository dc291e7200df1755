import CardCore

/// Clear PIN blocks of 8 bytes, as integers with the first byte most significant.
///
///     nibble           1  2  3..14                    15..16
///     PIN field  0, 2  C  N  PIN digits, then F up to the end
///                1     C  N  PIN digits, then anything
///                3     C  N  PIN digits, then A to F, drawn
///     PAN field  0, 3  0  0  0 0, then the 12 digits left of the check digit, zeros before fewer
///
/// A block of format 0 or 3 is the exclusive-or of both fields.
enum PINBlockCode {
  /// The lowest bit of each nibble.
  private static let lowestBits: UInt64 = 0x1111_1111_1111_1111

  /// - Parameters:
  ///   - pan: What formats 0 and 3 are bound to.
  ///   - fill: The nibbles of formats 1 and 3 after the PIN, the last one lowest.
  @inline(__always)
  static func encode(
    _ format: PINBlockFormat, _ pin: borrowing PINDigits, pan: PAN?, fill: UInt64
  ) throws(CryptoError) -> UInt64 {
    let width = UInt64(56 - 4 * pin.count)
    let fillMask = (1 &<< width) - 1
    let tail = format == .iso0 || format == .iso2 ? fillMask : fill & fillMask
    let head = UInt64(format.rawValue) &<< 60 | UInt64(pin.count) &<< 56
    return try head | pin.nibbles &<< width | tail ^ panField(format, pan)
  }

  /// Reads a block; every nibble up to the last one is checked, whatever came before.
  ///
  /// - Throws: ``CryptoError/invalidPINBlock``, whatever is wrong with the block.
  @inline(__always)
  static func decode(
    _ format: PINBlockFormat, _ block: UInt64, pan: PAN?
  ) throws(CryptoError) -> PINDigits {
    let field = try block ^ panField(format, pan)
    let count = Int(field &>> 56 & 0x0F)
    let isCount = PIN.digitCounts.contains(count)
    let width = UInt64(56 - 4 * (isCount ? count : 12))
    let fillMask = (1 &<< width) - 1
    let digitMask = (1 &<< 56) - 1 ^ fillMask
    let over9 = field &>> 3 & (field &>> 2 | field &>> 1) & lowestBits
    let hasFill =
      switch format {
      case .iso0, .iso2: field & fillMask == fillMask
      case .iso3: over9 & fillMask == lowestBits & fillMask
      case .iso1, .iso4: true
      }
    let hasControl = field &>> 60 == UInt64(format.rawValue)
    let hasDigits = over9 & digitMask == 0
    guard Int(hasControl) & Int(isCount) & Int(hasDigits) & Int(hasFill) == 1 else {
      throw .invalidPINBlock
    }
    return PINDigits(nibbles: (field & digitMask) &>> width, count: count)
  }

  @inline(__always)
  private static func panField(_ format: PINBlockFormat, _ pan: PAN?) throws(CryptoError) -> UInt64
  {
    guard format == .iso0 || format == .iso3 else { return 0 }
    guard let pan else {
      throw CryptoError(.invalidLength, "PAN: expected one, as the PIN block is bound to it")
    }
    return pan.nibblesBeforeCheckDigit(12)
  }

  // MARK: - Format 4

  /// The PIN field of format 4: as above with fill A up to nibble 16, then 8 random bytes.
  @inline(__always)
  static func pinField4(_ pin: borrowing PINDigits, random: UInt64) -> UInt128 {
    let width = UInt64(56 - 4 * pin.count)
    let fill = 0xAAAA_AAAA_AAAA_AAAA & ((1 &<< width) - 1)
    let upper = 4 &<< 60 | UInt64(pin.count) &<< 56 | pin.nibbles &<< width | fill
    return UInt128(upper) &<< 64 | UInt128(random)
  }

  /// The PAN field of format 4: a nibble with the digits over 12, all digits of the PAN with zeros
  /// in front up to 12, zeros up to the end.
  @inline(__always)
  static func panField4(_ pan: PAN) -> UInt128 {
    let over12 = max(0, pan.digitCount - 12)
    return UInt128(over12) &<< 124 | pan.nibbles &<< UInt128(124 - 4 * (12 + over12))
  }

  /// Reads the PIN field of format 4.
  @inline(__always)
  static func decodePINField4(_ field: UInt128) throws(CryptoError) -> PINDigits {
    let upper = UInt64(truncatingIfNeeded: field &>> 64)
    let count = Int(upper &>> 56 & 0x0F)
    let isCount = PIN.digitCounts.contains(count)
    let width = UInt64(56 - 4 * (isCount ? count : 12))
    let fillMask = (1 &<< width) - 1
    let digitMask = (1 &<< 56) - 1 ^ fillMask
    let over9 = upper &>> 3 & (upper &>> 2 | upper &>> 1) & lowestBits
    let hasFill = upper & fillMask == 0xAAAA_AAAA_AAAA_AAAA & fillMask
    let hasControl = upper &>> 60 == 4
    let hasDigits = over9 & digitMask == 0
    guard Int(hasControl) & Int(isCount) & Int(hasDigits) & Int(hasFill) == 1 else {
      throw .invalidPINBlock
    }
    return PINDigits(nibbles: (upper & digitMask) &>> width, count: count)
  }
}

extension Int {
  /// 1 for true: for putting conditions together without a branch.
  @inline(__always)
  fileprivate init(_ condition: Bool) { self = condition ? 1 : 0 }
}
