/// The institution that acquired a transaction, DE 32: up to 11 digits, zeros in front included.
public struct AcquirerID: Hashable, Comparable, Sendable, BitwiseCopyable {
  private let packed: PackedText

  /// The most digits.
  public static let countMax = 11

  /// Reads 1 to 11 ASCII digits.
  public init(_ text: Span<UInt8>) throws(IdentifierError) {
    packed = try PackedText(text, countMax: AcquirerID.countMax, of: .digits)
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? AcquirerID(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The digits.
  public var text: String { packed.text }

  /// Appends the digits.
  public func append(to bytes: inout [UInt8]) {
    packed.append(to: &bytes)
  }

  /// Sorts as the texts do, byte by byte.
  public static func < (left: AcquirerID, right: AcquirerID) -> Bool {
    left.packed < right.packed
  }
}

extension AcquirerID: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}
