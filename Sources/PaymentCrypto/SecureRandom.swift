/// OpenSSL's generator of private random values: what keys, PINs and fill are drawn from.
///
/// Everything that draws takes its generator as an argument, so that a test can give a seeded one;
/// a program gives this one.
public struct SecureRandom: RandomNumberGenerator, Sendable {
  public init() {}

  public mutating func next() -> UInt64 {
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    // A program without randomness must stop: no input can cause this, and no answer is safe.
    precondition(OpenSSL.shared.fillWithRandom(&span), "OpenSSL's random generator failed")
    var number: UInt64 = 0
    for offset in 0..<8 { number = number &<< 8 | UInt64(bytes[offset]) }
    return number
  }
}

extension RandomNumberGenerator {
  /// Fills `bytes`, eight from each number drawn.
  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    var number: UInt64 = 0
    for offset in bytes.indices {
      if offset % 8 == 0 { number = next() }
      bytes[offset] = UInt8(truncatingIfNeeded: number)
      number &>>= 8
    }
  }
}
