internal import CardCore

/// What every lane needs of a row, made once for all of them.
struct LaneRow: Sendable, BitwiseCopyable {
  /// The row's own time.
  var time: Moment
  /// When its exchange began.
  var requestTime: Moment
  /// The greatest time of this and all rows before: what idleness is measured by, so that it does
  /// not depend on what other keys did or on when room was given back.
  var now: Moment
  var role: Role
  /// Whether the card was at the terminal.
  var isCardPresent: Bool

  /// What a row does to history.
  enum Role: UInt8, Sendable, BitwiseCopyable {
    /// A request, or request and answer in one: enters as a new event.
    case event
    /// A reversal: enters as an event of its own.
    case reversal
    /// An answer or a time-out: changes what is known of an event.
    case outcome
    /// Looks and leaves no trace.
    case none
  }

  @inline(__always)
  init(_ event: borrowing MonitorEvent, now: Moment) {
    time = Moment(event.transaction.time)
    requestTime = Moment(event.requestTime)
    self.now = now
    isCardPresent = event.transaction.isCardPresent == true
    let kind = event.transaction.kind
    let isCounted = kind == .authorization || kind == .financial
    switch event.stage {
    case .request, .whole: role = isCounted ? .event : .none
    case .answer, .timeout: role = isCounted ? .outcome : .none
    case .reversal: role = .reversal
    case .other: role = .none
    }
    if role == .event || role == .reversal { requestTime = time }
  }
}

/// A point in time as records hold it: milliseconds from the first instant there is, plus one, so
/// that zero can stand for "never".
struct Moment: Hashable, Comparable, Sendable, BitwiseCopyable {
  let count: UInt64

  static let never = Moment(count: 0)

  @inline(__always)
  init(count: UInt64) { self.count = count }

  @inline(__always)
  init(_ instant: Instant) {
    let offset = instant.millisecondsSince1970 &- Instant.earliest.millisecondsSince1970 &+ 1
    count = offset > 0 ? UInt64(offset) : 1
  }

  /// The last 32 bits, enough to tell times apart that lie less than 49 days from one another.
  @inline(__always)
  var short: UInt32 { UInt32(truncatingIfNeeded: count) }

  var instant: Instant { Instant.earliest.adding(milliseconds: Int64(count) - 1) }

  @inline(__always)
  static func < (left: Moment, right: Moment) -> Bool { left.count < right.count }

  /// Milliseconds from `start` to `end`; 0 if `end` comes first.
  @inline(__always)
  static func - (end: Moment, start: Moment) -> UInt64 {
    end.count > start.count ? end.count &- start.count : 0
  }
}

/// Which predicates an event meets, a bit each.
struct PredicateBits: Hashable, Sendable, BitwiseCopyable {
  var certain: UInt16 = 0
  var possible: UInt16 = 0

  /// What is known of the predicate; of "all events" where there is none.
  @inline(__always)
  func truth(of predicate: Int) -> Truth {
    guard predicate >= 0 else { return Truth(true) }
    let bit = 1 as UInt16 &<< UInt16(truncatingIfNeeded: predicate)
    return Truth(isCertain: certain & bit != 0, isPossible: possible & bit != 0)
  }
}
