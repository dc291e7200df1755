/// What the issuer calls an approval, DE 38: 6 letters and digits, padded with spaces.
public struct AuthorizationCode: Hashable, Comparable, Sendable, BitwiseCopyable {
  @usableFromInline let packed: UInt64

  /// The most characters.
  public static let countMax = 6

  /// Reads 1 to 6 printable ASCII characters, of which spaces at the end do not count.
  ///
  /// The element is letters and digits, but hosts are known to put other signs there.
  public init(_ text: Span<UInt8>) throws(IdentifierError) {
    packed = try PackedText(text, countMax: AuthorizationCode.countMax, of: .printable).high
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? AuthorizationCode(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The characters, without spaces at the end.
  public var text: String { PackedText(high: packed).text }

  /// Appends the bytes as on the wire, with spaces up to 6.
  public func append(to bytes: inout [UInt8]) {
    PackedText(high: packed).append(to: &bytes, width: AuthorizationCode.countMax)
  }

  /// Sorts as the texts do, byte by byte.
  public static func < (left: AuthorizationCode, right: AuthorizationCode) -> Bool {
    left.packed < right.packed
  }
}

extension AuthorizationCode: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}

extension AuthorizationCode: Vacant {
  @usableFromInline
  init(packed: UInt64) { self.packed = packed }

  @inlinable public static var vacant: AuthorizationCode { AuthorizationCode(packed: 0) }
  @inlinable public var isVacant: Bool { packed == 0 }
}
