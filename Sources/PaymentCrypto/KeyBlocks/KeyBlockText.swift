/// The characters that key blocks are written in.
enum KeyBlockText {
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  static func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

  /// The value of an upper-case hexadecimal digit.
  ///
  /// Lower case is refused: a block that could be written in two ways could be changed unseen.
  static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    default: nil
    }
  }

  /// The number that hexadecimal digits write; nil if one is no digit or the number is over
  /// ``KeyBlockHeader/characterCountMax``.
  static func number(hex digits: Span<UInt8>) -> Int? {
    var number = 0
    for index in digits.indices {
      guard let nibble = nibble(digits[index]) else { return nil }
      number = number << 4 | Int(nibble)
      guard number <= KeyBlockHeader.characterCountMax else { return nil }
    }
    return number
  }

  static func append(hex number: Int, width: Int, to text: inout [UInt8]) {
    for place in (0..<width).reversed() {
      text.append(digit(UInt8(truncatingIfNeeded: number >> (4 * place)) & 0x0F))
    }
  }

  static func append(hex bytes: Span<UInt8>, to text: inout [UInt8]) {
    for index in bytes.indices {
      text.append(digit(bytes[index] >> 4))
      text.append(digit(bytes[index] & 0x0F))
    }
  }

  static func digit(_ nibble: UInt8) -> UInt8 { nibble + (nibble < 10 ? 0x30 : 0x37) }
}
