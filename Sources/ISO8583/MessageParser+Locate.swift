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
    precondition(table.parser === self, "the table was made for another parser")
    try Self.checkSize(of: bytes)
    table.removeAll()
    // The words of the bitmap are only borrowed: the table shows no element afterwards.
    defer { table.wordCount = 0 }
    var offset = 0
    try readHead(bytes, at: &offset, into: &table, options: [])
    try readBitmap(bytes, at: &offset, into: &table)
    var word = 0
    while word < table.wordCount {
      var bits = table.announced[word] & elementMasks[word]
      while bits != 0 {
        let lead = bits.leadingZeroBitCount
        let number = word * 64 + lead + 1
        bits &= ~(ElementTable.topBit >> UInt64(lead))
        if number > element.rawValue { return nil }
        do throws(ParseError) {
          if number == element.rawValue {
            return try read(number, bytes, at: &offset, &table).range
          }
          try skip(number, bytes, at: &offset, &table)
        } catch {
          throw error.under(.element(number))
        }
      }
      word += 1
    }
    return nil
  }

  private func read(
    _ number: Int, _ bytes: Span<UInt8>, at offset: inout Int, _ table: inout ElementTable
  ) throws(ParseError) -> ElementSlot {
    try readField(fields[number], bytes, at: &offset, notes: &table.notes, options: [])
  }

  /// Moves behind an element by its length alone; only a third bitmap inside it is read.
  @inline(__always)
  private func skip(
    _ number: Int, _ bytes: Span<UInt8>, at offset: inout Int, _ table: inout ElementTable
  ) throws(ParseError) {
    if number != tertiaryElement,
      let (prefix, byteCount, _) = deferredFields[number].lengths(bytes, at: offset),
      bytes.count &- offset &- prefix >= byteCount
    {
      offset &+= prefix &+ byteCount
      return
    }
    table.slots[number] = try readField(
      fields[number], bytes, at: &offset, notes: &table.notes, options: [.deferComposites])
    if number == tertiaryElement {
      try readTertiaryBitmap(bytes, of: number, into: &table)
    }
  }
}
