/// When the next checkpoint is due: after so many messages, or, as nobody said how many, so that
/// writing takes at most a twentieth of the time.
public struct CheckpointPace: Sendable {
  /// nil to go by time.
  private let messageInterval: UInt64?
  private var messagesAtLast: UInt64 = 0
  private var nanosecondsAtLast: UInt64 = 0
  private var lastDuration: UInt64 = 0

  /// The first checkpoint, and the shortest time between two, in nanoseconds.
  private static let shortestPause: UInt64 = 1_000_000_000

  public init(messageInterval: UInt64? = nil) { self.messageInterval = messageInterval }

  /// Whether a checkpoint is due.
  ///
  /// - Parameter nanoseconds: Of a clock that never goes back, from any beginning.
  public func isDue(messages: UInt64, at nanoseconds: UInt64) -> Bool {
    if let messageInterval { return messages - messagesAtLast >= messageInterval }
    let pause = max(Self.shortestPause, 20 * lastDuration)
    return nanoseconds - nanosecondsAtLast >= pause
  }

  /// Takes note of a checkpoint that was written between two times.
  public mutating func wrote(messages: UInt64, from start: UInt64, to end: UInt64) {
    messagesAtLast = messages
    nanosecondsAtLast = end
    lastDuration = end - start
  }
}
