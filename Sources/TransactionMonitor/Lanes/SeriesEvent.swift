/// An event as counts by time see it: what was known of it before, and what is known now.
struct SeriesEvent: Sendable, BitwiseCopyable {
  /// The request's time.
  var time: Moment
  var isReversal: Bool
  var amount: Bounds
  /// False where the event is new.
  var wasCounted: Bool
  var before: PredicateBits
  var after: PredicateBits

  /// Changes nothing.
  static let none = SeriesEvent(
    time: .never, isReversal: false, amount: .widest, wasCounted: true, before: PredicateBits(),
    after: PredicateBits())

  /// What was known of the event's meeting a predicate.
  @inline(__always)
  func truthBefore(_ predicate: Int) -> Truth {
    wasCounted ? before.truth(of: predicate) : Truth(false)
  }

  @inline(__always)
  func truthAfter(_ predicate: Int) -> Truth { after.truth(of: predicate) }
}
