/// Up to 16 bytes of ASCII held in two integers, so that an identifier allocates nothing.
///
/// The first byte is the most significant, and zeros fill the end: integers sort as the texts do.
struct PackedText: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Bytes 0 to 7.
  let high: UInt64
  /// Bytes 8 to 15.
  let low: UInt64

  enum Alphabet {
    /// n.
    case digits
    /// an.
    case alphanumeric
    /// ans: space to tilde.
    case printable

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .digits: Digits.isDigit(byte)
      case .alphanumeric: Digits.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF)
      case .printable: (0x20...0x7E).contains(byte)
      }
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
    var packed: UInt128 = 0
    for offset in 0..<count {
      guard alphabet.contains(text[offset]) else {
        throw .unexpected(offset: offset, found: ByteClass(text[offset]))
      }
      packed = packed &<< 8 | UInt128(text[offset])
    }
    packed &<<= UInt128(8 * (16 - count))
    self.init(
      high: UInt64(truncatingIfNeeded: packed &>> 64), low: UInt64(truncatingIfNeeded: packed))
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
