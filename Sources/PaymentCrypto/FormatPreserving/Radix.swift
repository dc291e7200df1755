/// The base that numerals are written in, and sums of numerals modulo its powers.
struct Radix: Hashable, Sendable {
  /// 2 to 65,536.
  let value: UInt32

  /// How many numerals are put into, or taken out of, a long number at once.
  let chunkCount: Int

  /// The radix to the power of ``chunkCount``: under 2³².
  let chunkScale: UInt32

  static let values = 2...65_536

  /// - Throws: ``CryptoError/Code/invalidRange`` unless it is 2 to 65,536.
  init(_ value: Int) throws(CryptoError) {
    guard Self.values.contains(value) else {
      throw CryptoError(.invalidRange, "radix: expected 2 to 65,536")
    }
    self.value = UInt32(value)
    var count = 1
    var scale = UInt64(value)
    while scale * UInt64(value) <= UInt32.max {
      scale *= UInt64(value)
      count += 1
    }
    chunkCount = count
    chunkScale = UInt32(scale)
  }

  /// Whether texts of `count` numerals are at least so many.
  func hasDomain(of count: Int, atLeast minimum: Int) -> Bool {
    var domain = 1
    for _ in 0..<count {
      domain *= Int(value)
      if domain >= minimum { return true }
    }
    return domain >= minimum
  }

  /// - Throws: ``CryptoError/Code/invalidDigits`` if a numeral is not under the radix.
  func check(_ numerals: Span<UInt16>) throws(CryptoError) {
    for index in numerals.indices where UInt32(numerals[index]) >= value {
      throw CryptoError(.invalidDigits, "text: expected numerals under the radix")
    }
  }

  /// Adds `addend` to as many numerals from `start` on, modulo the radix to the power of that.
  func add(_ addend: Span<UInt16>, to numerals: inout MutableSpan<UInt16>, at start: Int) {
    var carry: UInt32 = 0
    for index in addend.indices.reversed() {
      let sum = UInt32(numerals[start + index]) + UInt32(addend[index]) + carry
      carry = sum >= value ? 1 : 0
      numerals[start + index] = UInt16(truncatingIfNeeded: sum - carry * value)
    }
  }

  /// Takes `subtrahend` off as many numerals from `start` on, modulo the radix to that power.
  func subtract(
    _ subtrahend: Span<UInt16>, from numerals: inout MutableSpan<UInt16>, at start: Int
  ) {
    var borrow: UInt32 = 0
    for index in subtrahend.indices.reversed() {
      let numeral = UInt32(numerals[start + index])
      let taken = UInt32(subtrahend[index]) + borrow
      borrow = numeral < taken ? 1 : 0
      numerals[start + index] = UInt16(truncatingIfNeeded: numeral + borrow * value - taken)
    }
  }
}
