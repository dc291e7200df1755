public import CardCore

/// The digits of a PIN as nibbles in a register, for the time between one block and the next.
///
/// Not copyable, so printing one does not compile.
struct PINDigits: ~Copyable {
  /// A nibble each, the last one lowest.
  let nibbles: UInt64
  /// 4 to 12.
  let count: Int

  init(nibbles: UInt64, count: Int) {
    self.nibbles = nibbles
    self.count = count
  }

  init(_ pin: borrowing PIN) {
    self = pin.withDigits { digits in
      var nibbles: UInt64 = 0
      for offset in digits.indices { nibbles = nibbles &<< 4 | UInt64(digits[offset] & 0x0F) }
      return PINDigits(nibbles: nibbles, count: digits.count)
    }
  }

  /// The ASCII digit at `offset` from the first.
  func digit(at offset: Int) -> UInt8 {
    0x30 | UInt8(truncatingIfNeeded: nibbles &>> UInt64(4 * (count - 1 - offset))) & 0x0F
  }

  /// The PIN as a value that owns and overwrites its digits.
  func pin() throws(CryptoError) -> PIN {
    do throws(PIN.BuildError) {
      return try PIN(digitCount: count) { target in
        for offset in target.indices { target[offset] = digit(at: offset) }
      }
    } catch {
      throw .invalidPINBlock
    }
  }
}

extension PAN {
  /// All digits as nibbles, the last one lowest.
  @inline(__always)
  var nibbles: UInt128 {
    withTokenBlock { block in
      var nibbles: UInt128 = 0
      for offset in 2..<12 { nibbles = nibbles &<< 8 | UInt128(block[offset]) }
      return nibbles &>> UInt128(4 * (20 - Int(block[1])))
    }
  }

  /// The `count` digits left of the check digit, as nibbles, with zeros in front of fewer.
  @inline(__always)
  func nibblesBeforeCheckDigit(_ count: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: nibbles &>> 4) & ((1 &<< UInt64(4 * count)) - 1)
  }
}

extension CryptoError {
  /// The refusal of a PAN in the words of the cryptographic contract.
  public init(_ error: PAN.BuildError) {
    switch error {
    case .empty, .tooLong: self.init(.invalidLength, "PAN: expected 1 to 19 digits")
    case .notADigit: self.init(.invalidDigits, "PAN: expected digits only")
    }
  }

  /// The refusal of a PIN in the words of the cryptographic contract.
  public init(_ error: PIN.BuildError) {
    switch error {
    case .wrongLength: self.init(.invalidLength, "PIN: expected 4 to 12 digits")
    case .notDigits: self.init(.invalidDigits, "PIN: expected digits only")
    }
  }
}
