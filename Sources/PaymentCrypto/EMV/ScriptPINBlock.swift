public import CardCore

/// The clear PIN blocks of PIN change commands, as integers for the time of one operation.
enum ScriptPINBlock {
  /// ISO 9564-1 format 2.
  static func format2(_ pin: borrowing PIN) throws(CryptoError) -> UInt64 {
    try PINBlockCode.encode(.iso2, PINDigits(pin), pan: nil, fill: 0)
  }

  /// Visa's: 0, the digit count, the digits, then F up to the end, with the last four bytes of the
  /// left half of the card's key added.
  static func visa(_ pin: borrowing PIN, cardKey: DoubleKey) throws(CryptoError) -> UInt64 {
    try format2(pin) ^ 2 << 60 ^ cardKey.left & 0xFFFF_FFFF
  }

  /// Visa's, where the PIN until now goes in too: its digits, then zeros up to the end.
  static func visa(
    _ pin: borrowing PIN, current: borrowing PIN, cardKey: DoubleKey
  ) throws(CryptoError) -> UInt64 {
    let digits = PINDigits(current)
    return try visa(pin, cardKey: cardKey) ^ digits.nibbles << UInt64(64 - 4 * digits.count)
  }
}

@_spi(Testing)
extension Key where Use == Usage.CardCryptogram {
  /// The clear PIN block of Visa's PIN change, 8 bytes.
  public func clearVisaPINBlock(_ pin: borrowing PIN) throws(CryptoError) -> [UInt8] {
    try withBytes(for: .derive) { bytes throws(CryptoError) in
      try ScriptPINBlock.visa(pin, cardKey: DoubleKey(bytes)).leftBytes(8)
    }
  }

  /// The same where the card asks for the PIN until now.
  public func clearVisaPINBlock(
    _ pin: borrowing PIN, current: borrowing PIN
  ) throws(CryptoError) -> [UInt8] {
    let key = try withBytes(for: .derive) { bytes throws(CryptoError) in try DoubleKey(bytes) }
    return try ScriptPINBlock.visa(pin, current: current, cardKey: key).leftBytes(8)
  }
}
