public import CardCore

/// Visa's PIN verification value (PVV): 4 digits that tell whether a PIN of 4 digits is right.
///
///     digits of the block   1..11                                12     13..16
///     content               the 11 left of the check digit       PVKI   the PIN
///
/// The block is enciphered, and its digits are those from 0 to 9 in order, then A to F less ten.
public struct VisaPVV: ~Copyable, Sendable {
  private var cipher: BlockCipher
  private let index: UInt64
  let mode: ModeOfUse

  /// - Parameter index: The key's index (PVKI), 0 to 9.
  /// - Throws: ``CryptoError/Code/invalidDigits`` for another index,
  ///   ``CryptoError/Code/wrongModeOfUse`` if the key may neither make nor verify.
  public init(key: borrowing Key<Usage.VisaPVV>, index: Int) throws(CryptoError) {
    guard (0...9).contains(index) else {
      throw CryptoError(.invalidDigits, "PVKI: expected one digit")
    }
    let (algorithm, mode) = (key.algorithm, key.attributes.mode)
    cipher = try key.withBytes(
      for: mode.allows(.generate) ? .generate : .verify
    ) { bytes throws(CryptoError) in try BlockCipher(algorithm, key: bytes) }
    self.index = UInt64(index)
    self.mode = mode
  }

  /// The PVV as four nibbles.
  @inline(__always)
  mutating func value(_ pin: borrowing PINDigits, pan: PAN) throws(CryptoError) -> UInt64 {
    guard pin.count == 4 else {
      throw CryptoError(.invalidLength, "PVV: expected a PIN of 4 digits")
    }
    guard pan.digitCount >= 12 else {
      throw CryptoError(.invalidLength, "PVV: expected a PAN of 12 digits or more")
    }
    let block = pan.nibblesBeforeCheckDigit(11) &<< 20 | index &<< 16 | pin.nibbles
    return TwoPassDigits.take(4, of: try cipher.run(block))
  }

  // MARK: - Without a clear PIN

  /// Writes the PVV of the PIN in a block.
  ///
  /// - Parameter value: 4 bytes, which get ASCII digits.
  public mutating func generate(
    fromPINIn block: Span<UInt8>, with decryptor: inout PINDecryptor, pan: PAN,
    into value: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    guard mode.allows(.generate) else { throw .wrongModeOfUse }
    guard value.count == 4 else {
      throw CryptoError(.invalidLength, "PVV: expected room for 4 digits")
    }
    value.writeDigits(try self.value(decryptor.open(block, pan: pan), pan: pan))
  }

  /// Whether the PIN in a block has this PVV, in a time that does not depend on its digits.
  ///
  /// - Parameter reference: 4 ASCII digits; false for anything else.
  /// - Throws: As ``PINDecryptor`` where the block cannot be opened.
  public mutating func verify(
    pinBlock block: Span<UInt8>, with decryptor: inout PINDecryptor, pan: PAN,
    reference: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    guard mode.allows(.verify) else { throw .wrongModeOfUse }
    return try matches(decryptor.open(block, pan: pan), pan: pan, reference: reference)
  }

  @inline(__always)
  mutating func matches(
    _ pin: borrowing PINDigits, pan: PAN, reference: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    var own = InlineArray<4, UInt8>(repeating: 0)
    var span = own.mutableSpan
    span.writeDigits(try value(pin, pan: pan))
    return SecretBytes.constantTimeEqual(own.span, reference)
  }
}
