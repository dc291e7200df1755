extension BitmapSpec {
  /// Appends the bitmap that announces `numbers`, in the least number of chunks.
  func append(numbers: some Sequence<Int>, to output: inout [UInt8]) {
    var words = [UInt64](repeating: 0, count: SpecCompiler.wordMaximum)
    var highest = 1
    for number in numbers {
      words[(number - 1) / 64] |= ElementTable.bit(number)
      highest = max(highest, number)
    }
    append(words: words.span, highest: highest, to: &output)
  }

  /// Appends the bitmap with the bits of `words` and those that the spec adds.
  ///
  /// - Parameter words: As many as there are; zeros stand for those behind.
  func append(words: Span<UInt64>, highest: Int, to output: inout [UInt8]) {
    let bits = chunkByteCount * 8
    let last = setBits.isEmpty ? highest : setBits.reduce(highest, max)
    let chunks = extends ? min(maximumChunkCount, (last + bits - 1) / bits) : 1
    let wordsPerChunk = (chunkByteCount + 7) / 8
    for chunk in 0..<chunks {
      let encoding = chunk == 0 ? self.encoding : laterEncoding ?? self.encoding
      for part in 0..<wordsPerChunk {
        let index = chunk * wordsPerChunk + part
        var word = index < words.count ? words[index] : 0
        if !skippedBits.isEmpty || !setBits.isEmpty { word = specified(word, at: index) }
        if extends, part == 0, chunk < chunks - 1 { word |= ElementTable.topBit }
        Self.append(
          word, byteCount: min(8, chunkByteCount - part * 8), encoding: encoding, to: &output)
      }
    }
  }

  /// `word`, the one at `index`, with the bits that the spec always sets and without those that it
  /// skips.
  private func specified(_ word: UInt64, at index: Int) -> UInt64 {
    var word = word
    for bit in skippedBits where (bit - 1) / 64 == index { word &= ~ElementTable.bit(bit) }
    for bit in setBits where (bit - 1) / 64 == index { word |= ElementTable.bit(bit) }
    return word
  }

  static func append(
    _ word: UInt64, byteCount: Int, encoding: Encoding, to output: inout [UInt8]
  ) {
    if byteCount == 8, case .hexadecimal(let set) = encoding, set.isASCIICompatible {
      return appendDigits(of: word, to: &output)
    }
    output.append(addingCapacity: 16) { (output: inout OutputSpan<UInt8>) in
      var rest = word
      for _ in 0..<byteCount {
        let byte = UInt8(truncatingIfNeeded: rest >> 56)
        rest <<= 8
        switch encoding {
        case .binary: output.append(byte)
        case .hexadecimal(let set):
          output.append(Self.digit(byte >> 4, set))
          output.append(Self.digit(byte & 15, set))
        }
      }
    }
  }

  /// Sixteen digits in ASCII: the usual bitmap.
  private static func appendDigits(of word: UInt64, to output: inout [UInt8]) {
    var high = Words.hexadecimal(of: UInt32(truncatingIfNeeded: word >> 32))
    var low = Words.hexadecimal(of: UInt32(truncatingIfNeeded: word))
    output.append(addingCapacity: 16) { (output: inout OutputSpan<UInt8>) in
      for _ in 0..<8 {
        output.append(UInt8(truncatingIfNeeded: high))
        high >>= 8
      }
      for _ in 0..<8 {
        output.append(UInt8(truncatingIfNeeded: low))
        low >>= 8
      }
    }
  }

  @inline(__always)
  private static func digit(_ nibble: UInt8, _ set: CharacterSet) -> UInt8 {
    let ascii = Hexadecimal.digit(nibble)
    if set.isASCIICompatible { return ascii }
    // EBCDIC: digits from F0, letters from C1, in every page.
    return nibble < 10 ? 0xF0 + nibble : 0xC1 + (nibble - 10)
  }
}

extension BERLength {
  /// Appends the length of a value as `counts` has it.
  static func append(
    _ counts: Prefix.Counts, units: Int, byteCount: Int, to output: inout [UInt8]
  ) {
    switch counts {
    case .units: append(units, to: &output)
    case .bytes: append(byteCount, to: &output)
    case .bytesAndPrefix:
      // The length counts itself, which may make it longer.
      var prefixByteCount = 1
      while Self.byteCount(byteCount + prefixByteCount) > prefixByteCount { prefixByteCount += 1 }
      append(byteCount + prefixByteCount, to: &output)
    }
  }

  private static func byteCount(_ count: Int) -> Int {
    count < 0x80 ? 1 : 1 + (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
  }

  /// Appends the shortest form of `count`.
  static func append(_ count: Int, to output: inout [UInt8]) {
    if count < 0x80 { return output.append(UInt8(count)) }
    let octets = (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
    output.append(0x80 | UInt8(octets))
    for index in (0..<octets).reversed() {
      output.append(UInt8(truncatingIfNeeded: count >> (index * 8)))
    }
  }
}

extension Subfields.Tag {
  /// Appends the tag `number`, a stripped character put back.
  func append(_ number: UInt64, to output: inout [UInt8]) throws(BuildError) {
    switch encoding {
    case .binary, .hexadecimal:
      var bytes: [UInt8] = []
      for index in (0..<count).reversed() {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(index * 8)))
      }
      guard case .hexadecimal(let set) = encoding else {
        return output.append(contentsOf: bytes)
      }
      MessageParser.appendHexadecimal(bytes, in: set, to: &output)
    case .text(let set):
      for index in (0..<count).reversed() {
        let character = UInt8(truncatingIfNeeded: number >> UInt64(index * 8))
        guard let byte = set.byte(UInt32(character == 0 ? strip ?? 0x30 : character)) else {
          throw BuildError(.tagMalformed, expected: .encoding(set))
        }
        output.append(byte)
      }
    case .bcd, .signedBCD:
      var nibbles: [UInt8] = count % 2 == 1 ? [0] : []
      for index in (0..<count).reversed() {
        let character = UInt8(truncatingIfNeeded: number >> UInt64(index * 8))
        let digit = UInt16(character == 0 ? strip ?? 0x30 : character)
        guard let nibble = Hexadecimal.nibble(digit), nibble < 10 else {
          throw BuildError(.tagMalformed, expected: .packedDecimal)
        }
        nibbles.append(nibble)
      }
      for index in stride(from: 0, to: nibbles.count, by: 2) {
        output.append(nibbles[index] << 4 | nibbles[index + 1])
      }
    }
  }
}
