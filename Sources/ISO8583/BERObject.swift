/// One data object of BER-TLV in a value, by its places.
///
///     var offset = 0
///     while let object = try BERObject.next(in: value, at: &offset) {
///       if object.tag.key == "9F26" { … }
///     }
///
/// Source: ISO/IEC 8825-1 as EMV Book 3 Annex B uses it: definite lengths, `00` filler between
/// objects.
public struct BERObject: Sendable, Hashable {
  public let tag: BERTag
  /// Where the tag begins.
  public let offset: Int
  /// The bytes of the value.
  public let range: Range<Int>

  /// The next object at or after `offset`, which moves behind it.
  ///
  /// - Parameters:
  ///   - bytes: The value that objects stand in.
  ///   - offset: Where to go on; 0 at first.
  ///   - allowsLongLengths: Whether a length may be written longer than it must, as cards do and
  ///     ISO 8583 elements must not.
  /// - Returns: Nil at the end of `bytes`.
  /// - Throws: ``ParseError`` with code `tagMalformed`, `lengthForm` (indefinite, or not the
  ///   shortest) or `truncated`; its path is empty of keys and its root means nothing here.
  @inline(__always)
  public static func next(
    in bytes: Span<UInt8>, at offset: inout Int, allowingLongLengths allowsLongLengths: Bool = false
  ) throws(ParseError) -> BERObject? {
    while offset < bytes.count, bytes[offset] == 0 { offset &+= 1 }
    guard offset < bytes.count else { return nil }
    let start = offset
    guard let tag = BERTag.read(bytes, at: &offset) else {
      throw .here(.tagMalformed, at: offset, expected: .tag)
    }
    let lengthOffset = offset
    let (count, isShortest) = try BERLength.read(bytes, at: &offset)
    guard isShortest || allowsLongLengths else {
      throw .here(.lengthForm, at: lengthOffset, expected: .shortestLength)
    }
    guard bytes.count &- offset >= count else {
      throw .here(
        .truncated, at: offset, expected: .bytes(count), found: .bytes(bytes.count &- offset))
    }
    defer { offset &+= count }
    return BERObject(tag: tag, offset: start, range: offset..<(offset &+ count))
  }

  /// Appends an object, its length in the shortest form.
  public static func append(_ tag: BERTag, _ value: [UInt8], to output: inout [UInt8]) {
    for index in (0..<tag.byteCount).reversed() {
      output.append(UInt8(truncatingIfNeeded: tag.rawValue >> UInt32(8 * index)))
    }
    BERLength.append(value.count, to: &output)
    output.append(contentsOf: value)
  }

  /// The deepest nesting that ``walk(_:depthMaximum:_:)`` enters.
  public static let depthMaximum = 8

  /// Calls `body` with every object and its depth (from 0), constructed ones before what they hold.
  ///
  /// - Throws: ``ParseError`` as ``next(in:at:allowingLongLengths:)``, or with code `overLimit`
  ///   where objects are nested deeper than `depthMaximum`.
  public static func walk(
    _ bytes: Span<UInt8>, depthMaximum: Int = depthMaximum,
    _ body: (BERObject, _ depth: Int) -> Void
  ) throws(ParseError) {
    try walk(bytes, from: 0, to: bytes.count, depth: 0, depthMaximum, body)
  }

  private static func walk(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, depth: Int, _ depthMaximum: Int,
    _ body: (BERObject, Int) -> Void
  ) throws(ParseError) {
    guard depth <= depthMaximum else {
      throw .here(.overLimit, at: start, expected: .limit(depthMaximum), found: .length(depth))
    }
    let inside = bytes.extracting(first: end)
    var offset = start
    while let object = try next(in: inside, at: &offset) {
      body(object, depth)
      if object.tag.isConstructed {
        try walk(
          bytes, from: object.range.lowerBound, to: object.range.upperBound, depth: depth + 1,
          depthMaximum, body)
      }
    }
  }
}
