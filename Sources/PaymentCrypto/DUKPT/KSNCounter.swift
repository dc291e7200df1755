/// How the transaction counter of a key serial number runs on: only over values with few one bits.
///
/// A device makes the key of each counter from those it holds, one step for each one bit; so the
/// standards leave out the counters that would take too many.
enum KSNCounter {
  /// Whether a transaction may carry this counter: zero belongs to the initial key.
  static func isValid(_ counter: UInt32, oneBitMax: Int, maximum: UInt32) -> Bool {
    counter > 0 && counter <= maximum && counter.nonzeroBitCount <= oneBitMax
  }

  /// The least valid counter above this one, valid or not; nil if there is none.
  static func next(after counter: UInt32, oneBitMax: Int, maximum: UInt32) -> UInt32? {
    guard counter < maximum else { return nil }
    var next = counter + 1
    // Every number from `next` up to the carry out of its lowest one bit has as many one bits or
    // more, so that none between is passed over.
    while next.nonzeroBitCount > oneBitMax {
      let (sum, isOver) = next.addingReportingOverflow(1 << UInt32(next.trailingZeroBitCount))
      guard !isOver else { return nil }
      next = sum
    }
    return next <= maximum ? next : nil
  }
}
