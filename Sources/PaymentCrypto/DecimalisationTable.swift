/// What digit each of the 16 nibbles becomes when a cipher's output is turned into digits.
///
/// A table belongs to the configuration of an issuer and never to a request: a caller who may
/// choose it finds a PIN in about 15 guesses. Source: Bond and Zielinski, UCAM-CL-TR-560.
public struct DecimalisationTable: Hashable, Sendable {
  /// A digit a nibble, that of nibble 0 highest.
  private let digits: UInt64

  /// 0123456789012345, the usual one.
  public static let standard = DecimalisationTable(digits: 0x0123_4567_8901_2345)

  private init(digits: UInt64) { self.digits = digits }

  /// Reads 16 ASCII digits.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/invalidDigits``, and
  ///   ``CryptoError/Code/weakDecimalisationTable`` for fewer than 8 different digits or one that
  ///   stands more than 4 times, unless ``Legacy/weakDecimalisationTable`` is allowed.
  public init(_ text: Span<UInt8>, allowing legacy: Legacy = []) throws(CryptoError) {
    guard text.count == 16 else {
      throw CryptoError(.invalidLength, "decimalisation table: expected 16 digits")
    }
    var packed: UInt64 = 0
    var counts = InlineArray<10, Int>(repeating: 0)
    for offset in 0..<16 {
      let digit = text[offset] &- 0x30
      guard digit < 10 else {
        throw CryptoError(.invalidDigits, "decimalisation table: expected digits only")
      }
      packed = packed &<< 4 | UInt64(digit)
      counts[Int(digit)] += 1
    }
    digits = packed
    guard !legacy.contains(.weakDecimalisationTable) else { return }
    var differentCount = 0
    var countMax = 0
    for digit in counts.indices {
      differentCount += counts[digit] > 0 ? 1 : 0
      countMax = max(countMax, counts[digit])
    }
    guard differentCount >= 8, countMax <= 4 else {
      throw CryptoError(
        .weakDecimalisationTable,
        "decimalisation table: expected 8 different digits or more, each at most 4 times")
    }
  }

  /// Turns every nibble of a block into its digit.
  @inline(__always)
  func decimalise(_ block: UInt64) -> UInt64 {
    var result: UInt64 = 0
    for position in 0..<16 {
      let shift = UInt64(60 - 4 * position)
      let nibble = block &>> shift & 0x0F
      result = result &<< 4 | digits &>> (60 - 4 * nibble) & 0x0F
    }
    return result
  }
}

/// Digits out of a cipher's block as Visa has it: first the nibbles from 0 to 9 in order, then
/// those from A to F, less ten.
enum TwoPassDigits {
  /// The first `count` digits as nibbles, the last one lowest.
  ///
  /// The second pass is rarely needed and always there: with three digits 1 time in 18,000, with
  /// four 1 in 2,200.
  @inline(__always)
  static func take(_ count: Int, of block: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var taken = 0
    for pass in 0..<2 {
      for position in 0..<16 where taken < count {
        let nibble = block &>> UInt64(60 - 4 * position) & 0x0F
        let isDecimal = nibble < 10
        guard isDecimal == (pass == 0) else { continue }
        result = result &<< 4 | (isDecimal ? nibble : nibble - 10)
        taken += 1
      }
      if taken == count { break }
    }
    return result
  }
}

extension MutableSpan where Element == UInt8 {
  /// Writes nibbles as ASCII digits, as many as there is room for, the lowest one last.
  @inline(__always)
  mutating func writeDigits(_ nibbles: UInt64) {
    for offset in indices {
      self[offset] =
        0x30 | UInt8(truncatingIfNeeded: nibbles &>> UInt64(4 * (count - 1 - offset))) & 0x0F
    }
  }
}
