/// A hexadecimal digit in ASCII and the nibble it stands for.
public enum HexadecimalDigit {
  /// The nibble of a digit of either case, 0 to 15; nil for any other byte.
  @inlinable
  public static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit &- 0x30
    case 0x41...0x46: digit &- 0x37
    case 0x61...0x66: digit &- 0x57
    default: nil
    }
  }

  /// The upper-case digit of `nibble`, which is under 16.
  @inlinable
  @inline(__always)
  public static func upperCase(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 &+ nibble : 0x37 &+ nibble
  }
}
