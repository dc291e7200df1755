/// The institution that acquired a transaction, DE 32: up to 11 digits, zeros in front included.
public struct AcquirerID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// A nibble for each digit, one more than it is, the first digit highest; zeros after the last,
  /// so that integers sort as the texts do.
  @usableFromInline let packed: UInt64

  /// The most digits.
  public static let countMax = 11

  /// Reads 1 to 11 ASCII digits.
  public init(_ text: Span<UInt8>) throws(IdentifierError) {
    guard (1...AcquirerID.countMax).contains(text.count) else {
      throw .wrongLength(byteCount: text.count, minimum: 1, maximum: AcquirerID.countMax)
    }
    var packed: UInt64 = 0
    for offset in text.indices {
      guard Digits.isDigit(text[offset]) else {
        throw .unexpected(offset: offset, found: ByteClass(text[offset]))
      }
      packed = packed &<< 4 | UInt64(text[offset] - Digits.zero + 1)
    }
    self.packed = packed &<< UInt64(64 - 4 * text.count)
  }

  /// Takes the number that `digitCount` digits write, zeros in front included.
  ///
  /// - Returns: nil unless there are 1 to 11 digits and the number fits them.
  public init?(number: UInt64, digitCount: Int) {
    guard (1...AcquirerID.countMax).contains(digitCount) else { return nil }
    var nibbles: UInt64 = 0
    var rest = number
    for position in 0..<digitCount {
      let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
      nibbles |= digit &<< UInt64(4 * position)
      rest = tens
    }
    guard rest == 0 else { return nil }
    self.init(nibbles: nibbles, digitCount: digitCount)
  }

  /// Takes digits as nibbles, the last one lowest.
  ///
  /// - Returns: nil unless there are 1 to 11 nibbles and each one is a digit.
  public init?(nibbles: UInt64, digitCount: Int) {
    guard (1...AcquirerID.countMax).contains(digitCount) else { return nil }
    let everyNibble: UInt64 = 0x1111_1111_1111_1111
    let isOver = nibbles & (nibbles &<< 1 | nibbles &<< 2) & (everyNibble &* 8)
    let width = UInt64(4 * digitCount)
    guard isOver == 0, nibbles &>> width == 0 else { return nil }
    packed = (nibbles &+ everyNibble) &<< (64 - width)
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does; nil where that throws.
  public init?(_ text: some StringProtocol) {
    guard let value = try? AcquirerID(Array(text.utf8).span) else { return nil }
    self = value
  }

  /// The digits.
  public var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the digits.
  public func append(to bytes: inout [UInt8]) {
    var rest = packed
    while rest != 0 {
      bytes.append(Digits.zero + UInt8(truncatingIfNeeded: rest &>> 60) - 1)
      rest &<<= 4
    }
  }

  /// The digits as one integer: equal for equal texts, the same in every process.
  @inlinable public var bits: UInt64 { packed }

  /// Sorts as the texts do, byte by byte.
  public static func < (left: AcquirerID, right: AcquirerID) -> Bool {
    left.packed < right.packed
  }
}

extension AcquirerID: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}

extension AcquirerID: Vacant {
  @usableFromInline
  init(packed: UInt64) { self.packed = packed }

  @inlinable public static var vacant: AcquirerID { AcquirerID(packed: 0) }
  @inlinable public var isVacant: Bool { packed == 0 }
}
