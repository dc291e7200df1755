import CardCore

/// Counts records by message type, function code and currency.
struct ClearingGroups: Sendable {
  private var groups: [ClearingFileSummary.Group] = []
  private var places: [UInt64: Int] = [:]
  /// Of the record before: most records are like it.
  private var lastKey = UInt64.max
  private var lastPlace = 0

  private static let none: UInt64 = 1_000

  mutating func add(type: UInt64, function: UInt64?, currency: UInt64?, amount: UInt64) {
    let key =
      (type * 1_001 + (function ?? Self.none)) * 1_001 + (currency ?? Self.none)
    if key != lastKey {
      lastKey = key
      lastPlace = place(of: key, type: type, function: function, currency: currency)
    }
    groups[lastPlace].count += 1
    groups[lastPlace].amountSum =
      (groups[lastPlace].amountSum + amount) % ClearingFileSummary.amountModulus
  }

  private mutating func place(
    of key: UInt64, type: UInt64, function: UInt64?, currency: UInt64?
  ) -> Int {
    if let place = places[key] { return place }
    places[key] = groups.count
    groups.append(
      ClearingFileSummary.Group(
        messageType: UInt16(clamping: type), functionCode: function.map { UInt16(clamping: $0) },
        currency: currency.flatMap { Currency(numeric: Int(clamping: $0)) }))
    return groups.count - 1
  }

  /// The groups in order, and begins anew.
  mutating func take() -> [ClearingFileSummary.Group] {
    defer { self = ClearingGroups() }
    return groups.sorted {
      ($0.messageType, $0.functionCode ?? .max, $0.currency?.numeric ?? .max)
        < ($1.messageType, $1.functionCode ?? .max, $1.currency?.numeric ?? .max)
    }
  }
}
