/// What may be said again of an argument: a message may have been typed where a file was meant.
enum ArgumentText {
  /// Fewer digits in a row hold no card number that is not found by itself.
  private static let digitCountMinimum = 13

  /// `text` without runs of hexadecimal digits, blanks between them or not, that may be a message.
  static func withoutData(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let run = run(in: bytes, from: start)
      if run.digitCount >= digitCountMinimum {
        kept += "(digits not shown)".utf8
        start = run.end
      } else {
        let end = max(run.end, start + 1)
        kept += bytes[start..<end]
        start = end
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// Whether `text` is hexadecimal digits, blanks between them or not.
  static func isHexadecimal(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.allSatisfy { HexText.nibble($0) != nil || HexText.isBlank($0) || $0 == 0x0A }
      && bytes.count { HexText.nibble($0) != nil } >= 8
  }

  private static func run(in bytes: [UInt8], from start: Int) -> (end: Int, digitCount: Int) {
    var end = start
    var position = start
    var digitCount = 0
    while position < bytes.count {
      if HexText.nibble(bytes[position]) != nil {
        digitCount += 1
        end = position + 1
      } else if !HexText.isBlank(bytes[position]) {
        break
      }
      position += 1
    }
    return (end, digitCount)
  }
}
