internal import CardCore

extension Aggregate.Value {
  /// Bytes that a ring keeps of the value.
  ///
  /// - Parameter isGivenBack: Whether it must be had again (`last`), not only told from others.
  func width(isGivenBack: Bool) -> Int {
    switch self {
    case .amount, .time: 0
    case .entryMode: 1
    case .country, .category: 2
    case .responseCode: 4
    case .terminal, .merchant, .acquirer, .card: isGivenBack ? 8 : 4
    }
  }

  /// The value as a ring keeps it; 0 where the row does not say it.
  @inline(__always)
  func encoded(_ transaction: borrowing Transaction, width: Int) -> UInt64 {
    guard let code = code(in: transaction) else { return 0 }
    return encoded(code, width: width)
  }

  /// The same of a code.
  @inline(__always)
  func encoded(_ code: Int64, width: Int) -> UInt64 {
    switch self {
    case .country, .category: UInt64(code + 1)
    case .entryMode, .responseCode: UInt64(code)
    case .amount, .time: 0
    case .terminal, .merchant, .acquirer, .card:
      width == 8 ? UInt64(bitPattern: code) : UInt64(Self.hash(code))
    }
  }

  /// 32 bits of a code that are never 0.
  @inline(__always)
  static func hash(_ code: Int64) -> UInt32 {
    max(1, UInt32(truncatingIfNeeded: Mixing.spread(UInt64(bitPattern: code)) >> 32))
  }

  /// The code again; nil where the row did not say it or only a hash was kept.
  func decoded(_ kept: UInt64, width: Int) -> Int64? {
    guard kept != 0 else { return nil }
    return switch self {
    case .country, .category: Int64(kept) - 1
    case .entryMode, .responseCode: Int64(kept)
    case .amount, .time: nil
    case .terminal, .merchant, .acquirer, .card: width == 8 ? Int64(bitPattern: kept) : nil
    }
  }
}
