/// A primary account number: the 1 to 19 digits that name a card.
///
/// A PAN has only truncated textual forms: printing, dumping or interpolating one, or anything that
/// holds one, shows ``masked``. All the digits leave through ``withDigits(_:)`` and nowhere else.
///
/// The digits are held as on the wire, in ten bytes of binary-coded decimal, left-justified and
/// filled with F, so that making one allocates nothing.
public struct PAN: Hashable, Sendable, BitwiseCopyable {
  /// Digits 1 to 16, a nibble each.
  @usableFromInline let leading: UInt64
  /// Digits 17 to 20, of which the last is always F.
  @usableFromInline let trailing: UInt16
  @usableFromInline let count: UInt8

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
    var excess: UInt64 = 0
    let first = PAN.nibbles(of: digits, in: 0..<min(8, digits.count), &excess)
    let second = PAN.nibbles(of: digits, in: 8..<max(8, min(16, digits.count)), &excess)
    let third = PAN.nibbles(of: digits, in: 16..<max(16, digits.count), &excess)
    guard excess == 0 else {
      throw .notADigit(position: (Digits.firstNonDigit(in: digits) ?? 0) + 1)
    }
    leading = first &<< 32 | second
    trailing = UInt16(truncatingIfNeeded: third &>> 16)
    count = UInt8(digits.count)
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
    if digitCount == 16, firstNibble == 0 {
      // By far the most: eight whole bytes, and nothing to move.
      let word = PAN.word(packed)
      if word & (word &<< 1 | word &<< 2) & 0x8888_8888_8888_8888 == 0 {
        self.init(sixteen: word)
        return
      }
    }
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

  /// The first eight bytes, the first one highest.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>) -> UInt64 {
    precondition(bytes.count >= 8, "a word needs eight bytes")
    return UInt64(bytes[0]) &<< 56 | UInt64(bytes[1]) &<< 48 | UInt64(bytes[2]) &<< 40
      | UInt64(bytes[3]) &<< 32 | UInt64(bytes[4]) &<< 24 | UInt64(bytes[5]) &<< 16
      | UInt64(bytes[6]) &<< 8 | UInt64(bytes[7])
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

  /// Reads up to eight ASCII digits as eight nibbles, left-justified with F fill.
  ///
  /// All eight are checked and brought together at once, as the bytes of one integer. A digit has
  /// the upper nibble 3, and still has it when six is added; any other byte sets bits in `excess`.
  @inline(__always)
  private static func nibbles(
    of digits: Span<UInt8>, in range: Range<Int>, _ excess: inout UInt64
  ) -> UInt64 {
    guard !range.isEmpty else { return 0xFFFF_FFFF }
    let group = digits.extracting(range)
    var bytes: UInt64 = 0
    for offset in 0..<group.count { bytes = bytes &<< 8 | UInt64(group[offset]) }
    // Where there are fewer than eight, the rest are taken for zeros and overwritten with F below.
    let missing = UInt64(8 - group.count)
    if missing > 0 {
      bytes = bytes &<< (8 * missing) | 0x3030_3030_3030_3030 &>> (64 - 8 * missing)
    }
    let upperNibbles: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    excess |= (bytes & upperNibbles) ^ 0x3030_3030_3030_3030
    excess |= ((bytes &+ 0x0606_0606_0606_0606) & upperNibbles) ^ 0x3030_3030_3030_3030
    var packed = bytes & ~upperNibbles
    packed = (packed | packed &>> 4) & 0x00FF_00FF_00FF_00FF
    packed = (packed | packed &>> 8) & 0x0000_FFFF_0000_FFFF
    packed = (packed | packed &>> 16) & 0xFFFF_FFFF
    return packed | ((1 &<< (4 * missing)) - 1)
  }

  private static func check(digitCount: Int) throws(BuildError) {
    guard digitCount > 0 else { throw .empty }
    guard digitCount <= digitCountMax else { throw .tooLong(digitCount: digitCount) }
  }

  /// - Precondition: All nibbles are digits.
  private init(sixteen nibbles: UInt64) {
    leading = nibbles
    trailing = .max
    count = 16
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
  @inlinable public var digitCount: Int { Int(count) }

  /// Whether the last digit is the Luhn check digit of the others; false for a single digit.
  public var luhnHolds: Bool {
    guard count >= 2 else { return false }
    let excess = UInt64(max(count, 16) &- 16)
    // The digits before the last sixteen, at most three.
    let head = excess == 0 ? 0 : leading &>> (64 &- 4 &* excess)
    return (PAN.luhnSum(lastSixteen) &+ PAN.luhnSum(head)) % 10 == 0
  }

  /// The last sixteen digits as nibbles, the last one lowest, zeros in front of fewer.
  @inline(__always)
  private var lastSixteen: UInt64 {
    if count <= 16 { return leading &>> UInt64(64 &- 4 &* count) }
    let excess = UInt64(4 &* (count &- 16))
    return leading &<< excess | UInt64(trailing) &>> (16 &- excess)
  }

  /// The Luhn sum of 16 nibbles of which the last is not doubled, eight pairs at a time.
  private static func luhnSum(_ nibbles: UInt64) -> UInt64 {
    let single = nibbles & 0x0F0F_0F0F_0F0F_0F0F
    let double = 2 &* (nibbles &>> 4 & 0x0F0F_0F0F_0F0F_0F0F)
    // A byte of 10 or more gets its highest bit set, and nine taken off.
    let isOver = (double &+ 0x7676_7676_7676_7676) &>> 7 & 0x0101_0101_0101_0101
    // Each byte is at most 18, so that the eight add up within the highest one.
    let sums = (single &+ double &- 9 &* isOver) &* 0x0101_0101_0101_0101
    return sums &>> 56
  }

  /// The last four digits in ASCII, the first one highest; 0 if that would be the whole PAN.
  var packedTail: UInt32 {
    guard digitCount > 4 else { return 0 }
    let nibbles = UInt32(truncatingIfNeeded: lastSixteen)
    let pairs = nibbles & 0xFF | (nibbles & 0xFF00) &<< 8
    return 0x3030_3030 | (pairs & 0x000F_000F) | (pairs & 0x00F0_00F0) &<< 4
  }

  /// The first 6 or 8 digits as a number (issuer identification number), for lookups and counts.
  ///
  /// Below 15 digits it is more than ``masked`` shows: do not print it beside ``lastFour``.
  ///
  /// - Parameter digitCount: 6 or 8.
  /// - Returns: nil if the PAN has fewer digits than that.
  public func iin(digitCount: Int) -> UInt32? {
    precondition(digitCount == 6 || digitCount == 8, "an IIN has 6 or 8 digits")
    guard self.digitCount >= digitCount else { return nil }
    // Eight nibbles to one number: pairs, then fours, then all.
    var number = leading &>> (digitCount == 8 ? 32 : 40)
    number = (number & 0x0F0F_0F0F) &+ 10 &* (number &>> 4 & 0x0F0F_0F0F)
    number = (number & 0x00FF_00FF) &+ 100 &* (number &>> 8 & 0x00FF_00FF)
    number = (number & 0x0000_FFFF) &+ 10_000 &* (number &>> 16)
    return UInt32(truncatingIfNeeded: number)
  }

  /// The last four digits, or nil if that would be the whole PAN.
  public var lastFour: String? {
    guard digitCount > 4 else { return nil }
    return withDigits { digits in
      var text: [UInt8] = []
      for offset in digits.count - 4..<digits.count { text.append(digits[offset]) }
      return String(decoding: text, as: UTF8.self)
    }
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
    var rest = leading
    for index in 0..<digitCount {
      if index == 16 { rest = UInt64(trailing) &<< 48 }
      digits[index] = Digits.zero + UInt8(truncatingIfNeeded: rest &>> 60)
      rest &<<= 4
    }
    return try body(digits.span.extracting(first: digitCount))
  }

  /// The digits as nibbles, the last one lowest, zeros in front.
  @inlinable var rightJustified: UInt128 {
    (UInt128(leading) &<< 16 | UInt128(trailing)) &>> UInt128(4 * (20 - digitCount))
  }

  /// Lends all the digits as the nibbles of a number, the last one lowest, for arithmetic on them.
  @inlinable
  public func withNibbles<R, E: Error>(_ body: (UInt128) throws(E) -> R) throws(E) -> R {
    try body(rightJustified)
  }

  /// Lends the 16 bytes that are enciphered to make a ``CardToken``, and overwrites them after.
  ///
  ///     byte       0   1            2..11                                      12..15
  ///     content    01  digit count  digits, a nibble each, then F up to the end     00
  @inlinable
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

  @inlinable
  static func wipe<let size: Int>(_ bytes: inout InlineArray<size, UInt8>) {
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
