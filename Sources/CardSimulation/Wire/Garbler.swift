import CardCore
import ISO8583

/// Damages messages as a bad line does, so that no strict reader takes them.
struct Garbler {
  private let parser: MessageParser
  private var table: ElementTable

  init(_ parser: MessageParser) {
    self.parser = parser
    table = ElementTable(for: parser)
  }

  /// Changes bytes, or cuts the end off, until the message cannot be read.
  mutating func damage(_ bytes: inout [UInt8], noise: UInt64) {
    var generator = SplitMix64(seed: noise)
    for _ in 0..<16 {
      if generator.next() & 3 == 0, bytes.count > 40 {
        bytes.removeLast(1 + Int(generator.next() % 12))
      } else {
        let place = Int(generator.next() % UInt64(bytes.count))
        bytes[place] ^= UInt8(truncatingIfNeeded: generator.next()) | 0x80
      }
      if !isRead(bytes) { return }
    }
    // Nothing is left of the message but its type.
    bytes.removeLast(bytes.count - 3)
  }

  private mutating func isRead(_ bytes: [UInt8]) -> Bool {
    (try? parser.parse(bytes.span, into: &table)) != nil
  }
}
