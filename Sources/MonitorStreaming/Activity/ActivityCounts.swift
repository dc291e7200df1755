public import CardCore

/// What went on in a stretch of time.
public struct ActivityCounts: BucketValue, Hashable {
  /// Exchanges by when they began: requests, advices, rows that hold an exchange whole.
  public var requestCount: UInt64 = 0
  /// Exchanges by when their answer came, or was no longer waited for.
  public var approvedCount: UInt64 = 0
  public var declinedCount: UInt64 = 0
  public var unansweredCount: UInt64 = 0
  public var reversalCount: UInt64 = 0
  /// Repeats, acknowledgements, network messages.
  public var otherCount: UInt64 = 0
  /// By currency, in the order in which they were first seen; at most ``currencyMaximum``.
  public var money: [Money] = []

  /// Amounts of one currency, in its minor units.
  public struct Money: Hashable, Sendable {
    public var currency: Currency
    /// Of what was asked for.
    public var requestedMinor: Int64 = 0
    /// Of what was approved.
    public var approvedMinor: Int64 = 0
  }

  /// Amounts of further currencies are not kept.
  public static let currencyMaximum = 32

  public init() {}

  public mutating func add(_ other: ActivityCounts) {
    requestCount &+= other.requestCount
    approvedCount &+= other.approvedCount
    declinedCount &+= other.declinedCount
    unansweredCount &+= other.unansweredCount
    reversalCount &+= other.reversalCount
    otherCount &+= other.otherCount
    for sum in other.money {
      add(sum.requestedMinor, sum.currency, to: \.requestedMinor)
      add(sum.approvedMinor, sum.currency, to: \.approvedMinor)
    }
  }

  /// Adds an amount; a sum that no integer holds stays at the greatest.
  mutating func add(
    _ minor: Int64, _ currency: Currency, to sum: WritableKeyPath<Money, Int64>
  ) {
    let place: Int
    if let found = money.firstIndex(where: { $0.currency == currency }) {
      place = found
    } else {
      guard money.count < Self.currencyMaximum else { return }
      place = money.count
      money.append(Money(currency: currency))
    }
    let (total, isOver) = money[place][keyPath: sum].addingReportingOverflow(minor)
    money[place][keyPath: sum] = isOver ? (minor > 0 ? .max : .min) : total
  }

  /// Answers that approve among all that were decided; nil where none was.
  public var approvalRate: Double? {
    let decided = approvedCount + declinedCount
    return decided == 0 ? nil : Double(approvedCount) / Double(decided)
  }
}
