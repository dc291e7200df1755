internal import CardCore

/// What the score keeps of one card: 16 bytes at the end of its record.
///
///     byte   0..3            4..7               8..11                12..15
///            transactions    usual amount       suspicion, decayed   seconds of the last one
struct CardHabit: Hashable, Sendable, BitwiseCopyable {
  static let byteCount = 16

  /// How many transactions were scored, up to the greatest number.
  var count: UInt32 = 0
  /// The mean amount in units of money, in which likely frauds count little.
  var usual: Float = 0
  /// The sum of the chances of fraud that amounts alone gave, fading over a week.
  var suspicion: Float = 0
  /// The seconds of ``ScoreClock`` at the last transaction.
  var last: UInt32 = 0

  /// The mean follows the newest transactions as if there had been so many.
  private static let memoryCount = 200.0
  /// How long suspicion takes to fade to 1/e, in seconds.
  private static let fadingSeconds = 7 * 86_400.0

  /// Where an amount lies in what the card is used for.
  struct Look {
    var ratio: Double
    var suspicion: Double
    var cell: Int
  }

  /// Looks at an amount, in units of money, before it enters.
  func look(amount: Double, at seconds: UInt32) -> Look {
    let known = Double(count)
    let mean = Double(usual)
    let ratio =
      count < 30 ? amount * (known + 1) / (mean * known + 50) : amount / max(mean, 0.01)
    let suspicion = faded(at: seconds)
    return Look(
      ratio: ratio, suspicion: suspicion,
      cell: (ScoreBins.ratio(ratio) * 7 + ScoreBins.suspicion(suspicion)) * 4
        + ScoreBins.history(count))
  }

  private func faded(at seconds: UInt32) -> Double {
    guard count > 0, suspicion > 0 else { return 0 }
    let age = ScoreClock.age(of: last, at: seconds)
    return Double(suspicion) * PortableMath.exp(-Double(age) / Self.fadingSeconds)
  }

  /// Takes the amount in; the more it looks like fraud, the less it moves the mean.
  ///
  /// - Parameter chance: Of fraud, by the card's side alone.
  mutating func enter(amount: Double, _ look: Look, chance: Double, at seconds: UInt32) {
    let mean = Double(usual)
    let entered = count >= 3 ? chance * mean + (1 - chance) * amount : min(amount, 150)
    let share = 1 / min(Double(count) + 1, Self.memoryCount)
    usual = Float(mean + share * (entered - mean))
    suspicion = Float(look.suspicion + chance)
    if count < .max { count += 1 }
    last = seconds
  }
}

/// Time as the score keeps it: seconds, of which 32 bits tell all that lies in the horizon apart.
enum ScoreClock {
  static func seconds(_ moment: Moment) -> UInt32 {
    UInt32(truncatingIfNeeded: moment.count / 1_000)
  }

  /// Seconds from `start` to `end`; 0 if `end` comes first.
  static func age(of start: UInt32, at end: UInt32) -> UInt32 {
    let age = end &- start
    return age > UInt32(Int32.max) ? 0 : age
  }
}
