extension MessageParser {
  /// The header, if the spec has one, and the MTI.
  func readHead(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    if spec.header != nil {
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
        fields[index], bytes, at: &offset, into: &table, options: options)
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
        let lead = bits.leadingZeroBitCount
        let number = word &* 64 &+ lead &+ 1
        do throws(ParseError) {
          table.slots[number] = try readField(
            fields[number], bytes, at: &offset, into: &table, options: options)
        } catch {
          table.present[word] = elements & ~bits
          throw error.under(.element(number))
        }
        bits &= ~(ElementTable.topBit >> UInt64(truncatingIfNeeded: lead))
        if number == spec.bitmap.tertiaryElement {
          try readTertiaryBitmap(bytes, of: number, into: &table)
        }
      }
      table.present[word] = elements
      word &+= 1
    }
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
