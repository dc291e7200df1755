extension MessageParser {
  /// The header, if the spec has one, and the MTI.
  func readHead(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    if hasHeader {
      try readSingle(
        elementCount + 1, root: .header, bytes, at: &offset, into: &table, options: options)
    }
    try readSingle(0, root: .mti, bytes, at: &offset, into: &table, options: options)
  }

  private func readSingle(
    _ index: Int, root: ParseError.Path.Root, _ bytes: Span<UInt8>, at offset: inout Int,
    into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    do throws(ParseError) {
      table.slots[index] = try readField(
        fields[index], bytes, at: &offset, notes: &table.notes, options: options)
    } catch {
      throw error.under(root)
    }
  }

  /// The elements that the bitmap announces, in ascending order.
  ///
  /// After an error, ``ElementTable/present`` ends before the element that could not be read.
  func readElements(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    var word = 0
    while word < table.wordCount {
      let elements = table.announced[word] & elementMasks[word]
      var bits = elements
      while bits != 0 {
        do throws(ParseError) {
          try readElements(
            &bits, ofWord: word, bytes, at: &offset, slots: &table.slots, notes: &table.notes,
            options: options)
        } catch {
          table.present[word] = elements & ~bits
          throw error.under(.element(word * 64 + bits.leadingZeroBitCount + 1))
        }
        if elements & ~bits & tertiaryBit(word) != 0, table.wordCount < 3 {
          try readTertiaryBitmap(bytes, of: tertiaryElement, into: &table)
        }
      }
      table.present[word] = elements
      word &+= 1
    }
  }

  /// The elements of one word of the bitmap, up to the one that holds the third bitmap if it is there.
  ///
  /// - Parameter bits: The elements still to read; those that were read are taken out.
  private func readElements(
    _ bits: inout UInt64, ofWord word: Int, _ bytes: Span<UInt8>, at offset: inout Int,
    slots: inout [ElementSlot], notes: inout ParsingNotes, options: Options
  ) throws(ParseError) {
    // Borrowed once: the loop neither counts references nor asks again whether the slots are shared.
    let table = fastFields
    let fields = table.span
    var slots = slots.mutableSpan
    let first = word &* 64 &+ 1
    let tertiary = tertiaryElement
    while bits != 0 {
      let lead = bits.leadingZeroBitCount
      let number = first &+ lead
      if let slot = Self.readFast(fields[number], bytes, at: &offset) {
        slots[number] = slot
      } else {
        slots[number] = try readSlow(
          number, bytes, at: &offset, notes: &notes, options: options)
      }
      bits &= ~(ElementTable.topBit >> UInt64(truncatingIfNeeded: lead))
      if number == tertiary { return }
    }
  }

  /// Reads an element that is plainly right, or gives nil and leaves `offset` where it is.
  @inline(__always)
  private static func readFast(
    _ field: FastField, _ bytes: Span<UInt8>, at offset: inout Int
  ) -> ElementSlot? {
    guard let (prefix, byteCount, units) = field.lengths(bytes, at: offset) else { return nil }
    let start = offset &+ prefix
    guard bytes.count &- start >= byteCount,
      field.accepts(bytes, from: start, byteCount: byteCount, units: units)
    else { return nil }
    offset = start &+ byteCount
    return ElementSlot(
      offset: UInt32(truncatingIfNeeded: start), byteCount: UInt32(truncatingIfNeeded: byteCount),
      unitCount: UInt32(truncatingIfNeeded: units), prefixByteCount: UInt32(truncatingIfNeeded: prefix))
  }

  @inline(never)
  private func readSlow(
    _ number: Int, _ bytes: Span<UInt8>, at offset: inout Int, notes: inout ParsingNotes,
    options: Options
  ) throws(ParseError) -> ElementSlot {
    try readField(fields[number], bytes, at: &offset, notes: &notes, options: options)
  }

  private func tertiaryBit(_ word: Int) -> UInt64 {
    tertiaryElement > 0 && (tertiaryElement - 1) / 64 == word
      ? ElementTable.bit(tertiaryElement) : 0
  }
}

extension ParseError {
  /// The same error with its path put under `root`.
  func under(_ root: Path.Root) -> Self {
    var error = self
    error.path.root = root
    return error
  }

  /// The same error with its path put under the subfield `key`.
  func under(key: String) -> Self {
    var error = self
    error.path.keys.insert(key, at: 0)
    return error
  }

  /// An error whose place in the tree is filled in on the way out.
  static func here(
    _ code: Code, at offset: Int, expected: Expectation, found: Finding = .nothing
  ) -> Self {
    Self(code, path: Path(.mti), offset: offset, expected: expected, found: found)
  }
}
