/// Where each data element of a parsed message stands in its bytes.
///
/// A table is made once and filled again for every message, so that parsing allocates nothing; it
/// holds no byte of the message.
public struct ElementTable: Sendable {
  /// What the table was made for: its places and plans mean nothing to another.
  let parser: MessageParser
  /// By element number; 0 is the MTI and the last one the header.
  var slots: [ElementSlot]
  /// The bitmap as read, element 1 in the highest bit of the first word.
  var announced: [UInt64]
  /// Elements that were read whole.
  var present: [UInt64]
  var wordCount = 0
  /// The bitmap's bytes in the message.
  var bitmapRange = 0..<0
  var notes = ParsingNotes()
  var plans = PlanCache()
  /// Work space of parsing, made with the first plan: the anchors of a plan in the message.
  var anchors: [Int] = []
  var lastBitmap = HexadecimalChunk()

  /// Makes room for the messages of `parser`.
  public init(for parser: MessageParser) {
    self.parser = parser
    slots = Array(repeating: ElementSlot(), count: parser.elementCount + 2)
    announced = Array(repeating: 0, count: SpecCompiler.wordMaximum)
    present = announced
  }

  /// Forgets the message.
  mutating func removeAll() {
    wordCount = 0
    if !notes.deviations.isEmpty { notes.deviations.removeAll() }
  }

  /// What lenient parsing let through, in order.
  public var deviations: [ParseError] { notes.deviations }

  /// Whether `element` was read.
  @inline(__always)
  public func contains(_ element: DataElement) -> Bool {
    let number = element.rawValue
    return number > 0 && number <= wordCount &* 64
      && present[(number &- 1) >> 6] & Self.bit(number) != 0
  }

  /// The bytes of the value of `element`, without its length prefix.
  public func range(of element: DataElement) -> Range<Int>? {
    contains(element) ? slots[element.rawValue].range : nil
  }

  /// The bytes of the message type indicator, behind the header; nil before anything was read.
  public var mtiRange: Range<Int>? { wordCount > 0 ? slots[0].range : nil }

  /// The elements that were read, ascending.
  public var elements: [DataElement] {
    var elements: [DataElement] = []
    forEachNumber { elements.append(DataElement(rawValue: $0)) }
    return elements
  }

  func forEachNumber<E: Error>(_ body: (Int) throws(E) -> Void) throws(E) {
    for word in 0..<wordCount {
      var bits = present[word]
      while bits != 0 {
        let lead = bits.leadingZeroBitCount
        bits &= ~(Self.topBit >> UInt64(lead))
        try body(word * 64 + lead + 1)
      }
    }
  }

  static let topBit: UInt64 = 1 << 63

  @inline(__always)
  static func bit(_ number: Int) -> UInt64 {
    topBit >> UInt64(truncatingIfNeeded: (number &- 1) & 63)
  }
}

/// What parsing keeps beside the places of values.
struct ParsingNotes: Sendable {
  var deviations: [ParseError] = []
  /// Work space for composites that are packed or written in hexadecimal.
  var scratch: [UInt8] = []

  /// Throws `error`, or keeps it as a deviation where parsing is lenient.
  mutating func add(
    _ error: ParseError, options: MessageParser.Options
  ) throws(ParseError) {
    guard options.contains(.lenient) else { throw error }
    deviations.append(error)
  }

  /// Completes the places of what was let through since there were `count` of them.
  @inline(__always)
  mutating func placeDeviations(from count: Int, _ place: (ParseError) -> ParseError) {
    guard deviations.count > count else { return }
    for index in count..<deviations.count { deviations[index] = place(deviations[index]) }
  }
}

/// One value in the bytes of a message.
struct ElementSlot: BitwiseCopyable, Sendable {
  // Two numbers to a word: a slot is stored in two instructions.
  private var place: UInt64 = 0
  private var extent: UInt64 = 0

  init() {}

  @inline(__always)
  init(offset: Int, byteCount: Int, unitCount: Int, prefixByteCount: Int) {
    place = UInt64(truncatingIfNeeded: offset | byteCount << 32)
    extent = UInt64(truncatingIfNeeded: unitCount | prefixByteCount << 32)
  }

  /// Of the first byte of the value.
  @inline(__always)
  var offset: Int { Int(truncatingIfNeeded: place & 0xFFFF_FFFF) }
  /// Of the value on the wire.
  @inline(__always)
  var byteCount: Int { Int(truncatingIfNeeded: place >> 32) }
  /// Of the value in the units of its field: an odd number of digits shows only here.
  @inline(__always)
  var unitCount: Int { Int(truncatingIfNeeded: extent & 0xFFFF_FFFF) }
  /// Of the length before the value.
  @inline(__always)
  var prefixByteCount: Int { Int(truncatingIfNeeded: extent >> 32) }

  var range: Range<Int> { offset..<(offset + byteCount) }
  var wireRange: Range<Int> { (offset - prefixByteCount)..<(offset + byteCount) }

  /// The same value `distance` bytes further on.
  @inline(__always)
  func shifted(by distance: Int) -> Self {
    var slot = self
    slot.place &+= UInt64(truncatingIfNeeded: distance)
    return slot
  }

  /// The same value where its bytes begin at `offset`.
  func moved(to offset: Int) -> Self {
    Self(
      offset: offset, byteCount: byteCount, unitCount: unitCount, prefixByteCount: prefixByteCount)
  }
}

/// The last chunk of a bitmap that was read in hexadecimal, and what it says: most messages have
/// the same.
struct HexadecimalChunk: BitwiseCopyable, Sendable {
  private var digits = (Words.low &* 0x30, Words.low &* 0x30)
  private var word: UInt64 = 0

  /// What sixteen digits say, the first one lowest; nil if one is none.
  @inline(__always)
  mutating func word(of digits: (UInt64, UInt64)) -> UInt64? {
    if digits == self.digits { return word }
    return read(digits)
  }

  @inline(never)
  private mutating func read(_ digits: (UInt64, UInt64)) -> UInt64? {
    guard Words.isHexadecimal(digits.0), Words.isHexadecimal(digits.1) else { return nil }
    let high = UInt64(Words.bytes(ofHexadecimal: digits.0))
    let bits = high << 32 | UInt64(Words.bytes(ofHexadecimal: digits.1))
    (self.digits, word) = (digits, bits)
    return bits
  }
}
