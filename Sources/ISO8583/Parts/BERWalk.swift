/// The data objects of a BER-TLV value, one after the other, as far as they can be read.
///
/// For reading single tags of values that parsing has already checked, or that nobody asks to be
/// whole. Zeros between objects are filler, as in EMV.
enum BERWalk {
  /// Hands each object's tag and the range of its value to `body`.
  ///
  /// - Parameter byte: The byte at a position under `byteCount`.
  /// - Returns: Whether the bytes were objects to their end.
  @inline(__always)
  @discardableResult
  static func forEach(
    byteCount: Int, byte: (Int) -> UInt8, _ body: (_ tag: UInt32, _ value: Range<Int>) -> Void
  ) -> Bool {
    var offset = 0
    while offset < byteCount {
      let first = byte(offset)
      offset &+= 1
      if first == 0 { continue }
      var tag = UInt32(first)
      if first & 0x1F == 0x1F {
        guard readTag(&tag, at: &offset, byteCount, byte) else { return false }
      }
      guard let length = readLength(at: &offset, byteCount, byte), length <= byteCount &- offset
      else {
        return false
      }
      body(tag, offset..<(offset &+ length))
      offset &+= length
    }
    return true
  }

  /// Hands each object of `bytes` to `body`: see ``forEach(byteCount:byte:_:)``.
  @inline(__always)
  @discardableResult
  static func forEach(
    in bytes: Span<UInt8>, _ body: (_ tag: UInt32, _ value: Range<Int>) -> Void
  ) -> Bool {
    forEach(byteCount: bytes.count, byte: { bytes[$0] }, body)
  }

  /// Reads the bytes of a long tag behind the first, at most three.
  @inline(__always)
  private static func readTag(
    _ tag: inout UInt32, at offset: inout Int, _ byteCount: Int, _ byte: (Int) -> UInt8
  ) -> Bool {
    for _ in 0..<3 {
      guard offset < byteCount else { return false }
      let next = byte(offset)
      offset &+= 1
      tag = tag << 8 | UInt32(next)
      if next & 0x80 == 0 { return true }
    }
    return false
  }

  /// Reads the length, of one byte or of up to four behind the one that counts them.
  @inline(__always)
  private static func readLength(
    at offset: inout Int, _ byteCount: Int, _ byte: (Int) -> UInt8
  ) -> Int? {
    guard offset < byteCount else { return nil }
    let first = byte(offset)
    offset &+= 1
    guard first >= 0x80 else { return Int(first) }
    let count = Int(first & 0x7F)
    guard (1...4).contains(count), count <= byteCount &- offset else { return nil }
    var length = 0
    for _ in 0..<count {
      length = length << 8 | Int(byte(offset))
      offset &+= 1
    }
    return length
  }
}
