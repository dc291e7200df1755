public import CardCore

extension Aggregate.Value {
  /// The value in a row as one integer: what `last` gives back, and what a column that is compared
  /// with it must hold. Equal for equal values, in every process; nil where the row says none.
  ///
  /// Longer identifiers are hashed to 64 bits. The amount's is minor units in no certain currency:
  /// lanes read it from a column.
  @inline(__always)
  public func code(in transaction: borrowing Transaction) -> Int64? {
    switch self {
    case .amount: transaction.amountMinor
    case .terminal: transaction.terminal.map { Int64(bitPattern: $0.bits) }
    case .merchant:
      transaction.merchant.map { Int64(bitPattern: Mixing.pair($0.bits.high, $0.bits.low)) }
    case .country: transaction.country.map { Int64($0.numeric) }
    case .category: transaction.category.map { Int64($0.code) }
    case .acquirer: transaction.acquirer.map { Int64(bitPattern: $0.bits) }
    case .card:
      transaction.card == .none
        ? nil : Int64(bitPattern: Mixing.pair(transaction.card.high, transaction.card.low))
    case .responseCode: transaction.responseCode.map { Int64($0.bits) }
    case .entryMode: transaction.entryMode == .unknown ? nil : Int64(transaction.entryMode.rawValue)
    case .time: transaction.time.millisecondsSince1970
    }
  }
}
