public import CardCore

/// What can be added up, bucket by bucket.
public protocol BucketValue: Sendable {
  /// Nothing yet.
  init()
  /// Adds what another bucket holds.
  mutating func add(_ other: Self)
}

/// Values over time in buckets that widen as the time they span grows, so that a day and a year
/// both take at most ``countMaximum`` of them.
///
/// How wide buckets end up depends on the first and the last instant alone, not on the order in
/// which they come. Buckets begin at whole multiples of their width, weeks on Mondays, in UTC.
public struct AdaptiveBuckets<Value: BucketValue>: Sendable {
  /// The widths up to four weeks, in milliseconds, each a multiple of the one before; then each is
  /// four times as wide.
  private static var widths: [Int64] {
    [60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_419_200_000]
  }

  /// 1970-01-05T00:00:00Z, a Monday.
  private static var origin: Int64 { 345_600_000 }

  /// The most buckets that there are.
  public static var countMaximum: Int { 400 }

  private var level: Int
  /// The number of the first bucket, counted from the origin.
  private var first: Int64 = 0
  /// From the first bucket that holds anything to the last; those between may hold nothing.
  public private(set) var values: [Value] = []

  public init() { level = 0 }

  /// The width of a bucket in milliseconds.
  public var widthMilliseconds: Int64 { Self.width(level) }

  /// When the bucket at `index` begins.
  public func start(of index: Int) -> Instant {
    Instant(
      millisecondsSince1970: Self.origin + (first + Int64(index)) * widthMilliseconds)
  }

  /// When the last bucket ends; nil where there is none.
  public var end: Instant? { values.isEmpty ? nil : start(of: values.count) }

  /// Changes the bucket that holds `instant`.
  public mutating func update(at instant: Instant, _ change: (inout Value) -> Void) {
    change(&values[place(of: instant)])
  }

  /// The index of the bucket that holds `instant`, which is made if need be.
  private mutating func place(of instant: Instant) -> Int {
    var number = Self.number(of: instant, level)
    if values.isEmpty { first = number }
    while max(number, first + Int64(values.count) - 1) - min(number, first) >= Self.countMaximum {
      widen()
      number = Self.number(of: instant, level)
    }
    if number < first {
      values.insert(
        contentsOf: repeatElement(Value(), count: Int(first - number)), at: 0)
      first = number
    }
    let place = Int(number - first)
    while values.count <= place { values.append(Value()) }
    return place
  }

  private mutating func widen() {
    let old = self
    level += 1
    first = Self.number(of: old.start(of: 0), level)
    values = []
    for (index, value) in old.values.enumerated() {
      let place = Int(Self.number(of: old.start(of: index), level) - first)
      while values.count <= place { values.append(Value()) }
      values[place].add(value)
    }
  }

  private static func width(_ level: Int) -> Int64 {
    let last = widths.count - 1
    return widths[min(level, last)] << (2 * Int64(max(0, level - last)))
  }

  private static func number(of instant: Instant, _ level: Int) -> Int64 {
    let width = width(level)
    let distance = instant.millisecondsSince1970 - origin
    return distance >= 0 ? distance / width : -((width - 1 - distance) / width)
  }

  // MARK: - Saved state

  /// Makes buckets as they were saved; nil where there can be none such.
  init?(level: Int, first: Int64, values: [Value]) {
    guard 0...16 ~= level, values.count <= Self.countMaximum else { return nil }
    self.level = level
    self.first = first
    self.values = values
  }

  /// What they are saved by, beside the values.
  var place: (level: Int, first: Int64) { (level, first) }
}
