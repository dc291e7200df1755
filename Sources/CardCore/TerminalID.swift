/// The terminal that a transaction comes from, DE 41: 8 characters, padded with spaces.
public struct TerminalID: Hashable, Comparable, Sendable, BitwiseCopyable {
  @usableFromInline let packed: UInt64

  /// The most characters.
  public static let countMax = 8

  /// Reads 1 to 8 printable ASCII characters, of which spaces at the end do not count.
  public init(_ text: Span<UInt8>) throws(IdentifierError) {
    packed = try PackedText(text, countMax: TerminalID.countMax, of: .printable).high
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? TerminalID(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The characters, without spaces at the end.
  public var text: String { PackedText(high: packed).text }

  /// Appends the bytes as on the wire, with spaces up to 8.
  public func append(to bytes: inout [UInt8]) {
    PackedText(high: packed).append(to: &bytes, width: TerminalID.countMax)
  }

  /// The characters as one integer: equal for equal texts, the same in every process.
  @inlinable public var bits: UInt64 { packed }

  /// Sorts as the texts do, byte by byte.
  public static func < (left: TerminalID, right: TerminalID) -> Bool {
    left.packed < right.packed
  }
}

extension TerminalID: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}

extension TerminalID: Vacant {
  @usableFromInline
  init(packed: UInt64) { self.packed = packed }

  @inlinable public static var vacant: TerminalID { TerminalID(packed: 0) }
  @inlinable public var isVacant: Bool { packed == 0 }
}
