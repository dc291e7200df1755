/// One window length cut into buckets of equal length, of which the newest few are held.
///
/// Of a window that ends at the newest time, all buckets lie inside but the oldest, which may lie
/// astride its beginning: what is in that one counts as possible, not as certain.
struct Timeline: Hashable, Sendable {
  /// Length of the window, in milliseconds.
  let window: UInt64
  /// Length of a bucket, in milliseconds.
  let bucket: UInt64
  /// How many buckets are held: the window's, the one astride, and one for events that come late.
  let heldCount: Int
  /// How many buckets make a window, where that comes out even; else 0.
  private let evenCount: Int
  // A row asks for many buckets, and a division costs ten times what a multiplication does.
  private let bucketDivisor: Divisor
  private let heldDivisor: Divisor

  init(windowMilliseconds: Int64, bucketsPerWindow: Int) {
    window = UInt64(windowMilliseconds)
    bucket = (window + UInt64(bucketsPerWindow) - 1) / UInt64(bucketsPerWindow)
    heldCount = Int((window + bucket - 1) / bucket) + 2
    evenCount = window % bucket == 0 ? Int(window / bucket) : 0
    bucketDivisor = Divisor(bucket)
    heldDivisor = Divisor(UInt64(heldCount))
  }

  /// The bucket that a time falls into.
  @inline(__always)
  func index(_ moment: Moment) -> Int {
    Int(truncatingIfNeeded: bucketDivisor.quotient(of: moment.count))
  }

  /// The bucket astride the beginning of the window that ends at a time.
  @inline(__always)
  func astride(_ end: Moment) -> Int {
    end.count > window
      ? Int(truncatingIfNeeded: bucketDivisor.quotient(of: end.count &- window)) : -1
  }

  /// The same for a window whose end lies in a bucket that is known.
  @inline(__always)
  func astride(_ end: Moment, in index: Int) -> Int {
    guard evenCount > 0 && end.count > window else { return astride(end) }
    return index &- evenCount
  }

  /// The slot of a bucket not so many before another one as are held.
  @inline(__always)
  func slot(_ index: Int, of other: Int, at slot: Int) -> Int {
    let place = slot &- (other &- index)
    return place < 0 ? place &+ heldCount : place
  }

  /// Where a bucket, whose index is not negative, stands among those that are held.
  @inline(__always)
  func slot(_ index: Int) -> Int {
    let quotient = heldDivisor.quotient(of: UInt64(bitPattern: Int64(index)))
    return index &- Int(truncatingIfNeeded: quotient) &* heldCount
  }
}

/// Buckets and running totals of one quantity on one timeline, at a place in a record.
struct Series: Hashable, Sendable {
  var kind: Kind
  var timeline: Int
  /// The index of a predicate, or -1 for all events.
  var predicate: Int
  var selection: Selection
  var offset = 0

  enum Kind: UInt8, Sendable {
    /// Events: certain and possible ones, 4 bytes each.
    case count
    /// Sum of the amounts that are certain, 8 bytes; and how many are possible that are not.
    case sum
    /// Sum of the squares of the same amounts, 16 bytes.
    case squares
    /// The greatest amount: at least, at most; each plus one, 0 for none.
    case maximum
    /// The least amount: at most, at least; each plus one, 0 for none.
    case minimum
    /// The same as counts, sums and maxima, in less room.
    case smallCount, smallSum, smallMaximum
  }

  enum Selection: UInt8, Sendable {
    case events, reversals, both

    @inline(__always)
    func takes(isReversal: Bool) -> Bool { self == .both || isReversal == (self == .reversals) }
  }

  var cellByteCount: Int {
    switch kind {
    case .count: 8
    case .sum: 12
    case .squares, .maximum, .minimum: 16
    case .smallCount: 2
    case .smallSum, .smallMaximum: 4
    }
  }

  /// Whether totals of whole buckets are kept up to date, so that asking costs no walk.
  var hasTotal: Bool { kind == .count || kind == .sum || kind == .squares }

  func byteCount(heldCount: Int) -> Int { cellByteCount * (heldCount + (hasTotal ? 1 : 0)) }
}

/// What a bucket, or some of them together, hold of a series.
struct SeriesCell: Hashable, Sendable, BitwiseCopyable {
  var first: Int64 = 0
  var second: Int64 = 0
}

extension SeriesCell {
  /// Both numbers as one, as sums of squares have it.
  @inline(__always)
  var squares: UInt128 {
    get { UInt128(UInt64(bitPattern: second)) << 64 | UInt128(UInt64(bitPattern: first)) }
    set {
      first = Int64(truncatingIfNeeded: newValue)
      second = Int64(truncatingIfNeeded: newValue >> 64)
    }
  }
}
