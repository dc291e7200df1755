import CardCore

/// When each card is used on one day: eight bytes a payment, sorted an hour at a time.
///
///     bits   63..37              36..9   8..0
///     what   milliseconds of day card    which of the card's payments of the day
struct DaySchedule {
  private var hours: [[UInt64]] = Array(repeating: [], count: 25)
  private var hour = 0
  private var position = 0

  /// The instant that the milliseconds are counted from: midnight in Paris.
  private(set) var start: Int64 = 0
  private(set) var end: Int64 = 0
  private(set) var day = -1
  private(set) var kind = Calendar.DayKind.weekday

  /// Draws the payments of the day that follows.
  mutating func load(_ day: Int, of settings: SimulationSettings) {
    let zone = ZoneRule.paris
    let reading = settings.start.adding(
      milliseconds: zone.offsetMilliseconds(at: settings.start) + Int64(day) * 86_400_000)
    let next = reading.adding(milliseconds: 86_400_000)
    self.day = day
    start = zone.instant(showing: reading).millisecondsSince1970
    end = zone.instant(showing: next).millisecondsSince1970
    kind = Calendar.kind(of: reading)
    for index in hours.indices { hours[index].removeAll(keepingCapacity: true) }
    (hour, position) = (0, 0)
    let counts = Self.counts(
      mean: settings.pace * Calendar.volume(of: kind, reading.civil), of: Cardholder.paces)
    let startOfHours = (0..<24).map { hour in
      zone.instant(showing: reading.adding(milliseconds: Int64(hour) * 3_600_000))
        .millisecondsSince1970 - start
    }
    let shares = Calendar.hours[kind.rawValue]
    for card in 0..<settings.cardCount {
      let pace = Cardholder.paceClass(of: card, seed: settings.seed)
      var draw = Draw(settings.seed, .schedule, UInt64(card), UInt64(day))
      let count = draw.index(in: counts[pace])
      for ordinal in 0..<count {
        let shown = draw.index(in: shares)
        let offset = startOfHours[shown] + Int64(draw.below(3_600_000))
        hours[Int(offset / 3_600_000)].append(
          UInt64(offset) << 37 | UInt64(card) << 9 | UInt64(ordinal))
      }
    }
    hours[0].sort()
  }

  /// For each pace, how likely it is to pay at most so often in a day.
  private static func counts(mean: Double, of paces: [Double]) -> [[Double]] {
    paces.map { pace in
      let mean = min(pace * mean, 30)
      var (term, sums) = (Draw.exponential(ofMinus: mean), [0.0])
      sums[0] = term
      while sums.count < 128, 1 - (sums.last ?? 1) > 1e-9 {
        term *= mean / Double(sums.count)
        sums.append((sums.last ?? 0) + term)
      }
      return sums
    }
  }

  /// The next payment of the day: its time, the card, and which of the card's it is.
  @inline(__always)
  var next: (time: Int64, card: Int, ordinal: Int)? {
    guard hour < 25, position < hours[hour].count else { return nil }
    let entry = hours[hour][position]
    return (start + Int64(entry >> 37), Int(entry >> 9 & 0xFFF_FFFF), Int(entry & 0x1FF))
  }

  /// Goes past the first payments that are none.
  mutating func settle() {
    while hour < 25, position >= hours[hour].count {
      hour += 1
      position = 0
      if hour < 25 { hours[hour].sort() }
    }
  }

  mutating func advance() {
    position += 1
    settle()
  }

  /// The hour that clocks in Paris show, 0 to 23, on a day without a change of the clocks.
  func hourOfDay(_ time: Int64) -> Int { min(23, Int((time - start) / 3_600_000)) }
}
