import CardCore

/// The stretch of time that all drawings of a page share, in equal columns.
struct TimeAxis {
  var from: Instant
  var widthMilliseconds: Int64
  var count: Int

  var to: Instant { start(of: count) }

  func start(of index: Int) -> Instant {
    from.adding(milliseconds: Int64(index) * widthMilliseconds)
  }

  /// The column of an instant; what lies outside is in the first or the last.
  func column(of instant: Instant) -> Int {
    let index = (instant - from) / widthMilliseconds
    return Int(min(max(0, index), Int64(count - 1)))
  }

  /// How far along an instant is, 0 to 1.
  func share(of instant: Instant) -> Double {
    let span = Double(to - from)
    return span <= 0 ? 0 : min(1, max(0, Double(instant - from) / span))
  }

  /// A mark under a drawing.
  struct Tick {
    var share: Double
    var text: String
    /// Left out on a phone.
    var isMinor = false
  }

  private static let hour: Int64 = 3_600_000
  private static let steps: [Int64] = [
    hour / 4, hour / 2, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour, 48 * hour,
  ]

  /// At most nine marks at full hours, days or months.
  func ticks(_ words: ReportWords) -> [Tick] {
    let span = to - from
    var ticks: [Tick]
    if let step = Self.steps.first(where: { span / $0 <= 8 }) {
      ticks = even(step, words)
    } else {
      ticks = span <= 60 * 24 * Self.hour ? even(7 * 24 * Self.hour, words) : monthly(words)
    }
    // Days say more than hours; else every other mark goes.
    if ticks.count(where: { !$0.isMinor }) < 2 || !ticks.contains(where: \.isMinor) {
      for index in ticks.indices { ticks[index].isMinor = index % 2 == 1 }
    }
    return ticks
  }

  private func even(_ step: Int64, _ words: ReportWords) -> [Tick] {
    // Weeks from a Monday on.
    let origin: Int64 = 345_600_000
    let first = words.shown(from).millisecondsSince1970 - origin
    var next = origin + (first + step - 1) / step * step
    var ticks: [Tick] = []
    while next < words.shown(to).millisecondsSince1970 {
      let reading = Instant(millisecondsSince1970: next)
      let instant = words.zone.instant(showing: reading)
      let civil = reading.civil
      let isMidnight = civil.hour == 0 && civil.minute == 0
      ticks.append(
        Tick(
          share: share(of: instant),
          text: isMidnight ? words.shortDay(instant) : words.clock(instant),
          isMinor: !isMidnight))
      next += step
    }
    return ticks
  }

  private func monthly(_ words: ReportWords) -> [Tick] {
    let months = Int((to - from) / (30 * 24 * Self.hour))
    let step = [1, 2, 3, 6, 12].first { months / $0 <= 8 } ?? months / 8
    var ticks: [Tick] = []
    var month = from.civil.year * 12 + from.civil.month - 1
    while let instant = Instant(year: month / 12, month: month % 12 + 1, day: 1), instant < to {
      if instant >= from, month % step == 0 {
        let isJanuary = month % 12 == 0 || ticks.isEmpty
        let year = isJanuary ? " \(month / 12)" : ""
        ticks.append(
          Tick(share: share(of: instant), text: words.shortMonth(instant) + year))
      }
      month += 1
    }
    return ticks
  }
}
