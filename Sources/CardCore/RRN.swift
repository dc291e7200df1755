/// A retrieval reference number (RRN), DE 37: 12 letters and digits, padded with spaces.
public struct RRN: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Bytes 0 to 7, the first one most significant.
  @usableFromInline let high: UInt64
  /// Bytes 8 to 11; zeros fill the end.
  @usableFromInline let low: UInt32

  /// The most characters.
  public static let countMax = 12

  /// Reads 1 to 12 ASCII letters and digits, of which spaces at the end do not count.
  public init(_ text: Span<UInt8>) throws(IdentifierError) {
    let packed = try PackedText(text, countMax: RRN.countMax, of: .alphanumeric)
    high = packed.high
    low = UInt32(truncatingIfNeeded: packed.low &>> 32)
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? RRN(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The characters, without spaces at the end.
  public var text: String { packed.text }

  /// Appends the bytes as on the wire, with spaces up to 12.
  public func append(to bytes: inout [UInt8]) {
    packed.append(to: &bytes, width: RRN.countMax)
  }

  /// Sorts as the texts do, byte by byte.
  public static func < (left: RRN, right: RRN) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension RRN: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}

extension RRN: Vacant {
  @usableFromInline
  init(high: UInt64, low: UInt32) {
    self.high = high
    self.low = low
  }

  private var packed: PackedText { PackedText(high: high, low: UInt64(low) &<< 32) }

  @inlinable public static var vacant: RRN { RRN(high: 0, low: 0) }
  @inlinable public var isVacant: Bool { high == 0 }
}
