/// What the score keeps of one terminal: 16 bytes at the end of its record.
///
/// A run is what confirmed frauds make that no genuine transaction interrupts: a terminal that was
/// tampered with shows one.
///
///     byte   0..3           4..7                8..11            12..13   14..15
///            newest fraud   newest genuine one  the run's first  length   bit 0: any genuine
struct TerminalRun: Hashable, Sendable, BitwiseCopyable {
  static let byteCount = 16

  /// Seconds of ``ScoreClock`` of the transactions whose labels are known.
  var lastFraud: UInt32 = 0
  var lastGenuine: UInt32 = 0
  var firstFraud: UInt32 = 0
  var count: UInt16 = 0
  var flags: UInt16 = 0

  static let ageCount = 44
  static let calmCount = 8
  static let cellCount = calmCount + 3 * ageCount * 4

  /// The cell of a transaction at `seconds`, when labels are known of what lies `delay` back.
  ///
  /// Cells 0 to 7 have no run: by how long ago a genuine label came. The others are (length × days
  /// since the run began) × days without a label.
  @inline(__always)
  func cell(at seconds: UInt32, delay: UInt32, usesAge: Bool = true) -> Int {
    let known = seconds &- delay
    guard count > 0 else {
      guard flags & 1 != 0 else { return Self.calmCount - 1 }
      return Self.calm(ScoreClock.age(of: lastGenuine, at: known))
    }
    let days = usesAge ? Int(ScoreClock.age(of: firstFraud, at: seconds) / 86_400) : 0
    let age = min(days, Self.ageCount - 1)
    let length = count <= 1 ? 0 : count <= 3 ? 1 : 2
    let gap = ScoreClock.age(of: lastFraud, at: known)
    let freshness = gap < 129_600 ? 0 : gap < 259_200 ? 1 : gap < 518_400 ? 2 : 3
    return Self.calmCount + (length * Self.ageCount + age) * 4 + freshness
  }

  /// How many days the run of a cell had gone on; nil for cells without a run.
  static func days(ofCell cell: Int) -> Int? {
    guard cell >= calmCount, cell < cellCount else { return nil }
    return (cell - calmCount) / 4 % ageCount
  }

  /// By half a day, 1, 2, 3, 5, 8 and 14 days, in seconds.
  @inline(__always)
  private static func calm(_ age: UInt32) -> Int {
    (age >= 43_200 ? 1 : 0) &+ (age >= 86_400 ? 1 : 0) &+ (age >= 172_800 ? 1 : 0)
      &+ (age >= 259_200 ? 1 : 0) &+ (age >= 432_000 ? 1 : 0) &+ (age >= 691_200 ? 1 : 0)
      &+ (age >= 1_209_600 ? 1 : 0)
  }

  /// A label of a transaction at `seconds` became known.
  @inline(__always)
  ///
  /// - Parameter isCards: The fraud is better explained by the card: no word on the terminal.
  mutating func learn(isFraud: Bool, isCards: Bool, at seconds: UInt32) {
    if !isFraud {
      count = 0
      lastGenuine = seconds
      flags |= 1
    } else if !isCards {
      if count == 0 { firstFraud = seconds }
      if count < .max { count += 1 }
      lastFraud = seconds
    }
  }
}
