import CardCore

/// What fills a PIN block up where the format leaves it open: drawn, or given by a test.
enum PINFill {
  /// Draws the nibbles of formats 1 and 3 or the 8 bytes of format 4; 0 for the others.
  @inline(__always)
  static func drawn(
    for format: PINBlockFormat, using generator: inout some RandomNumberGenerator
  ) -> UInt64 {
    switch format {
    case .iso0, .iso2: return 0
    case .iso1, .iso4: return generator.next()
    case .iso3:
      var fill: UInt64 = 0
      for _ in 0..<10 { fill = fill &<< 4 | (0xA + generator.next(upperBound: 6)) }
      return fill
    }
  }

  /// Reads hexadecimal digits: as many as the PIN leaves open in formats 1 and 3, 16 in format 4.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength`` for another count,
  ///   ``CryptoError/Code/invalidDigits`` for another character, or below A in format 3.
  static func given(
    _ digits: Span<UInt8>, for format: PINBlockFormat, digitCount: Int
  ) throws(CryptoError) -> UInt64 {
    if format == .iso0 || format == .iso2 { return 0 }
    guard digits.count == (format == .iso4 ? 16 : 14 - digitCount) else {
      throw CryptoError(.invalidLength, "fill: expected a digit for each nibble left open")
    }
    var fill: UInt64 = 0
    for offset in digits.indices {
      guard let nibble = HexadecimalDigit.value(of: digits[offset]), format != .iso3 || nibble >= 10
      else {
        throw CryptoError(.invalidDigits, "fill: expected hexadecimal digits, A to F in format 3")
      }
      fill = fill &<< 4 | UInt64(nibble)
    }
    return fill
  }
}
