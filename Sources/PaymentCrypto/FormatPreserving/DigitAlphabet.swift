/// The characters that stand for numerals in text: `0` to `9`, then `a` to `z`.
enum DigitAlphabet {
  /// The radices that it has characters for.
  static let radices = 2...36

  /// The numerals of ASCII text.
  ///
  /// - Throws: ``CryptoError/Code/invalidDigits`` for any other byte, upper-case letters included;
  ///   whether a numeral is under the radix is asked later.
  static func numerals(_ text: Span<UInt8>) throws(CryptoError) -> [UInt16] {
    var numerals: [UInt16] = []
    numerals.reserveCapacity(text.count)
    for offset in text.indices {
      switch text[offset] {
      case 0x30...0x39: numerals.append(UInt16(text[offset] - 0x30))
      case 0x61...0x7A: numerals.append(UInt16(text[offset] - 0x61 + 10))
      default: throw CryptoError(.invalidDigits, "text: expected characters 0 to 9 and a to z")
      }
    }
    return numerals
  }

  /// - Precondition: Each numeral is under 36.
  static func character(_ numeral: UInt16) -> UInt8 {
    UInt8(numeral < 10 ? 0x30 + numeral : 0x61 + numeral - 10)
  }

  /// Writes text as numerals, has `change` change them, and writes them as text again.
  static func transform(
    _ text: Span<UInt8>, radix: Int,
    _ change: (inout MutableSpan<UInt16>) throws(CryptoError) -> Void
  ) throws(CryptoError) -> [UInt8] {
    guard radices.contains(radix) else {
      throw CryptoError(.invalidRange, "radix of text: expected 2 to 36")
    }
    var numerals = try numerals(text)
    var span = numerals.mutableSpan
    defer { OpenSSL.cleanse(&span) }
    try change(&span)
    var output: [UInt8] = []
    output.reserveCapacity(span.count)
    for index in span.indices { output.append(character(span[index])) }
    return output
  }
}

extension FF1 {
  /// Enciphers text of the characters `0` to `9` and `a` to `z`, as many of them as the radix says.
  ///
  /// - Throws: As ``encrypt(_:tweak:)``, and ``CryptoError/Code/invalidRange`` for a radix over 36.
  public mutating func encrypt(
    text: Span<UInt8>, tweak: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try DigitAlphabet.transform(text, radix: Int(radix.value)) { numerals throws(CryptoError) in
      try encrypt(&numerals, tweak: tweak)
    }
  }

  /// Deciphers what ``encrypt(text:tweak:)`` made.
  public mutating func decrypt(
    text: Span<UInt8>, tweak: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try DigitAlphabet.transform(text, radix: Int(radix.value)) { numerals throws(CryptoError) in
      try decrypt(&numerals, tweak: tweak)
    }
  }
}

extension FF31 {
  /// Enciphers text of the characters `0` to `9` and `a` to `z`, as many of them as the radix says.
  ///
  /// - Throws: As ``encrypt(_:tweak:)``, and ``CryptoError/Code/invalidRange`` for a radix over 36.
  public mutating func encrypt(
    text: Span<UInt8>, tweak: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try DigitAlphabet.transform(text, radix: Int(radix.value)) { numerals throws(CryptoError) in
      try encrypt(&numerals, tweak: tweak)
    }
  }

  /// Deciphers what ``encrypt(text:tweak:)`` made.
  public mutating func decrypt(
    text: Span<UInt8>, tweak: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try DigitAlphabet.transform(text, radix: Int(radix.value)) { numerals throws(CryptoError) in
      try decrypt(&numerals, tweak: tweak)
    }
  }
}
