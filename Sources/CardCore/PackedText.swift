/// Up to 16 bytes of ASCII held in two integers, so that an identifier allocates nothing.
///
/// The first byte is the most significant, and zeros fill the end: integers sort as the texts do.
@usableFromInline
struct PackedText: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Bytes 0 to 7.
  @usableFromInline let high: UInt64
  /// Bytes 8 to 15.
  @usableFromInline let low: UInt64

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

    /// Whether the first `count` of eight bytes are in the alphabet; true for none.
    ///
    /// Eight at once where they are digits, which all alphabets have, or where the alphabet is
    /// ``printable``.
    @inline(__always)
    func holds(_ bytes: UInt64, count: Int) -> Bool {
      guard count > 0 else { return true }
      let everyByte: UInt64 = 0x0101_0101_0101_0101
      let wanted = UInt64.max &<< UInt64(truncatingIfNeeded: 8 &* (8 &- count))
      let digits = bytes ^ everyByte &* 0x30
      // A byte over 9 has a bit of its upper nibble set, or gets one when six is added.
      let upperNibbles = everyByte &* 0xF0
      let sixMore = (digits & ~upperNibbles) &+ everyByte &* 6
      guard from64 == Alphabet.printable.from64 else {
        return (digits | sixMore) & upperNibbles & wanted == 0 || holdsEach(bytes, count: count)
      }
      let low7 = bytes & (everyByte &* 0x7F)
      // A byte over 7E gets its highest bit set, and one under 20 does not.
      let refused = bytes | (low7 &+ everyByte) | ~(low7 &+ everyByte &* 0x60)
      return refused & (everyByte &* 0x80) & wanted == 0
    }

    @inline(never)
    private func holdsEach(_ bytes: UInt64, count: Int) -> Bool {
      var rest = bytes
      for _ in 0..<count {
        guard contains(UInt8(truncatingIfNeeded: rest &>> 56)) else { return false }
        rest &<<= 8
      }
      return true
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
      let half = byte < 64 ? below64 : byte < 128 ? from64 : 0
      return half &>> UInt64(byte) & 1 == 1
    }
  }

  @usableFromInline
  init(high: UInt64, low: UInt64 = 0) {
    self.high = high
    self.low = low
  }

  /// Reads 1 to `countMax` bytes, at most 16, leaving out the spaces at the end; digits have none.
  ///
  /// Made part of each identifier that calls it, so that nothing is asked about its alphabet.
  @inline(__always)
  init(_ text: Span<UInt8>, countMax: Int, of alphabet: Alphabet) throws(IdentifierError) {
    guard text.count &- 1 < countMax, !text.isEmpty else {
      throw .wrongLength(byteCount: text.count, minimum: 1, maximum: countMax)
    }
    var count = text.count
    if alphabet != .digits {
      while count > 0, text[count &- 1] == 0x20 { count &-= 1 }
      guard count > 0 else { throw .blank }
    }
    let high: UInt64
    var low: UInt64 = 0
    if count >= 8 {
      high = PackedText.word(text, at: 0)
      if countMax > 8, count > 8 {
        // The last eight bytes, of which the first ones stand in `high` too.
        low = PackedText.word(text, at: count &- 8) &<< UInt64(8 &* (16 &- count))
      }
    } else {
      high = PackedText.shortWord(text, count: count)
    }
    guard alphabet.holds(high, count: min(8, count)), alphabet.holds(low, count: count &- 8) else {
      throw PackedText.error(text, count: count, of: alphabet)
    }
    self.high = high
    self.low = low
  }

  /// Eight bytes, the first one most significant; one check and one load.
  @inline(__always)
  private static func word(_ text: Span<UInt8>, at offset: Int) -> UInt64 {
    let tail = text.extracting(droppingFirst: offset)
    precondition(tail.count >= 8, "a word needs eight bytes")
    return UInt64(tail[0]) &<< 56 | UInt64(tail[1]) &<< 48 | UInt64(tail[2]) &<< 40
      | UInt64(tail[3]) &<< 32 | UInt64(tail[4]) &<< 24 | UInt64(tail[5]) &<< 16
      | UInt64(tail[6]) &<< 8 | UInt64(tail[7])
  }

  /// One to seven bytes, the first one most significant, with zeros after the last.
  private static func shortWord(_ text: Span<UInt8>, count: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<count { word = word &<< 8 | UInt64(text[offset]) }
    return word &<< UInt64(8 * (8 - count))
  }

  private static func error(
    _ text: Span<UInt8>, count: Int, of alphabet: Alphabet
  ) -> IdentifierError {
    for offset in 0..<count where !alphabet.contains(text[offset]) {
      return .unexpected(offset: offset, found: ByteClass(text[offset]))
    }
    preconditionFailure("the eight bytes were refused and each of them was not")
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

  @usableFromInline
  static func < (left: PackedText, right: PackedText) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
