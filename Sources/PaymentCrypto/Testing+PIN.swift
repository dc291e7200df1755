public import CardCore

// Clear PINs and clear PIN blocks: see Testing.swift.

/// Clear PIN blocks, for tests and vectors.
@_spi(Testing)
public enum ClearPINBlock {
  /// A block of format 0 to 3.
  ///
  /// - Parameter fill: For formats 1 and 3, a hexadecimal digit in ASCII for each nibble that the
  ///   PIN leaves open.
  public static func encode(
    _ format: PINBlockFormat, pin: borrowing PIN, pan: PAN?, fill: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    let nibbles = try PINFill.given(fill, for: format, digitCount: pin.digitCount)
    let block = try PINBlockCode.encode(format, PINDigits(pin), pan: pan, fill: nibbles)
    return bytes(of: block)
  }

  /// The PIN in a block of format 0 to 3.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength`` unless it is 8 bytes,
  ///   ``CryptoError/Code/invalidPINBlock`` for whatever else is wrong.
  public static func decode(
    _ format: PINBlockFormat, _ block: Span<UInt8>, pan: PAN?
  ) throws(CryptoError) -> PIN {
    guard block.count == 8, format != .iso4 else { throw .wrongPINBlockLength }
    return try PINBlockCode.decode(format, UInt64(bigEndianBytes: block), pan: pan).pin()
  }

  /// The PIN field of format 4.
  ///
  /// - Parameter random: 8 bytes.
  public static func pinField4(
    pin: borrowing PIN, random: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    guard random.count == 8 else {
      throw CryptoError(.invalidLength, "fill: expected 8 random bytes in format 4")
    }
    let field = PINBlockCode.pinField4(PINDigits(pin), random: UInt64(bigEndianBytes: random))
    return bytes(of: field)
  }

  /// The PAN field of format 4.
  public static func panField4(_ pan: PAN) -> [UInt8] { bytes(of: PINBlockCode.panField4(pan)) }

  private static func bytes(of block: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    stride(from: block.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: block &>> type(of: block).init($0))
    }
  }
}

@_spi(Testing)
extension PINEncryptor {
  /// Enciphers a given PIN.
  ///
  /// - Parameter fill: A hexadecimal digit in ASCII for each nibble that the PIN leaves open in
  ///   formats 1 and 3, the 8 random bytes of format 4 as 16 digits, empty in format 0.
  public mutating func encrypt(
    _ pin: borrowing PIN, pan: PAN, fill: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    let nibbles = try PINFill.given(fill, for: format, digitCount: pin.digitCount)
    var block = [UInt8](repeating: 0, count: format.byteCount)
    var span = block.mutableSpan
    try seal(PINDigits(pin), pan: pan, fill: nibbles, into: &span)
    return block
  }
}

@_spi(Testing)
extension PINDecryptor {
  /// The PIN in a block.
  public mutating func decrypt(_ block: Span<UInt8>, pan: PAN) throws(CryptoError) -> PIN {
    try open(block, pan: pan).pin()
  }
}

@_spi(Testing)
extension PINTranslator {
  /// Translates with a given fill: as ``PINEncryptor/encrypt(_:pan:fill:)`` takes it.
  public mutating func translate(
    _ block: Span<UInt8>, pan: PAN, targetPAN: PAN? = nil, fill: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: targetByteCount)
    var span = output.mutableSpan
    try translate(block, pan: pan, targetPAN: targetPAN, fill: fill, into: &span)
    return output
  }
}
