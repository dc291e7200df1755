/// A BER-TLV tag of one to four bytes, such as `9F26`.
///
/// Source: ISO/IEC 8825-1, identifier octets, as EMV Book 3 Annex B uses them.
public struct BERTag: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The bytes of the tag, the last one lowest.
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The tag that `key` writes in hexadecimal, or nil if it is not exactly one tag.
  public init?(key: String) {
    guard let value = UInt32(key, radix: 16), key.utf8.count % 2 == 0, key.utf8.count <= 8,
      key.utf8.first != UInt8(ascii: "+")
    else { return nil }
    let byteCount = key.utf8.count / 2
    var bytes = InlineArray<4, UInt8>(repeating: 0)
    for index in 0..<byteCount {
      bytes[index] = UInt8(truncatingIfNeeded: value >> UInt32((byteCount - 1 - index) * 8))
    }
    var offset = 0
    // A zero is filler where a tag could stand.
    guard let tag = Self.read(bytes.span.extracting(first: byteCount), at: &offset),
      offset == byteCount, value != 0
    else { return nil }
    self = tag
  }

  /// The tag in upper-case hexadecimal.
  public var key: String {
    let text = String(rawValue, radix: 16, uppercase: true)
    return text.utf8.count % 2 == 0 ? text : "0" + text
  }

  /// Whether the value is itself made of data objects.
  public var isConstructed: Bool {
    let first = rawValue >> UInt32((byteCount - 1) * 8)
    return first & 0x20 != 0
  }

  public var byteCount: Int {
    rawValue > 0xFF_FFFF ? 4 : rawValue > 0xFFFF ? 3 : rawValue > 0xFF ? 2 : 1
  }

  /// Reads the tag at `offset` and moves behind it, or gives nil and leaves `offset` where it was.
  ///
  /// The number of a long tag must not begin with zero bits (ISO/IEC 8825-1, 8.1.2.4.2 c), and a
  /// tag has at most four bytes. Small numbers in two bytes, such as `9F02`, are EMV's own use.
  @inline(__always)
  static func read(_ bytes: Span<UInt8>, at offset: inout Int) -> BERTag? {
    guard offset < bytes.count else { return nil }
    var value = UInt32(bytes[offset])
    guard value & 0x1F == 0x1F else {
      offset &+= 1
      return BERTag(rawValue: value)
    }
    return readLong(bytes, at: &offset, first: &value)
  }

  private static func readLong(
    _ bytes: Span<UInt8>, at offset: inout Int, first value: inout UInt32
  ) -> BERTag? {
    var position = offset + 1
    while position < bytes.count, position < offset + 4 {
      let byte = bytes[position]
      if position == offset + 1, byte & 0x7F == 0 { return nil }
      value = value << 8 | UInt32(byte)
      position += 1
      if byte & 0x80 == 0 {
        offset = position
        return BERTag(rawValue: value)
      }
    }
    return nil
  }
}
