import CardCore

/// Numbers drawn from a stream that a few integers name: the same integers give the same numbers
/// wherever and in whatever order they are asked for.
///
/// Only additions, multiplications and divisions are used, so that the last bit is the same on
/// every machine.
struct Draw {
  private var generator: SplitMix64

  /// What a stream is for: two purposes never share one.
  enum Purpose: UInt64 {
    case card = 1
    case pace, schedule, purchase, trip, merchant, fraud, incident, fault, favourite
    case holder
  }

  init(_ seed: UInt64, _ purpose: Purpose, _ first: UInt64 = 0, _ second: UInt64 = 0) {
    generator = SplitMix64(seed: Self.key(seed, purpose, first, second))
  }

  /// One number for the integers, well spread.
  static func key(
    _ seed: UInt64, _ purpose: Purpose, _ first: UInt64, _ second: UInt64 = 0
  ) -> UInt64 {
    var mixed = seed &* 0x9E37_79B9_7F4A_7C15 &+ purpose.rawValue
    mixed = (mixed ^ mixed &>> 32) &* 0xD6E8_FEB8_6659_FD93 &+ first
    mixed = (mixed ^ mixed &>> 29) &* 0xBF58_476D_1CE4_E5B9 &+ second
    mixed = (mixed ^ mixed &>> 32) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed &>> 31
  }

  mutating func bits() -> UInt64 { generator.next() }

  /// From 0 up to and without 1.
  mutating func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

  /// From 0 up to and without `bound`, which is at least 1.
  mutating func below(_ bound: Int) -> Int {
    Int(generator.next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// How many of many rare things happen where `mean` are expected.
  mutating func poisson(_ mean: Double) -> Int {
    var count = 0
    var rest = mean
    while rest > 0 {
      let step = min(rest, 16)
      rest -= step
      let limit = Self.exponential(ofMinus: step)
      var product = unit()
      while product > limit {
        count += 1
        product *= unit()
      }
    }
    return count
  }

  /// The place of a drawn number in `cumulative`, ascending weights of which the last is their sum.
  mutating func index(in cumulative: [Double]) -> Int {
    let drawn = unit() * (cumulative.last ?? 1)
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > drawn { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// e to the power of minus `x`, `x` from 0 to 32.
  static func exponential(ofMinus x: Double) -> Double {
    let step = x / 1_024
    let term = 1 - step + step * step / 2 - step * step * step / 6
    var power = term
    for _ in 0..<10 { power *= power }
    return power
  }
}

extension [Double] {
  /// The sums of the elements up to each one.
  var cumulative: [Double] {
    var sum = 0.0
    return map { weight in
      sum += weight
      return sum
    }
  }
}
