public import CardCore
internal import TransactionMonitor

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
    /// Exchanges that began.
    public var requestCount: UInt64 = 0
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
      guard let place = place(of: sum.currency) else { continue }
      money[place].requestCount &+= sum.requestCount
      Self.add(sum.requestedMinor, to: &money[place].requestedMinor)
      Self.add(sum.approvedMinor, to: &money[place].approvedMinor)
    }
  }

  /// Counts a row of the ordered stream.
  mutating func count(_ event: MonitorEvent) {
    let isAnswered = event.stage == .answer || event.stage == .timeout || event.stage == .whole
    let isApproved = isAnswered && event.outcome == .approved
    let isRequest = event.stage == .request || event.stage == .whole
    if isRequest { requestCount += 1 }
    if isApproved { approvedCount += 1 }
    if isAnswered, event.outcome == .declined { declinedCount += 1 }
    if isAnswered, event.outcome == .unanswered { unansweredCount += 1 }
    if event.stage == .reversal { reversalCount += 1 }
    if event.stage == .other { otherCount += 1 }
    guard isRequest || isApproved, let amount = event.transaction.amount,
      let place = place(of: amount.currency)
    else { return }
    if isRequest {
      money[place].requestCount += 1
      Self.add(amount.minorUnits, to: &money[place].requestedMinor)
    }
    if isApproved { Self.add(amount.minorUnits, to: &money[place].approvedMinor) }
  }

  /// Where the sums of a currency stand; nil where there are too many.
  private mutating func place(of currency: Currency) -> Int? {
    if let place = money.firstIndex(where: { $0.currency == currency }) { return place }
    guard money.count < Self.currencyMaximum else { return nil }
    money.append(Money(currency: currency))
    return money.count - 1
  }

  /// A sum that no integer holds stays at the greatest.
  private static func add(_ minor: Int64, to sum: inout Int64) {
    let (total, isOver) = sum.addingReportingOverflow(minor)
    sum = isOver ? (minor > 0 ? .max : .min) : total
  }

  /// Answers that approve among all that were decided; nil where none was.
  public var approvalRate: Double? {
    let decided = approvedCount + declinedCount
    return decided == 0 ? nil : Double(approvedCount) / Double(decided)
  }
}
