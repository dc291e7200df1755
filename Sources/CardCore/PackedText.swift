/// Up to 16 bytes of ASCII held in two integers, so that an identifier allocates nothing.
///
/// The first byte is the most significant, and zeros fill the end: integers sort as the texts do.
struct PackedText: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Bytes 0 to 7.
  let high: UInt64
  /// Bytes 8 to 15.
  let low: UInt64

  /// A set of ASCII bytes, a bit each.
  struct Alphabet: Equatable {
    let below64: UInt64
    let from64: UInt64

    /// n: `0` to `9`.
    static var digits: Alphabet { Alphabet(below64: 0x03FF_0000_0000_0000, from64: 0) }

    /// an: digits, `A` to `Z` and `a` to `z`.
    static var alphanumeric: Alphabet {
      Alphabet(below64: 0x03FF_0000_0000_0000, from64: 0x07FF_FFFE_07FF_FFFE)
    }

    /// ans: space to tilde.
    static var printable: Alphabet {
      Alphabet(below64: 0xFFFF_FFFF_0000_0000, from64: 0x7FFF_FFFF_FFFF_FFFF)
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
      let half = byte < 64 ? below64 : byte < 128 ? from64 : 0
      return half &>> UInt64(byte) & 1 == 1
    }
  }

  init(high: UInt64, low: UInt64 = 0) {
    self.high = high
    self.low = low
  }

  /// Reads 1 to `countMax` bytes, at most 16, leaving out the spaces at the end; digits have none.
  init(_ text: Span<UInt8>, countMax: Int, of alphabet: Alphabet) throws(IdentifierError) {
    guard (1...countMax).contains(text.count) else {
      throw .wrongLength(byteCount: text.count, minimum: 1, maximum: countMax)
    }
    var count = text.count
    if alphabet != .digits {
      while count > 0, text[count - 1] == 0x20 { count -= 1 }
    }
    guard count > 0 else { throw .blank }
    high = try PackedText.pack(text, 0..<min(8, count), of: alphabet)
    low = count > 8 ? try PackedText.pack(text, 8..<count, of: alphabet) : 0
  }

  /// Reads 1 to 8 bytes, the first one most significant, with zeros after the last.
  @inline(__always)
  private static func pack(
    _ text: Span<UInt8>, _ range: Range<Int>, of alphabet: Alphabet
  ) throws(IdentifierError) -> UInt64 {
    var packed: UInt64 = 0
    for offset in range {
      guard alphabet.contains(text[offset]) else {
        throw .unexpected(offset: offset, found: ByteClass(text[offset]))
      }
      packed = packed &<< 8 | UInt64(text[offset])
    }
    return packed &<< UInt64(8 * (8 - range.count))
  }

  /// The number of bytes, without the fill.
  var count: Int {
    low == 0 ? 8 - high.trailingZeroBitCount / 8 : 16 - low.trailingZeroBitCount / 8
  }

  /// Appends the bytes, then spaces up to `width`.
  func append(to bytes: inout [UInt8], width: Int = 0) {
    let count = self.count
    for offset in 0..<count {
      let half = offset < 8 ? high : low
      bytes.append(UInt8(truncatingIfNeeded: half &>> UInt64(56 - 8 * (offset & 7))))
    }
    bytes.append(contentsOf: repeatElement(0x20, count: max(0, width - count)))
  }

  var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func < (left: PackedText, right: PackedText) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
