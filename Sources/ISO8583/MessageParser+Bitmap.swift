import CardCore

extension MessageParser {
  /// Reads the bitmap chunk by chunk into ``ElementTable/announced``.
  @inline(__always)
  func readBitmap(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable
  ) throws(ParseError) {
    let start = offset
    if let wordCount = readPlainWords(
      bytes, at: &offset, into: &table.announced, last: &table.lastBitmap)
    {
      table.wordCount = wordCount
      table.bitmapRange = start..<offset
      return
    }
    table.wordCount = try Self.readWords(bitmap, bytes, at: &offset, into: &table.announced)
    table.bitmapRange = start..<offset
  }

  /// Reads the usual bitmap, chunks of eight bytes in binary or in hexadecimal ASCII.
  ///
  /// - Returns: The number of words; nil, with `offset` as it was, for any other bitmap or one that
  ///   is wrong.
  @inline(__always)
  private func readPlainWords(
    _ bytes: Span<UInt8>, at offset: inout Int, into words: inout [UInt64],
    last: inout HexadecimalChunk
  ) -> Int? {
    guard plainChunkByteCount > 0 else { return nil }
    var position = offset
    var count = 0
    var words = words.mutableSpan
    while true {
      guard bytes.count &- position >= plainChunkByteCount else { return nil }
      let word: UInt64
      if plainChunkByteCount == 8 {
        word = Words.load(bytes, at: position).byteSwapped
      } else {
        let digits = (Words.load(bytes, at: position), Words.load(bytes, at: position &+ 8))
        guard let bits = last.word(of: digits) else { return nil }
        word = bits
      }
      words[count] = word
      position &+= plainChunkByteCount
      count &+= 1
      guard word & ElementTable.topBit != 0, count < plainChunkMaximum else { break }
    }
    offset = position
    return count
  }

  /// Reads all chunks of `bitmap` and gives the number of words read.
  static func readWords(
    _ bitmap: BitmapSpec, _ bytes: Span<UInt8>, at offset: inout Int,
    into words: inout [UInt64]
  ) throws(ParseError) -> Int {
    let wordsPerChunk = (bitmap.chunkByteCount + 7) / 8
    var chunk = 0
    var encoding = bitmap.encoding
    while true {
      for word in 0..<wordsPerChunk {
        words[chunk * wordsPerChunk + word] = try readWord(
          bytes, at: &offset, byteCount: min(8, bitmap.chunkByteCount - word * 8),
          encoding: encoding)
      }
      let announcesMore = words[chunk * wordsPerChunk] & ElementTable.topBit != 0
      chunk += 1
      guard bitmap.extends, chunk < bitmap.maximumChunkCount, announcesMore else { break }
      encoding = bitmap.laterEncoding ?? bitmap.encoding
    }
    return chunk * wordsPerChunk
  }

  /// Adds the bits of the third bitmap, which is the value of element `number`.
  func readTertiaryBitmap(
    _ bytes: Span<UInt8>, of number: Int, into table: inout ElementTable
  ) throws(ParseError) {
    let field = fields[number]
    let encoding: BitmapSpec.Encoding =
      field.form == .hexadecimal ? .hexadecimal(field.set) : .binary
    var offset = table.slots[number].range.lowerBound
    table.announced[2] = try Self.readWord(bytes, at: &offset, byteCount: 8, encoding: encoding)
    if table.wordCount == 1 {
      table.announced[1] = 0
      table.present[1] = 0
    }
    table.present[2] = 0
    table.wordCount = 3
  }

  /// Reads up to eight bytes of bitmap, the first bit highest.
  static func readWord(
    _ bytes: Span<UInt8>, at offset: inout Int, byteCount: Int, encoding: BitmapSpec.Encoding
  ) throws(ParseError) -> UInt64 {
    let isBinary = encoding == .binary
    let wireCount = isBinary ? byteCount : byteCount * 2
    guard bytes.count - offset >= wireCount else {
      throw ParseError(
        .truncated, path: .init(.bitmap), offset: offset, expected: .bytes(wireCount),
        found: .bytes(bytes.count - offset))
    }
    defer { offset += wireCount }
    var word: UInt64 = 0
    for index in 0..<byteCount {
      let byte =
        switch encoding {
        case .binary: bytes[offset + index]
        case .hexadecimal(let set):
          try Self.hexadecimalByte(bytes, at: offset + index * 2, set: set)
        }
      word |= UInt64(byte) << UInt64(56 - index * 8)
    }
    return word
  }

  private static func hexadecimalByte(
    _ bytes: Span<UInt8>, at offset: Int, set: CharacterSet
  ) throws(ParseError) -> UInt8 {
    var value: UInt8 = 0
    for position in offset...(offset + 1) {
      let scalar = set.scalar(bytes[position])
      guard let nibble = scalar.flatMap(Hexadecimal.nibble) else {
        let finding = scalar.map { ParseError.Finding.character($0) } ?? .character(.overASCII)
        throw ParseError(
          .bitmapNotHexadecimal, path: .init(.bitmap), offset: position, expected: .hexadecimal,
          found: finding)
      }
      value = value << 4 | nibble
    }
    return value
  }
}

/// Hexadecimal digits and the nibbles they stand for.
enum Hexadecimal {
  /// The nibble that the character `scalar` stands for, of either case.
  static func nibble(_ scalar: UInt16) -> UInt8? {
    scalar < 0x80 ? HexadecimalDigit.value(of: UInt8(truncatingIfNeeded: scalar)) : nil
  }

  /// The upper-case digit of `nibble`, in ASCII.
  @inline(__always)
  static func digit(_ nibble: UInt8) -> UInt8 { HexadecimalDigit.upperCase(nibble) }
}
