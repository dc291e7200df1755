extension MessageParser {
  /// Where the value of one element stands in a message, found without parsing the rest.
  ///
  /// Only lengths are read up to the element, then the element itself is checked; whether the
  /// others hold is left open.
  ///
  /// - Returns: The bytes of the value without its length prefix; nil if the bitmap does not
  ///   announce the element.
  /// - Throws: ``ParseError`` if the way to the element cannot be read, or the element does not
  ///   hold.
  public func locate(
    _ element: DataElement, in bytes: Span<UInt8>, using table: inout ElementTable
  ) throws(ParseError) -> Range<Int>? {
    var offset = 0
    table.wordCount = 0
    try readHead(bytes, at: &offset, into: &table, options: [])
    try readBitmap(bytes, at: &offset, into: &table)
    let target = element.rawValue
    guard target > 0, target <= table.wordCount * 64,
      tertiaryElement == 0 || target <= 128
    else { return nil }
    for word in 0...((target - 1) / 64) {
      var bits = table.announced[word] & elementMasks[word]
      while bits != 0 {
        let lead = bits.leadingZeroBitCount
        let number = word * 64 + lead + 1
        bits &= ~(ElementTable.topBit >> UInt64(lead))
        if number > target { return nil }
        do throws(ParseError) {
          if number == target {
            return try readField(
              fields[number], bytes, at: &offset, notes: &table.notes, options: []).range
          }
          try skip(number, bytes, at: &offset, notes: &table.notes)
        } catch {
          throw error.under(.element(number))
        }
      }
    }
    return nil
  }

  /// Moves behind an element by its length alone.
  @inline(__always)
  private func skip(
    _ number: Int, _ bytes: Span<UInt8>, at offset: inout Int, notes: inout ParsingNotes
  ) throws(ParseError) {
    if let (prefix, byteCount, _) = deferredFields[number].lengths(bytes, at: offset),
      bytes.count &- offset &- prefix >= byteCount
    {
      offset &+= prefix &+ byteCount
      return
    }
    _ = try readField(
      fields[number], bytes, at: &offset, notes: &notes, options: [.deferComposites])
  }
}
