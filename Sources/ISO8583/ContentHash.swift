/// A hash of message bytes that tells copies from other messages; not a cryptographic one.
///
/// Sixteen bytes a step are multiplied into 128 bits, whose halves are then brought together; two
/// chains run side by side.
enum ContentHash {
  private static let firstFactor: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let secondFactor: UInt64 = 0xD1B5_4A32_D192_ED03

  static func of(_ bytes: Span<UInt8>, from start: Int, seed: UInt64) -> UInt64 {
    let count = bytes.count &- start
    var first = seed ^ firstFactor
    var second = UInt64(truncatingIfNeeded: count) ^ secondFactor
    var offset = start
    while offset &+ 32 <= bytes.count {
      step(bytes.extracting(offset..<(offset &+ 32)), &first, &second)
      offset &+= 32
    }
    if offset < bytes.count, count >= 32 {
      // The last bytes, some of them once more.
      step(bytes.extracting(last: 32), &first, &second)
      offset = bytes.count
    }
    while offset < bytes.count {
      first = mix(UInt64(bytes[offset]) ^ firstFactor, first ^ secondFactor)
      offset &+= 1
    }
    return mix(first ^ secondFactor, second ^ firstFactor)
  }

  /// Takes in 32 bytes.
  @inline(__always)
  private static func step(_ block: Span<UInt8>, _ first: inout UInt64, _ second: inout UInt64) {
    let (a, b) = (Words.load(block, at: 0), Words.load(block, at: 8))
    let (c, d) = (Words.load(block, at: 16), Words.load(block, at: 24))
    first = mix(a ^ firstFactor, b ^ first)
    second = mix(c ^ secondFactor, d ^ second)
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
