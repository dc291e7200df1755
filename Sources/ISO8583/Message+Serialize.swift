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
  /// Values are copied as they stand encoded, neighbours in one piece. The bitmap is written anew
  /// unless the message still has exactly the elements it was parsed with: then it comes back as it
  /// was read, also where it was not in the usual form (lower-case hexadecimal digits, an empty
  /// second bitmap).
  ///
  /// - Complexity: O(message bytes); allocates nothing when `output` has room.
  public func serialize(into output: inout [UInt8]) throws(BuildError) {
    guard table.slots[0].byteCount > 0 else { throw BuildError(.incomplete, path: .init(.mti)) }
    let start = output.count
    if parser.hasHeader {
      guard isHeaderSet else { throw BuildError(.incomplete, path: .init(.header)) }
      output.append(contentsOf: bytes[table.slots[parser.elementCount + 1].wireRange])
    }
    output.append(contentsOf: bytes[table.slots[0].wireRange])
    if isBitmapKept {
      output.append(contentsOf: bytes[table.bitmapRange])
    } else {
      appendBitmap(to: &output)
    }
    appendElements(to: &output)
    output.append(contentsOf: bytes[leftover])
    let byteCount = output.count - start
    guard byteCount <= MessageParser.messageByteCountMaximum else {
      output.removeLast(byteCount)
      throw BuildError(
        .tooLong, expected: .limit(MessageParser.messageByteCountMaximum),
        found: .bytes(byteCount), path: .init(.end))
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
    var words = table.present
    for word in table.wordCount..<words.count { words[word] = 0 }
    bitmap.append(words: words, highest: highest, to: &output)
  }

  /// Copies the values, neighbours in one piece.
  private func appendElements(to output: inout [UInt8]) {
    let slots = table.slots
    let places = slots.span
    var start = 0
    var end = 0
    for word in 0..<table.wordCount {
      var bits = table.present[word]
      while bits != 0 {
        let lead = bits.leadingZeroBitCount
        bits &= ~(ElementTable.topBit >> UInt64(truncatingIfNeeded: lead))
        let number = word &* 64 &+ lead &+ 1
        let slot = places[number]
        let wireStart = slot.offset &- slot.prefixByteCount
        if number == parser.tertiaryElement, !isBitmapKept {
          output.append(contentsOf: bytes[start..<end])
          (start, end) = (0, 0)
          appendTertiaryBitmap(to: &output)
        } else {
          if wireStart != end {
            output.append(contentsOf: bytes[start..<end])
            start = wireStart
          }
          end = slot.offset &+ slot.byteCount
        }
      }
    }
    output.append(contentsOf: bytes[start..<end])
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
