/// What the monitor knows of a card beyond its windows, where a rule asks for it.
///
/// Each has a horizon: a record idle for longer reads as empty.
public enum ProfileFact: UInt8, Sendable, CaseIterable {
  /// Whether the card was never before seen in this country: a mask column.
  case isFirstUseOfCountry
  /// Whether the card was never before seen at this merchant: a mask column; undecided where the
  /// merchant may have been forgotten.
  case isFirstUseOfMerchant
  /// Whether nothing is known of the card yet: a mask column.
  case isFirstUse
  /// Metres from the last card-present place: an integer column.
  case distance
  /// Metres an hour from the last card-present place: an integer column.
  case speed
  /// Milliseconds since the event before: an integer column.
  case timeSinceLast
  /// Milliseconds since the card was first seen: an integer column.
  case age
  /// Mean of the card's amounts so far, the current one left out, in minor units: a real column.
  case usualAmount
  /// Standard deviation of the same: a real column.
  case amountSpread
}
