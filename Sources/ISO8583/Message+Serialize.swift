extension Message {
  /// The message on the wire.
  ///
  /// - Throws: ``BuildError`` if it has no MTI, or no header although its spec has one.
  public func serialize() throws(BuildError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 64)
    try serialize(into: &output)
    return output
  }

  /// Appends the message on the wire to `output`.
  ///
  /// A message that was parsed and not changed is copied whole. Of a changed one, values are copied
  /// as they stand encoded, those between two changed ones in one piece. The bitmap is written anew
  /// unless the message still has exactly the elements it was parsed with: then it comes back as it
  /// was read, also where it was not in the usual form (lower-case hexadecimal digits, an empty
  /// second bitmap).
  ///
  /// - Complexity: O(message bytes); allocates nothing when `output` has room.
  public func serialize(into output: inout [UInt8]) throws(BuildError) {
    if isUnchanged { return output.append(contentsOf: bytes) }
    guard table.slots[0].byteCount > 0 else { throw BuildError(.incomplete, path: .init(.mti)) }
    let start = output.count
    var piece = 0..<0
    if parser.hasHeader {
      guard isHeaderSet else { throw BuildError(.incomplete, path: .init(.header)) }
      piece = table.slots[parser.elementCount + 1].wireRange
    }
    append(table.slots[0].wireRange, behind: &piece, to: &output)
    if isBitmapKept {
      append(table.bitmapRange, behind: &piece, to: &output)
    } else {
      append(0..<0, behind: &piece, to: &output)
      appendBitmap(to: &output)
    }
    appendElements(behind: &piece, to: &output)
    append(leftover, behind: &piece, to: &output)
    append(0..<0, behind: &piece, to: &output)
    let byteCount = output.count - start
    guard byteCount <= MessageParser.messageByteCountMaximum else {
      output.removeLast(byteCount)
      throw BuildError(
        .tooLong, expected: .limit(MessageParser.messageByteCountMaximum),
        found: .bytes(byteCount), path: .init(.end))
    }
  }

  /// Makes `piece` longer by its neighbour `range`; where it is none, writes the piece and begins
  /// another.
  @inline(__always)
  private func append(
    _ range: Range<Int>, behind piece: inout Range<Int>, to output: inout [UInt8]
  ) {
    if range.lowerBound == piece.upperBound {
      piece = piece.lowerBound..<range.upperBound
    } else {
      if !piece.isEmpty { output.append(contentsOf: bytes[piece]) }
      piece = range
    }
  }

  private func appendBitmap(to output: inout [UInt8]) {
    let bitmap = parser.bitmap
    var highest = 1
    for word in 0..<table.wordCount where table.present[word] != 0 {
      highest = word * 64 + 64 - table.present[word].trailingZeroBitCount
    }
    if bitmap.tertiaryElement != nil, highest > 128 {
      highest = table.present[1] == 0 ? 64 : 128
    }
    // Words behind the last one may stem from the message before.
    let words = table.present.span.extracting(first: table.wordCount)
    bitmap.append(words: words, highest: highest, to: &output)
  }

  /// Copies the values: those between two changed ones in one piece.
  private func appendElements(behind piece: inout Range<Int>, to output: inout [UInt8]) {
    let slots = table.slots
    let places = slots.span
    let tertiary = isBitmapKept ? 0 : parser.tertiaryElement
    for word in 0..<table.wordCount {
      var rest = table.present[word]
      var changes = changed.isEmpty ? 0 : changed[word]
      if tertiary > 0, word == (tertiary &- 1) >> 6 { changes |= ElementTable.bit(tertiary) }
      while rest != 0 {
        let lead = rest.leadingZeroBitCount
        let first = word &* 64 &+ lead &+ 1
        let kept = (changes & UInt64.max &>> UInt64(lead)).leadingZeroBitCount &- lead
        guard kept > 0 else {
          rest &= ~ElementTable.bit(first)
          if first == tertiary {
            append(0..<0, behind: &piece, to: &output)
            appendTertiaryBitmap(to: &output)
          } else {
            append(places[first].wireRange, behind: &piece, to: &output)
          }
          continue
        }
        let behind = lead &+ kept < 64 ? UInt64.max &>> UInt64(lead &+ kept) : 0
        let last = word &* 64 &+ 64 &- (rest & ~behind).trailingZeroBitCount
        rest &= behind
        append(
          places[first].wireRange.lowerBound..<places[last].wireRange.upperBound,
          behind: &piece, to: &output)
      }
    }
  }

  private func appendTertiaryBitmap(to output: inout [UInt8]) {
    let field = parser.fields[parser.tertiaryElement]
    let encoding: BitmapSpec.Encoding =
      field.form == .hexadecimal ? .hexadecimal(field.set) : .binary
    let word = table.wordCount > 2 ? table.present[2] : 0
    BitmapSpec.append(word, byteCount: 8, encoding: encoding, to: &output)
  }
}

extension Message {
  /// One element on the wire, length prefix and all; empty if it is not there.
  public func wireBytes(of element: DataElement) -> [UInt8] {
    guard table.contains(element) else { return [] }
    return Array(bytes[table.slots[element.rawValue].wireRange])
  }
}
