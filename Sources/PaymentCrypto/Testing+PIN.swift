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

@_spi(Testing)
extension IBM3624 {
  /// The PIN that an offset makes, in ASCII digits; the natural PIN where the offset is zeros.
  ///
  /// - Parameter offset: 4 to 16 ASCII digits.
  public mutating func pin(at offset: Span<UInt8>, pan: PAN) throws(CryptoError) -> SecretBytes {
    let nibbles = try IBM3624.nibbles(offset)
    let digits = try digits(at: nibbles, count: offset.count, pan: pan)
    return SecretBytes(count: offset.count) { $0.writeDigits(digits) }
  }

  /// The offset of a PIN, in ASCII digits.
  ///
  /// - Parameter pin: 4 to 16 ASCII digits.
  public mutating func offset(of pin: Span<UInt8>, pan: PAN) throws(CryptoError) -> [UInt8] {
    let nibbles = try IBM3624.nibbles(pin)
    var text = [UInt8](repeating: 0, count: pin.count)
    var span = text.mutableSpan
    span.writeDigits(try offset(of: nibbles, count: pin.count, pan: pan))
    return text
  }

  /// Whether a PIN has this offset.
  public mutating func verify(
    pin: Span<UInt8>, offset: Span<UInt8>, pan: PAN
  ) throws(CryptoError) -> Bool {
    _ = try IBM3624.nibbles(offset)
    let own = try self.offset(of: pin, pan: pan)
    return SecretBytes.constantTimeEqual(own.span, offset)
  }
}

@_spi(Testing)
extension VisaPVV {
  /// The PVV of a PIN, in ASCII digits.
  public mutating func generate(
    from pin: borrowing PIN, pan: PAN
  ) throws(CryptoError) -> [UInt8] {
    var text = [UInt8](repeating: 0, count: 4)
    var span = text.mutableSpan
    span.writeDigits(try value(PINDigits(pin), pan: pan))
    return text
  }

  /// Whether a PIN has this PVV.
  public mutating func verify(
    pin: borrowing PIN, pan: PAN, reference: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    try matches(PINDigits(pin), pan: pan, reference: reference)
  }
}
