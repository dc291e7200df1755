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
  func cell(at seconds: UInt32, delay: UInt32, usesAge: Bool = true) -> Int {
    let known = seconds &- delay
    guard count > 0 else {
      guard flags & 1 != 0 else { return Self.calmCount - 1 }
      return calm(Double(ScoreClock.age(of: lastGenuine, at: known)) / 86_400)
    }
    let days = usesAge ? Int(ScoreClock.age(of: firstFraud, at: seconds) / 86_400) : 0
    let age = min(days, Self.ageCount - 1)
    let length = count <= 1 ? 0 : count <= 3 ? 1 : 2
    let gap = Double(ScoreClock.age(of: lastFraud, at: known)) / 86_400
    let freshness = gap < 1.5 ? 0 : gap < 3 ? 1 : gap < 6 ? 2 : 3
    return Self.calmCount + (length * Self.ageCount + age) * 4 + freshness
  }

  /// How many days the run of a cell had gone on; nil for cells without a run.
  static func days(ofCell cell: Int) -> Int? {
    guard cell >= calmCount, cell < cellCount else { return nil }
    return (cell - calmCount) / 4 % ageCount
  }

  private static let calmLimits = [0.5, 1, 2, 3, 5, 8, 14]

  private func calm(_ days: Double) -> Int {
    Self.calmLimits.firstIndex { days < $0 } ?? Self.calmCount - 1
  }

  /// A label of a transaction at `seconds` became known.
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
