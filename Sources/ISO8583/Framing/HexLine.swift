/// The grammar of a line that holds one message in hexadecimal.
///
///     2025-06-30T12:00:01.250Z < 30313030 7234448128E09200 …
///
/// - Between parts, and around them, any number of spaces and tabs.
/// - A time stamp, optional: `YYYY-MM-DD`, then `T` or a space, then `HH:MM:SS`, then optionally a
///   point and 1 to 9 digits, then optionally `Z` or `+HH:MM` or `-HH:MM`. Only its shape is
///   checked here.
/// - A direction, optional, in any case: `<`, `<<`, `<-`, `in`, `recv` or `rx` for a message that
///   was received, `>`, `>>`, `->`, `out`, `send` or `tx` for one that was sent.
/// - The message: pairs of hexadecimal digits, in any case, with spaces and tabs between pairs or
///   not.
///
/// Lines end with LF or CR LF; the last one may end with the input. Blank lines and lines whose
/// first character other than a space is `#` are skipped. A line, of whatever kind, may have 128
/// bytes more than three times the greatest frame.
public enum HexLine {
  /// Room in a line for what is not its message; the message has three characters a byte.
  private static let maximumOverhead = 128

  /// Decodes the hexadecimal text of a frame and appends the message to `output`.
  ///
  /// - Parameters:
  ///   - range: The `messageRange` of a frame found in `bytes`.
  ///   - bytes: Where the frame was found.
  ///   - output: What is decoded stands behind what it holds.
  ///   - maximumByteCount: The most bytes that the message may have.
  /// - Throws: ``FramingError`` at the first wrong character; `output` is left as it was.
  public static func decode(
    _ range: Range<Int>, in bytes: Span<UInt8>, into output: inout [UInt8],
    maximumByteCount: Int = FrameFormat.defaultMaximumFrameByteCount
  ) throws(FramingError) {
    let start = output.count
    output.append(copying: bytes.extracting(range))
    do {
      var span = output.mutableSpan
      let count = try decodeInPlace(
        start..<start + range.count, in: &span, maximum: maximumByteCount)
      output.removeSubrange(start + count..<output.count)
    } catch {
      output.removeSubrange(start..<output.count)
      let offset = Int(error.offset) - start + range.lowerBound
      throw FramingError(error.code, at: offset, expected: error.expected, found: error.found)
    }
  }

  /// Decodes the hexadecimal text in `range` over itself and returns the count of bytes.
  static func decodeInPlace(
    _ range: Range<Int>, in bytes: inout MutableSpan<UInt8>, maximum: Int
  ) throws(FramingError) -> Int {
    var offset = range.lowerBound
    var output = range.lowerBound
    while offset < range.upperBound {
      // A run of pairs with nothing between them; the slow questions are asked where it stops.
      while offset + 1 < range.upperBound {
        let high = HexDigit.value(of: bytes[offset])
        let low = HexDigit.value(of: bytes[offset + 1])
        guard high | low < 16 else { break }
        bytes[output] = high << 4 | low
        output += 1
        offset += 2
      }
      guard offset < range.upperBound else { break }
      guard offset > range.lowerBound, isSpace(bytes[offset]) else {
        throw error(inPairAt: offset, of: bytes.span, end: range.upperBound)
      }
      offset += 1
    }
    guard output - range.lowerBound <= maximum else {
      throw FramingError(.messageOverMaximum, at: range.lowerBound, expected: maximum)
    }
    return output - range.lowerBound
  }

  /// What is wrong with the two characters at `offset`, which are no pair of digits.
  private static func error(
    inPairAt offset: Int, of bytes: Span<UInt8>, end: Int
  ) -> FramingError {
    guard HexDigit.value(of: bytes[offset]) < 16 else {
      return FramingError(.hexDigitInvalid, at: offset)
    }
    guard offset + 1 < end, !isSpace(bytes[offset + 1]) else {
      return FramingError(.hexDigitUnpaired, at: offset)
    }
    return FramingError(.hexDigitInvalid, at: offset + 1)
  }

  /// Offset of the first line feed at `offset` or after it.
  static func lineFeed(in bytes: Span<UInt8>, from offset: Int) -> Int? {
    var start = offset
    while bytes.count - start >= 64, !hasLineFeed(in: bytes, blockAt: start) { start += 64 }
    for index in start..<bytes.count where bytes[index] == Character.lineFeed {
      return index
    }
    return nil
  }

  /// A loop with no early exit and a minimum in it compiles to vector instructions: twelve times
  /// as fast as a byte at a time.
  @inline(__always)
  private static func hasLineFeed(in bytes: Span<UInt8>, blockAt start: Int) -> Bool {
    var least = UInt8.max
    for index in start..<start &+ 64 {
      least = min(least, bytes[index] ^ Character.lineFeed)
    }
    return least == 0
  }

  static func nextFrame(
    in bytes: Span<UInt8>, at offset: Int, atEnd: Bool, maximum: Int
  ) throws(FramingError) -> FrameStep {
    guard offset < bytes.count else {
      return atEnd ? .end(resumeOffset: offset) : .needMore
    }
    let lineFeed = lineFeed(in: bytes, from: offset)
    let limit = 3 * maximum + maximumOverhead
    guard (lineFeed ?? bytes.count) - offset <= limit else {
      throw FramingError(.lineOverMaximum, at: offset, expected: limit)
    }
    guard lineFeed != nil || atEnd else { return .needMore }
    let end = lineFeed ?? bytes.count
    let next = min(end + 1, bytes.count)
    var cursor = Cursor(offset: offset, end: trimmedEnd(in: bytes, from: offset, to: end))
    cursor.skipSpaces(in: bytes)
    if cursor.isAtEnd || bytes[cursor.offset] == Character.hash { return .idle(resumeOffset: next) }
    let timestamp = try cursor.takeTimestamp(in: bytes)
    let direction = cursor.takeDirection(in: bytes)
    guard !cursor.isAtEnd else { throw FramingError(.hexDigitsMissing, at: cursor.offset) }
    return .frame(
      FrameExtent(
        from: offset, to: next, message: cursor.offset..<cursor.end, timestamp: timestamp,
        direction: direction))
  }

  /// Leaves out spaces, tabs and one carriage return at the end of a line.
  private static func trimmedEnd(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var end = end
    if end > start, bytes[end - 1] == Character.carriageReturn { end -= 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return end
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == Character.space || byte == 0x09 }
}
