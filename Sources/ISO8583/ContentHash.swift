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
    guard count >= 64 else { return short(bytes, from: start, first, second) }
    let last = bytes.count &- 64
    var offset = start
    // The last bytes are taken in whole, some of them for the second time.
    while true {
      step(bytes, at: offset, &first, &second)
      if offset == last { break }
      offset = min(offset &+ 64, last)
    }
    return mix(first ^ secondFactor, second ^ firstFactor)
  }

  /// Fewer than 64 bytes, one by one.
  @inline(never)
  private static func short(
    _ bytes: Span<UInt8>, from start: Int, _ first: UInt64, _ second: UInt64
  ) -> UInt64 {
    var first = first
    for offset in start..<bytes.count {
      first = mix(UInt64(bytes[offset]) ^ firstFactor, first ^ secondFactor)
    }
    return mix(first ^ secondFactor, second ^ firstFactor)
  }

  /// Takes in 64 bytes.
  @inline(__always)
  private static func step(
    _ bytes: Span<UInt8>, at offset: Int, _ first: inout UInt64, _ second: inout UInt64
  ) {
    let block = bytes.extracting(droppingFirst: offset)
    precondition(block.count >= 64, "a step takes 64 bytes")
    first = mix(word(block, 0) ^ firstFactor, word(block, 8) ^ first)
    second = mix(word(block, 16) ^ secondFactor, word(block, 24) ^ second)
    first = mix(word(block, 32) ^ firstFactor, word(block, 40) ^ first)
    second = mix(word(block, 48) ^ secondFactor, word(block, 56) ^ second)
  }

  /// Eight bytes; the check of the bounds before all of them is the only one.
  @inline(__always)
  private static func word(_ block: Span<UInt8>, _ at: Int) -> UInt64 {
    UInt64(block[at]) | UInt64(block[at &+ 1]) << 8 | UInt64(block[at &+ 2]) << 16
      | UInt64(block[at &+ 3]) << 24 | UInt64(block[at &+ 4]) << 32 | UInt64(block[at &+ 5]) << 40
      | UInt64(block[at &+ 6]) << 48 | UInt64(block[at &+ 7]) << 56
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
