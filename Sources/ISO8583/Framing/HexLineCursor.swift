extension HexLine {
  /// A place in a line, moving over the parts that come before the message.
  struct Cursor {
    private(set) var offset: Int
    let end: Int

    init(offset: Int, end: Int) {
      self.offset = offset
      self.end = end
    }

    var isAtEnd: Bool { offset >= end }

    mutating func skipSpaces(in bytes: Span<UInt8>) {
      while offset < end, HexLine.isSpace(bytes[offset]) { offset += 1 }
    }

    /// Takes a time stamp and the spaces after it; nil, without moving, if there is none.
    ///
    /// Only a time stamp has a digit first and a hyphen in the fifth place.
    mutating func takeTimestamp(in bytes: Span<UInt8>) throws(FramingError) -> Range<Int>? {
      guard offset + 4 < end, bytes[offset + 4] == Character.hyphen,
        Character.isDigit(bytes[offset])
      else { return nil }
      let start = offset
      guard takeTimestampShape(in: bytes), isAtEnd || HexLine.isSpace(bytes[offset]) else {
        throw FramingError(.timestampMalformed, at: start)
      }
      let range = start..<offset
      skipSpaces(in: bytes)
      return range
    }

    /// Takes a direction and the spaces after it; nil, without moving, if there is none.
    mutating func takeDirection(in bytes: Span<UInt8>) -> FrameDirection? {
      guard let direction = takeSign(in: bytes) ?? takeWord(in: bytes) else { return nil }
      skipSpaces(in: bytes)
      return direction
    }

    private mutating func takeSign(in bytes: Span<UInt8>) -> FrameDirection? {
      if take(Character.less, in: bytes) {
        _ = take(Character.less, in: bytes) || take(Character.hyphen, in: bytes)
        return .incoming
      }
      if take(Character.greater, in: bytes) {
        _ = take(Character.greater, in: bytes)
        return .outgoing
      }
      guard offset + 1 < end, bytes[offset] == Character.hyphen,
        bytes[offset + 1] == Character.greater
      else { return nil }
      offset += 2
      return .outgoing
    }

    private mutating func takeWord(in bytes: Span<UInt8>) -> FrameDirection? {
      var word: UInt32 = 0
      var index = offset
      while index < end, index - offset <= 4, !HexLine.isSpace(bytes[index]) {
        word = word << 8 | UInt32(bytes[index] | 0x20)
        index += 1
      }
      guard index - offset <= 4, let direction = Self.direction(word: word) else { return nil }
      offset = index
      return direction
    }

    /// The direction that a word of up to four lower-case letters means.
    private static func direction(word: UInt32) -> FrameDirection? {
      switch word {
      case 0x696E, 0x7265_6376, 0x7278: .incoming  // in, recv, rx
      case 0x006F_7574, 0x7365_6E64, 0x7478: .outgoing  // out, send, tx
      default: nil
      }
    }

    private mutating func takeTimestampShape(in bytes: Span<UInt8>) -> Bool {
      guard takeDigits(4, in: bytes), take(Character.hyphen, in: bytes),
        takeDigits(2, in: bytes), take(Character.hyphen, in: bytes), takeDigits(2, in: bytes),
        take(Character.space, in: bytes) || takeLetter(Character.t, in: bytes),
        takeClock(in: bytes), take(Character.colon, in: bytes), takeDigits(2, in: bytes)
      else { return false }
      if take(Character.point, in: bytes), !takeFraction(in: bytes) { return false }
      if take(Character.plus, in: bytes) || take(Character.hyphen, in: bytes) {
        return takeClock(in: bytes)
      }
      _ = takeLetter(Character.z, in: bytes)
      return true
    }

    /// Takes `HH:MM`.
    private mutating func takeClock(in bytes: Span<UInt8>) -> Bool {
      takeDigits(2, in: bytes) && take(Character.colon, in: bytes) && takeDigits(2, in: bytes)
    }

    private mutating func takeFraction(in bytes: Span<UInt8>) -> Bool {
      var count = 0
      while takeDigits(1, in: bytes) { count += 1 }
      return 1...9 ~= count
    }

    private mutating func takeDigits(_ count: Int, in bytes: Span<UInt8>) -> Bool {
      guard end - offset >= count else { return false }
      for index in offset..<offset + count where !Character.isDigit(bytes[index]) {
        return false
      }
      offset += count
      return true
    }

    private mutating func take(_ character: UInt8, in bytes: Span<UInt8>) -> Bool {
      guard offset < end, bytes[offset] == character else { return false }
      offset += 1
      return true
    }

    private mutating func takeLetter(_ lowercase: UInt8, in bytes: Span<UInt8>) -> Bool {
      guard offset < end, bytes[offset] | 0x20 == lowercase else { return false }
      offset += 1
      return true
    }
  }

  /// The ASCII characters that the grammar names.
  enum Character {
    static let space: UInt8 = 0x20
    static let hash: UInt8 = 0x23
    static let plus: UInt8 = 0x2B
    static let hyphen: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let colon: UInt8 = 0x3A
    static let less: UInt8 = 0x3C
    static let greater: UInt8 = 0x3E
    static let t: UInt8 = 0x74
    static let z: UInt8 = 0x7A
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    static func isDigit(_ character: UInt8) -> Bool { character &- 0x30 < 10 }
  }
}
