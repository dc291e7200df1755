/// The cyclic redundancy check of 64 bits that the XZ format uses (polynomial of ECMA-182,
/// reflected): against damage, not against forgery.
public struct CRC64: Hashable, Sendable, BitwiseCopyable {
  private var state: UInt64 = .max

  public init() {}

  /// Of bytes whose check is known, to go on from there.
  init(resuming value: UInt64) { state = ~value }

  /// The check of all bytes so far.
  public var value: UInt64 { ~state }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    let tables = Self.tables
    var state = self.state
    var offset = 0
    // Eight bytes at once, by a table for each of them.
    while offset &+ 8 <= bytes.count {
      for index in 0..<8 {
        state ^= UInt64(bytes[offset &+ index]) &<< UInt64(truncatingIfNeeded: 8 &* index)
      }
      var next: UInt64 = 0
      for index in 0..<8 {
        let byte = Int(state &>> UInt64(truncatingIfNeeded: 8 &* index) & 0xFF)
        next ^= tables[(7 &- index) &* 256 &+ byte]
      }
      state = next
      offset &+= 8
    }
    while offset < bytes.count {
      state = tables[Int((state ^ UInt64(bytes[offset])) & 0xFF)] ^ state &>> 8
      offset &+= 1
    }
    self.state = state
  }

  private static let tables: [UInt64] = {
    var tables: [UInt64] = []
    for byte in 0..<256 as Range<UInt64> {
      var value = byte
      for _ in 0..<8 { value = value >> 1 ^ (value & 1) * 0xC96C_5795_D787_0F42 }
      tables.append(value)
    }
    for index in 256..<2_048 {
      let before = tables[index - 256]
      tables.append(tables[Int(before & 0xFF)] ^ before >> 8)
    }
    return tables
  }()
}
