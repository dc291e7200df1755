internal import CardCore

/// What the score keeps of one card: 7 bytes at the end of its record.
///
///     bits   0..19          20..33               34..47                48..55
///            usual amount   suspicion as it was  hour of the last one  transactions
struct CardHabit: Hashable, Sendable {
  static let byteCount = 7

  private(set) var bits: UInt64

  init(bits: UInt64 = 0) { self.bits = bits }

  private init(usual: Double, suspicion: Double, hour: UInt64, count: UInt64) {
    bits =
      Self.usualForm.code(usual) | Self.suspicionForm.code(suspicion) &<< 20 | hour &<< 34
      | count &<< 48
  }

  /// The mean amount in units of money, in which likely frauds count little.
  var usual: Double { Self.usualForm.value(bits & 0xF_FFFF) }
  /// The sum of the chances of fraud that amounts alone gave, fading over a week.
  var suspicion: Double { Self.suspicionForm.value(bits &>> 20 & 0x3FFF) }
  /// The hour of ``ScoreClock`` of the newest transaction.
  var hour: UInt64 { bits &>> 34 & ScoreClock.hourMask }
  /// How many transactions were scored, up to as many as the mean remembers.
  var count: UInt64 { bits &>> 48 & 0xFF }

  private static let usualForm = ShortNumber(exponentBits: 6, significandBits: 14, smallest: -8)
  private static let suspicionForm = ShortNumber(
    exponentBits: 5, significandBits: 9, smallest: -18)

  /// The mean follows the newest transactions as if there had been so many.
  private static let memoryCount: UInt64 = 200

  /// Where an amount lies in what the card is used for.
  struct Look {
    var ratio: Double
    var suspicion: Double
    var cell: Int
  }

  /// Looks at an amount, in units of money, before it enters.
  @inline(__always)
  func look(amount: Double, at hour: UInt64) -> Look {
    let known = Double(count)
    let mean = usual
    let ratio =
      count < 30 ? amount * (known + 1) / (mean * known + 50) : amount / max(mean, 0.01)
    let age = ScoreClock.age(of: self.hour, at: hour)
    let suspicion = self.suspicion * Fading.shared.share(hours: age)
    return Look(
      ratio: ratio, suspicion: suspicion,
      cell: (ScoreBins.ratio(ratio) &* 7 &+ ScoreBins.suspicion(suspicion)) &* 4
        &+ ScoreBins.history(count))
  }

  /// Takes the amount in; the more it looks like fraud, the less it moves the mean.
  ///
  /// - Parameter chance: Of fraud, by the card's side alone.
  @inline(__always)
  mutating func enter(amount: Double, _ look: Look, chance: Double, at hour: UInt64) {
    let mean = usual
    let entered = count >= 3 ? chance * mean + (1 - chance) * amount : min(amount, 150)
    let share = 1 / Double(min(count + 1, Self.memoryCount))
    self = CardHabit(
      usual: mean + share * (entered - mean), suspicion: look.suspicion + chance, hour: hour,
      count: min(count + 1, Self.memoryCount))
  }
}

/// Time as the score keeps it: no more bits than tell apart what lies in the horizon.
enum ScoreClock {
  @inline(__always)
  static func seconds(_ moment: Moment) -> UInt32 {
    UInt32(truncatingIfNeeded: moment.count / 1_000)
  }

  /// Seconds from `start` to `end`; 0 if `end` comes first.
  @inline(__always)
  static func age(of start: UInt32, at end: UInt32) -> UInt32 {
    let age = end &- start
    return age > UInt32(Int32.max) ? 0 : age
  }

  static let hourMask: UInt64 = 1 << 14 - 1
  /// No more than lies in 400 days, the horizon; what seems older comes late.
  private static let hourMaximum: UInt64 = 9_624

  @inline(__always)
  static func hour(_ moment: Moment) -> UInt64 { moment.count / 3_600_000 & hourMask }

  /// Hours from `start` to `end`; 0 if `end` comes first.
  @inline(__always)
  static func age(of start: UInt64, at end: UInt64) -> UInt64 {
    let age = (end &- start) & hourMask
    return age > hourMaximum ? 0 : age
  }
}

/// What is left of suspicion after so many hours: 1/e after a week.
struct Fading: Sendable {
  static let shared = Fading()

  private let shares: [Double]

  private init() {
    shares = (0..<2_048).map { PortableMath.exp(-Double($0) / 168) }
  }

  @inline(__always)
  func share(hours: UInt64) -> Double { hours < 2_048 ? shares[Int(hours)] : 0 }
}
