/// Hashes that are the same in every process and on every machine, unlike the language's own.
///
/// Against chance, not against an adversary: where a choice of inputs could do harm, a token made
/// under a key stands in for the input.
enum Mixing {
  /// Spreads 64 bits over 64 bits, one to one.
  @inline(__always)
  static func spread(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ mixed &>> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed &>> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed &>> 31
  }

  /// Folds the full product of two words into one.
  @inline(__always)
  static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  @inline(__always)
  static func pair(_ high: UInt64, _ low: UInt64) -> UInt64 {
    spread(spread(high &+ 0x9E37_79B9_7F4A_7C15) ^ low)
  }
}
