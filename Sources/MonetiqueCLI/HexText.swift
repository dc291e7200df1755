import CardCore

/// Tells hexadecimal text from other bytes, and writes it.
///
/// Blanks between digits, empty lines, and lines that begin with `#` are for the reader.
enum HexText {
  /// Whether there is nothing but digits, blanks and lines for the reader.
  static func isPlausible(_ text: [UInt8]) -> Bool {
    var hasDigit = false
    for line in lines(text) where !isForTheReader(line) {
      guard line.allSatisfy({ isBlank($0) || nibble($0) != nil }) else { return false }
      hasDigit = true
    }
    return hasDigit
  }

  /// Whether it looks like hexadecimal that somebody mistyped.
  static func isLikely(_ text: [UInt8]) -> Bool {
    let body = lines(text).filter { !isForTheReader($0) }.joined()
    guard body.allSatisfy({ (0x20...0x7E).contains($0) || isBlank($0) }) else { return false }
    return body.count { nibble($0) != nil } * 10 >= body.count * 9 && !body.isEmpty
  }

  static func nibble(_ digit: UInt8) -> UInt8? { HexadecimalDigit.value(of: digit) }

  /// Upper-case digits of `bytes`.
  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(HexadecimalDigit.upperCase(byte >> 4))
      text.append(HexadecimalDigit.upperCase(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that the digits of `text` write, or nil if their number is odd.
  ///
  /// - Precondition: ``isPlausible(_:)``.
  static func bytes(of text: [UInt8]) -> [UInt8]? {
    let nibbles = lines(text).filter { !isForTheReader($0) }.joined().compactMap(nibble)
    guard nibbles.count % 2 == 0 else { return nil }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  private static func isForTheReader(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first(where: { !isBlank($0) }) else { return true }
    return first == UInt8(ascii: "#")
  }

  static func isBlank(_ character: UInt8) -> Bool {
    character == 0x20 || character == 0x09 || character == 0x0D
  }
}
