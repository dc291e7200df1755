/// The merchant that a transaction comes from, DE 42: 15 characters, padded with spaces.
public struct MerchantID: Hashable, Comparable, Sendable, BitwiseCopyable {
  @usableFromInline let packed: PackedText

  /// The most characters.
  public static let countMax = 15

  /// Reads 1 to 15 printable ASCII characters, of which spaces at the end do not count.
  public init(_ text: Span<UInt8>) throws(IdentifierError) {
    packed = try PackedText(text, countMax: MerchantID.countMax, of: .printable)
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? MerchantID(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The characters, without spaces at the end.
  public var text: String { packed.text }

  /// Appends the bytes as on the wire, with spaces up to 15.
  public func append(to bytes: inout [UInt8]) {
    packed.append(to: &bytes, width: MerchantID.countMax)
  }

  /// The characters as two integers: equal for equal texts, the same in every process.
  @inlinable public var bits: (high: UInt64, low: UInt64) { (packed.high, packed.low) }

  /// Sorts as the texts do, byte by byte.
  public static func < (left: MerchantID, right: MerchantID) -> Bool {
    left.packed < right.packed
  }
}

extension MerchantID: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}

extension MerchantID: Vacant {
  @usableFromInline
  init(packed: PackedText) { self.packed = packed }

  @inlinable public static var vacant: MerchantID {
    MerchantID(packed: PackedText(high: 0, low: 0))
  }
  @inlinable public var isVacant: Bool { packed.high == 0 }
}
