/// A system trace audit number (STAN), DE 11: six digits by which a terminal numbers its messages.
public struct STAN: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// 0 to 999999.
  public let number: UInt32

  /// The number of digits, zeros in front included.
  public static let digitCount = 6

  @usableFromInline
  init(unchecked number: UInt32) {
    self.number = number
  }

  /// nil for a number over 999999.
  public init?(number: UInt32) {
    guard number <= 999_999 else { return nil }
    self.number = number
  }

  /// Reads six ASCII digits.
  public init(_ digits: Span<UInt8>) throws(IdentifierError) {
    guard digits.count == STAN.digitCount else {
      throw .wrongLength(
        byteCount: digits.count, minimum: STAN.digitCount, maximum: STAN.digitCount)
    }
    var number: UInt32 = 0
    for offset in digits.indices {
      guard Digits.isDigit(digits[offset]) else {
        throw .unexpected(offset: offset, found: ByteClass(digits[offset]))
      }
      number = number * 10 + UInt32(digits[offset] - Digits.zero)
    }
    self.number = number
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? STAN(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The six digits.
  public var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the six digits.
  public func append(to bytes: inout [UInt8]) {
    Digits.append(UInt64(number), width: STAN.digitCount, to: &bytes)
  }

  public static func < (left: STAN, right: STAN) -> Bool { left.number < right.number }
}

extension STAN: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}

extension STAN: Vacant {
  @inlinable public static var vacant: STAN { STAN(unchecked: .max) }
  @inlinable public var isVacant: Bool { number == .max }
}
