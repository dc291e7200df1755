/// A primary account number: the 1 to 19 digits that name a card.
///
/// A PAN has only truncated textual forms: printing, dumping or interpolating one, or anything that
/// holds one, shows ``masked``. All the digits leave through ``withDigits(_:)`` and nowhere else.
///
/// The digits are held as on the wire, in ten bytes of binary-coded decimal, left-justified and
/// filled with F, so that making one allocates nothing.
public struct PAN: Hashable, Sendable, BitwiseCopyable {
  /// Digits 1 to 16, a nibble each.
  private let leading: UInt64
  /// Digits 17 to 20, of which the last is always F.
  private let trailing: UInt16
  private let count: UInt8

  /// The most digits a PAN may have.
  public static let digitCountMax = 19

  /// Why bytes are no PAN.
  public enum BuildError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case tooLong(digitCount: Int)
    /// `position` is 1-based, counted in digits.
    case notADigit(position: Int)

    public var description: String {
      switch self {
      case .empty: "PAN: expected 1 to 19 digits, found none"
      case .tooLong(let digitCount): "PAN: expected 1 to 19 digits, found \(digitCount)"
      case .notADigit(let position): "PAN at position \(position): expected a digit"
      }
    }
  }

  /// Reads a PAN from 1 to 19 ASCII digits.
  public init(_ digits: Span<UInt8>) throws(BuildError) {
    try PAN.check(digitCount: digits.count)
    var nibbles: UInt128 = 0
    var excess: UInt8 = 0
    for offset in digits.indices {
      // For a digit, neither this nor six more reaches the upper nibble: one test after the loop.
      let digit = digits[offset] &- Digits.zero
      excess |= digit | (digit &+ 6)
      nibbles = nibbles &<< 4 | UInt128(digit & 0x0F)
    }
    guard excess & 0xF0 == 0 else {
      throw .notADigit(position: (Digits.firstNonDigit(in: digits) ?? 0) + 1)
    }
    self.init(rightJustified: nibbles, digitCount: digits.count)
  }

  /// Reads a PAN from binary-coded decimal, two digits a byte, the upper nibble first.
  ///
  /// Nibbles before and after the digits are not looked at: they are the caller's to check.
  ///
  /// - Parameters:
  ///   - packed: At least the bytes that hold the digits.
  ///   - digitCount: 1 to 19.
  ///   - firstNibble: 0, or 1 where an odd number of digits is right-justified.
  public init(
    packed: Span<UInt8>, digitCount: Int, startingAt firstNibble: Int = 0
  ) throws(BuildError) {
    try PAN.check(digitCount: digitCount)
    precondition(firstNibble == 0 || firstNibble == 1, "a byte has the nibbles 0 and 1")
    let nibbleCount = firstNibble + digitCount
    precondition(packed.count * 2 >= nibbleCount, "the caller cuts the bytes by the digit count")
    var nibbles: UInt128 = 0
    for offset in 0..<(nibbleCount + 1) / 2 {
      nibbles = nibbles &<< 8 | UInt128(packed[offset])
    }
    if nibbleCount % 2 == 1 { nibbles &>>= 4 }
    nibbles &= (1 &<< UInt128(4 * digitCount)) - 1
    // The lowest bit of each nibble over nine: its bit 8, together with its bit 4 or 2.
    let lowestBits = UInt128.max / 15
    let excess = nibbles &>> 3 & (nibbles &>> 2 | nibbles &>> 1) & lowestBits
    guard excess == 0 else {
      let nibblesAfter = (127 - excess.leadingZeroBitCount) / 4
      throw .notADigit(position: digitCount - nibblesAfter)
    }
    self.init(rightJustified: nibbles, digitCount: digitCount)
  }

  /// Reads a PAN from text of 1 to 19 digits; nil for any other text.
  public init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard bytes.count <= PAN.digitCountMax else { return nil }
    var digits = InlineArray<19, UInt8>(repeating: 0)
    defer { PAN.wipe(&digits) }
    for (offset, byte) in bytes.enumerated() { digits[offset] = byte }
    guard let pan = try? PAN(digits.span.extracting(first: bytes.count)) else { return nil }
    self = pan
  }

  private static func check(digitCount: Int) throws(BuildError) {
    guard digitCount > 0 else { throw .empty }
    guard digitCount <= digitCountMax else { throw .tooLong(digitCount: digitCount) }
  }

  /// - Precondition: the last `digitCount` nibbles are digits, and those before them zero.
  private init(rightJustified nibbles: UInt128, digitCount: Int) {
    let fillWidth = UInt128(4 * (20 - digitCount))
    let filled = nibbles &<< fillWidth | ((1 &<< fillWidth) - 1)
    leading = UInt64(truncatingIfNeeded: filled &>> 16)
    trailing = UInt16(truncatingIfNeeded: filled)
    count = UInt8(digitCount)
  }

  // MARK: - What may be known

  /// 1 to 19.
  public var digitCount: Int { Int(count) }

  /// Whether the last digit is the Luhn check digit of the others.
  public var luhnHolds: Bool { withDigits(Digits.luhnHolds) }

  /// The first 6 or 8 digits as a number (issuer identification number), for lookups and counts.
  ///
  /// Below 15 digits it is more than ``masked`` shows: do not print it beside ``lastFour``.
  ///
  /// - Parameter digitCount: 6 or 8.
  /// - Returns: nil if the PAN has fewer digits than that.
  public func iin(digitCount: Int) -> UInt32? {
    precondition(digitCount == 6 || digitCount == 8, "an IIN has 6 or 8 digits")
    guard self.digitCount >= digitCount else { return nil }
    var number: UInt32 = 0
    for index in 0..<digitCount { number = number * 10 + UInt32(digit(at: index)) }
    return number
  }

  /// The last four digits, or nil if that would be the whole PAN.
  public var lastFour: String? {
    guard digitCount > 4 else { return nil }
    return String(decoding: (digitCount - 4..<digitCount).map(asciiDigit(at:)), as: UTF8.self)
  }

  /// The PAN as it may be shown: see ``mask(_:)``.
  public var masked: String { withDigits(PAN.mask) }

  /// Writes ASCII digits as they may be shown, with a star for each one that is hidden.
  ///
  /// From 15 digits up the first six and the last four are shown, from 5 to 14 the last four, and
  /// none below. A byte that is no digit shows as a star wherever it stands.
  public static func mask(_ digits: Span<UInt8>) -> String {
    let count = digits.count
    let shownInFront = count >= 15 ? 6 : 0
    let shownAtEnd = count > 4 ? 4 : 0
    var text = [UInt8](repeating: 0x2A, count: count)
    for offset in digits.indices where offset < shownInFront || offset >= count - shownAtEnd {
      if Digits.isDigit(digits[offset]) { text[offset] = digits[offset] }
    }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: - The digits

  /// Lends all the digits in ASCII for the time of `body`, in a buffer that is overwritten after.
  public func withDigits<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    var digits = InlineArray<19, UInt8>(repeating: 0)
    defer { PAN.wipe(&digits) }
    for index in 0..<digitCount { digits[index] = asciiDigit(at: index) }
    return try body(digits.span.extracting(first: digitCount))
  }

  /// Lends the 16 bytes that are enciphered to make a ``CardToken``, and overwrites them after.
  ///
  ///     byte       0   1            2..11                                      12..15
  ///     content    01  digit count  digits, a nibble each, then F up to the end     00
  public func withTokenBlock<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    var block = InlineArray<16, UInt8>(repeating: 0)
    defer { PAN.wipe(&block) }
    block[0] = 0x01
    block[1] = count
    for offset in 0..<8 {
      block[2 + offset] = UInt8(truncatingIfNeeded: leading &>> UInt64(56 - 8 * offset))
    }
    block[10] = UInt8(truncatingIfNeeded: trailing &>> 8)
    block[11] = UInt8(truncatingIfNeeded: trailing)
    return try body(block.span)
  }

  private func digit(at index: Int) -> UInt8 {
    index < 16
      ? UInt8(truncatingIfNeeded: leading &>> UInt64(60 - 4 * index)) & 0x0F
      : UInt8(truncatingIfNeeded: trailing &>> UInt16(12 - 4 * (index - 16))) & 0x0F
  }

  private func asciiDigit(at index: Int) -> UInt8 { Digits.zero + digit(at: index) }

  private static func wipe<let size: Int>(_ bytes: inout InlineArray<size, UInt8>) {
    var span = bytes.mutableSpan
    SecretBytes.wipe(&span)
  }
}

extension PAN: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The same text as ``masked``.
  public var description: String { masked }

  /// The same text as ``masked``.
  public var debugDescription: String { masked }

  /// No children, so that reflection does not reach the digits.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
