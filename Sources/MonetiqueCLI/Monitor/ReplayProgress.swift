/// How far a replay has come, on standard error, where it is a terminal and takes over a second.
struct ReplayProgress {
  private let byteCount: Int?
  private let start = ContinuousClock.now
  private var end: ContinuousClock.Instant?
  private var readCount = 0
  private var shownAt: ContinuousClock.Instant?
  private let isTerminal = POSIXFile.isTerminal(2)

  init(byteCount: Int?) { self.byteCount = byteCount }

  /// Seconds from the start to the end, or so far.
  var seconds: Double { Self.seconds(from: start, to: end ?? .now) }

  mutating func add(_ count: Int) { readCount += count }

  /// Shows the state of things, at most five times a second.
  mutating func show(_ messageCount: UInt64) {
    guard isTerminal else { return }
    let now = ContinuousClock.now
    let elapsed = Self.seconds(from: start, to: now)
    guard elapsed > 1, shownAt.map({ Self.seconds(from: $0, to: now) > 0.2 }) ?? true else {
      return
    }
    shownAt = now
    var text = "\(messageCount) messages, \(Int(Double(messageCount) / elapsed)) a second"
    if let byteCount, byteCount > 0, readCount > 0 {
      let part = min(1, Double(readCount) / Double(byteCount))
      text += ", \(Int(100 * part)) %, \(Int(elapsed / part - elapsed)) s left"
    }
    write("\r\u{1B}[K" + text)
  }

  /// Takes the line away before something else is written to the terminal.
  mutating func clear() {
    guard shownAt != nil, isTerminal else { return }
    write("\r\u{1B}[K")
  }

  mutating func say(_ text: String) {
    clear()
    Console.note(text)
  }

  mutating func finish() {
    clear()
    shownAt = nil
    end = end ?? .now
  }

  private func write(_ text: String) { _ = try? POSIXFile.write(Array(text.utf8), to: 2) }

  private static func seconds(
    from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
  ) -> Double {
    let (seconds, attoseconds) = start.duration(to: end).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
