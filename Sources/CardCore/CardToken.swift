/// What stands for a PAN everywhere outside the message's own buffer: 128 bits that are no PAN.
///
/// A token may be printed, stored and sorted. It is the PAN enciphered under a key held apart, so
/// that for whoever holds that key it is still cardholder data.
public struct CardToken: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Bytes 0 to 7, the first one most significant.
  public let high: UInt64
  /// Bytes 8 to 15, the first one most significant.
  public let low: UInt64

  /// The length of a token, in bytes.
  public static let byteCount = 16

  /// All zeros: stands for "no card".
  public static let none = CardToken(high: 0, low: 0)

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads a token from its 16 bytes; nil for any other number of bytes.
  public init?(bytes: Span<UInt8>) {
    guard bytes.count == CardToken.byteCount else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for offset in 0..<8 {
      high = high &<< 8 | UInt64(bytes[offset])
      low = low &<< 8 | UInt64(bytes[offset + 8])
    }
    self.init(high: high, low: low)
  }

  /// Reads a token from 32 hexadecimal digits in either case; nil for any other text.
  public init?(hex: some StringProtocol) {
    guard hex.utf8.count == 2 * CardToken.byteCount else { return nil }
    var value: UInt128 = 0
    for byte in hex.utf8 {
      guard let nibble = HexadecimalDigit.value(of: byte) else { return nil }
      value = value &<< 4 | UInt128(nibble)
    }
    self.init(high: UInt64(value >> 64), low: UInt64(truncatingIfNeeded: value))
  }

  /// The 16 bytes in order.
  public var bytes: InlineArray<16, UInt8> {
    InlineArray { offset in
      let half = offset < 8 ? high : low
      return UInt8(truncatingIfNeeded: half &>> UInt64(56 - 8 * (offset & 7)))
    }
  }

  /// 32 hexadecimal digits in upper case.
  public var hex: String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * CardToken.byteCount)
    let bytes = self.bytes
    for offset in bytes.indices {
      text.append(HexadecimalDigit.upperCase(bytes[offset] >> 4))
      text.append(HexadecimalDigit.upperCase(bytes[offset] & 0x0F))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Tokens sort as their bytes do.
  public static func < (left: CardToken, right: CardToken) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension CardToken: CustomStringConvertible {
  /// The same text as ``hex``.
  public var description: String { hex }
}
