/// Where each data element of a parsed message stands in its bytes.
///
/// A table is made once and filled again for every message, so that parsing allocates nothing; it holds no
/// byte of the message.
public struct ElementTable: Sendable {
  /// By element number; 0 is the MTI and the last one the header.
  var slots: [ElementSlot]
  /// The bitmap as read, element 1 in the highest bit of the first word.
  var announced: InlineArray<18, UInt64>
  /// Elements that were read whole.
  var present: InlineArray<18, UInt64>
  var wordCount = 0
  /// The bitmap's bytes in the message.
  var bitmapRange = 0..<0
  var notes = ParsingNotes()

  /// Makes room for the messages of `parser`.
  public init(for parser: MessageParser) {
    slots = Array(repeating: ElementSlot(), count: parser.elementCount + 2)
    announced = InlineArray(repeating: 0)
    present = InlineArray(repeating: 0)
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
}

/// One value in the bytes of a message.
struct ElementSlot: BitwiseCopyable, Sendable {
  /// Of the first byte of the value.
  var offset: UInt32 = 0
  /// Of the value on the wire.
  var byteCount: UInt32 = 0
  /// Of the value in the units of its field: an odd number of digits shows only here.
  var unitCount: UInt32 = 0
  /// Of the length before the value.
  var prefixByteCount: UInt32 = 0

  var range: Range<Int> { Int(offset)..<(Int(offset) + Int(byteCount)) }
  var wireRange: Range<Int> {
    (Int(offset) - Int(prefixByteCount))..<(Int(offset) + Int(byteCount))
  }
}
