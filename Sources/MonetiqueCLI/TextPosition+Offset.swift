import TransactionMonitor

extension TextPosition {
  /// Where the place stands in the bytes of the file, from 0; nil beyond its end.
  func byteOffset(in bytes: [UInt8]) -> Int? {
    var start = 0
    for _ in 1..<max(1, line) {
      guard let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
      start = end + 1
    }
    var left = column - 1
    for offset in start..<bytes.count {
      // Continuation bytes of UTF-8 are of the scalar before them.
      guard bytes[offset] & 0xC0 != 0x80 else { continue }
      if left == 0 { return offset }
      left -= 1
    }
    return left == 0 ? bytes.count : nil
  }
}
