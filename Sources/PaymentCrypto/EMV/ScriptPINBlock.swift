public import CardCore

/// The clear PIN blocks of PIN change commands, as integers for the time of one operation.
enum ScriptPINBlock {
  /// ISO 9564-1 format 2: 2, the digit count, the digits, then F up to the end.
  static func format2(_ pin: borrowing PIN) -> UInt64 {
    2 << 60 | field(pin)
  }

  /// Visa's: the PIN field with the last four bytes of the left half of the card's key added.
  static func visa(_ pin: borrowing PIN, cardKey: DoubleKey) -> UInt64 {
    field(pin) ^ cardKey.left & 0xFFFF_FFFF
  }

  /// Visa's, where the PIN until now goes in too: its digits, then zeros up to the end.
  static func visa(
    _ pin: borrowing PIN, current: borrowing PIN, cardKey: DoubleKey
  ) -> UInt64 {
    visa(pin, cardKey: cardKey) ^ digits(current) << UInt64(64 - 4 * current.digitCount)
  }

  /// 0, the digit count, the digits, then F up to the end.
  private static func field(_ pin: borrowing PIN) -> UInt64 {
    let width = UInt64(56 - 4 * pin.digitCount)
    return UInt64(pin.digitCount) << 56 | digits(pin) << width | (1 << width) - 1
  }

  /// A nibble each, the last one lowest.
  private static func digits(_ pin: borrowing PIN) -> UInt64 {
    pin.withDigits { digits in
      digits.indices.reduce(into: UInt64(0)) { number, offset in
        number = number << 4 | UInt64(digits[offset] & 0x0F)
      }
    }
  }
}

@_spi(Testing)
extension Key where Use == Usage.CardCryptogram {
  /// The clear PIN block of Visa's PIN change, 8 bytes.
  public func clearVisaPINBlock(_ pin: borrowing PIN) throws(CryptoError) -> [UInt8] {
    try withBytes(for: .derive) { bytes throws(CryptoError) in
      ScriptPINBlock.visa(pin, cardKey: try DoubleKey(bytes)).leftBytes(8)
    }
  }

  /// The same where the card asks for the PIN until now.
  public func clearVisaPINBlock(
    _ pin: borrowing PIN, current: borrowing PIN
  ) throws(CryptoError) -> [UInt8] {
    let key = try withBytes(for: .derive) { bytes throws(CryptoError) in try DoubleKey(bytes) }
    return ScriptPINBlock.visa(pin, current: current, cardKey: key).leftBytes(8)
  }
}
