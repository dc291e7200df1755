import CardCore

/// A length written before each message, and what it counts.
///
///     [ length ][ header, if any ][ message ]
///
/// The length always counts the header and the message; an inclusive one counts its own bytes too.
public struct LengthPrefix: Sendable, Hashable {
  /// How the length is written. The raw value is its name in ``FrameFormat/name``.
  public enum Encoding: String, Sendable, CaseIterable {
    /// Two bytes, the most significant first.
    case binary2
    /// Four bytes, the most significant first.
    case binary4
    /// Two bytes that hold four decimal digits.
    case bcd2
    /// One ASCII digit.
    case ascii1
    /// Two ASCII digits.
    case ascii2
    /// Three ASCII digits.
    case ascii3
    /// Four ASCII digits.
    case ascii4
    /// Five ASCII digits.
    case ascii5
    /// Six ASCII digits.
    case ascii6
    /// Four hexadecimal digits in ASCII: read in either case, written in upper case.
    case hex4
  }

  /// How the length is written.
  public var encoding: Encoding

  /// Whether the length counts its own bytes.
  public var isInclusive: Bool

  /// Size in bytes of the header between length and message: 5 for a TPDU, 0 for none.
  public var headerByteCount: UInt8

  /// Describes a length prefix; by default exclusive and with no header.
  public init(_ encoding: Encoding, isInclusive: Bool = false, headerByteCount: UInt8 = 0) {
    self.encoding = encoding
    self.isInclusive = isInclusive
    self.headerByteCount = headerByteCount
  }
}

extension LengthPrefix.Encoding {
  /// Size in bytes of the length field.
  public var byteCount: Int {
    switch self {
    case .ascii1: 1
    case .binary2, .bcd2, .ascii2: 2
    case .ascii3: 3
    case .binary4, .ascii4, .hex4: 4
    case .ascii5: 5
    case .ascii6: 6
    }
  }

  /// The greatest value that the length field can hold.
  public var maximumValue: Int {
    switch self {
    case .binary2, .hex4: 0xFFFF
    case .binary4: 0xFFFF_FFFF
    case .ascii1: 9
    case .ascii2: 99
    case .ascii3: 999
    case .bcd2, .ascii4: 9_999
    case .ascii5: 99_999
    case .ascii6: 999_999
    }
  }
}

extension LengthPrefix.Encoding {
  /// Reads the length field at `offset`, which must lie whole in `bytes`.
  func value(in bytes: Span<UInt8>, at offset: Int) throws(FramingError) -> Int {
    switch self {
    case .binary2:
      return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    case .binary4:
      return Int(bytes[offset]) << 24 | Int(bytes[offset + 1]) << 16
        | Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
    case .bcd2:
      return try digits(in: bytes, at: offset, radix: 10, digitsPerByte: 2)
    case .hex4:
      return try digits(in: bytes, at: offset, radix: 16, digitsPerByte: 1)
    case .ascii1, .ascii2, .ascii3, .ascii4, .ascii5, .ascii6:
      return try digits(in: bytes, at: offset, radix: 10, digitsPerByte: 1)
    }
  }

  /// Appends the length field for `value`, which must be from 0 to ``maximumValue``.
  func append(_ value: Int, to output: inout [UInt8]) {
    precondition(0...maximumValue ~= value, "the caller checks the length before it is written")
    switch self {
    case .binary2, .binary4:
      for index in (0..<byteCount).reversed() {
        output.append(UInt8(truncatingIfNeeded: value >> (8 * index)))
      }
    case .bcd2:
      for pair in [value / 100, value % 100] {
        output.append(UInt8((pair / 10) << 4 | pair % 10))
      }
    case .hex4:
      for index in (0..<4).reversed() {
        output.append(HexadecimalDigit.upperCase(UInt8(value >> (4 * index) & 0xF)))
      }
    case .ascii1, .ascii2, .ascii3, .ascii4, .ascii5, .ascii6:
      var divisor = (maximumValue + 1) / 10
      while divisor > 0 {
        output.append(HexadecimalDigit.upperCase(UInt8(value / divisor % 10)))
        divisor /= 10
      }
    }
  }

  private func digits(
    in bytes: Span<UInt8>, at offset: Int, radix: UInt8, digitsPerByte: Int
  ) throws(FramingError) -> Int {
    var value = 0
    for index in offset..<offset + byteCount {
      let byte = bytes[index]
      let high = digitsPerByte == 2 ? byte >> 4 : 0
      let low = digitsPerByte == 2 ? byte & 0xF : HexDigit.value(of: byte)
      guard high < radix, low < radix else {
        throw FramingError(.lengthNotNumeric, at: index)
      }
      value = digitsPerByte == 2 ? value * 10 + Int(high) : value
      value = value * Int(radix) + Int(low)
    }
    return value
  }
}

/// One hexadecimal digit in ASCII.
enum HexDigit {
  /// The value of a digit in either case, or 0xFF for any other byte; makes no branch on the digit.
  @inline(__always)
  static func value(of character: UInt8) -> UInt8 {
    let digit = character &- 0x30
    let letter = (character | 0x20) &- 0x61
    return digit < 10 ? digit : letter < 6 ? letter &+ 10 : 0xFF
  }
}
